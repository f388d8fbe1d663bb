"""Lines to blocks: the marks before a line, and the lines that a wrap tore apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# What may stand before the words of a line, with the reason it is set aside.
MARKS = (
    (re.compile(r"#{1,6}[ \t]+(?=\S)"), "heading mark"),
    (re.compile(r">[ \t]*(?=\S)"), "quotation mark"),
    (re.compile(r"(?:[-*+•‣▪●○■□◦►▶➤✓✔·–—][ \t\u3000]+|[•‣▪●○■□◦►▶➤✓✔])(?=\S)"), "list mark"),
    (re.compile(r"(?:\(?\d{1,2}[.)][ \t]+|\d{1,2}、[ \t]*)(?=\S)"), "list mark"),
    (re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[)）][ \t]*(?=\S)"), "list mark"),
    (re.compile(r"[一二三四五六七八九十]{1,3}、[ \t]*(?=\S)"), "list mark"),
)
SENTENCE_END = re.compile(r"[.!?:。！？：；…][\"”’'」』)\]）]*$")
GOES_ON = re.compile(r"[,;，、；(（&]$")
FOOTNOTE_AT_END = re.compile(r"(?:\[\d{1,3}\])+$")
LOWER_START = re.compile(r"[\"“‘'(（]?[a-z](?![A-Z])")  # "iPhone" begins a sentence as well
TAIL = 200  # characters at a line's end that tell whether its sentence ends
WRAPS = (45, 130)  # widths of lines that a program wrapped
WIDE_WRAPS = (16, 65)  # the same in Chinese
NEAR_WRAP = 0.75  # of the widest line: a shorter one ends its paragraph
VERY_NEAR_WRAP = 0.9
MIN_WRAPPED_LINES = 3
MIN_LOWER = 0.4  # share of the lines after the first that begin in lower case


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it. `body` is where its words start, after marks."""

    start: int
    end: int
    body: int
    marks: tuple[tuple[int, int, str], ...] = ()
    after_blank: bool = False

    @property
    def heading(self) -> bool:
        return any(reason == "heading mark" for _, _, reason in self.marks)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: one paragraph."""

    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        return self.lines[0].body

    @property
    def end(self) -> int:
        return self.lines[-1].end


def lines(text: str, start: int = 0) -> Iterator[Line]:
    """The lines of `text` from `start` on."""
    at, blank = start, True
    for raw in text[start:].splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            first = at + len(raw) - len(raw.lstrip())
            yield replace(_marked(text, first, first + len(stripped)), after_blank=blank)
        blank = not stripped
        at += len(raw)


def blocks(text: str, own: Sequence[Line]) -> Iterator[Block]:
    """Joins lines that go on in the next one. `own` are the article's lines in order, nothing else between them."""
    for group in _groups(own):
        width = _wrap_width(text, group)
        held: list[Line] = [group[0]]
        for line in group[1:]:
            if _joins(text, held[-1], line, width):
                held.append(line)
            else:
                yield Block(tuple(held))
                held = [line]
        yield Block(tuple(held))


def _marked(text: str, start: int, end: int) -> Line:
    marks: list[tuple[int, int, str]] = []
    body = start
    while found := next(((m, r) for p, r in MARKS if (m := p.match(text, body, end))), None):
        match, reason = found
        marks.append((match.start(), match.start() + len(match[0].rstrip()), reason))
        body = match.end()
    return Line(start, end, body, tuple(marks))


def _groups(own: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines without a blank line between them."""
    group: list[Line] = []
    for line in own:
        if line.after_blank and group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _wrap_width(text: str, group: Sequence[Line]) -> int:
    """The width at which the lines of `group` were wrapped, 0 if they were not."""
    if len(group) < MIN_WRAPPED_LINES:
        return 0
    widths = [line.end - line.start for line in group]
    widest = max(widths)
    if is_wide(text[group[0].start : group[0].end]):  # no lower case to go by, but all lines are equally wide
        even = all(width >= VERY_NEAR_WRAP * widest for width in widths[:-1])
        return widest if even and WIDE_WRAPS[0] <= widest <= WIDE_WRAPS[1] else 0
    lower = sum(LOWER_START.match(text, line.body, line.end) is not None for line in group[1:])
    near = sum(width >= NEAR_WRAP * widest for width in widths)
    wrapped = near >= 0.6 * len(widths) and lower >= MIN_LOWER * (len(group) - 1)
    return widest if wrapped and WRAPS[0] <= widest <= WRAPS[1] else 0


def is_wide(words: str) -> bool:
    """Whether most of the characters are Chinese."""
    return 2 * sum("\u4e00" <= c <= "\u9fff" for c in words) > len(words)


def _joins(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether `following` goes on with the sentence of `line`."""
    if following.marks or line.heading:
        return False
    words = FOOTNOTE_AT_END.sub("", text[max(line.body, line.end - TAIL) : line.end])
    # In wrapped text a sentence may end where a line does; a short line ends the paragraph.
    wrapped = bool(width) and line.end - line.start >= NEAR_WRAP * width
    if SENTENCE_END.search(words):
        return wrapped
    lower = LOWER_START.match(text, following.body, following.end) is not None
    return wrapped or lower or bool(GOES_ON.search(words))
