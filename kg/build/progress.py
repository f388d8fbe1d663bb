"""How a build tells how far it is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # (stage, done, of); `of` is 0 while unknown


def silent(stage: str, done: int, of: int) -> None:
    """Progress that nobody watches."""
