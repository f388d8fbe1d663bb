"""Talking to a SPARQL server: credentials, retries, and answers that are taken only when they are whole."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.store.errors import StoreError, Unreachable
from kg.store.hosts import is_loopback

TOKEN, USER, PASSWORD, PLAIN = "KG_STORE_TOKEN", "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_PLAIN"
"""Where credentials come from: never from the command line, which other users and the shell's history see."""

BUSY = frozenset({429, 502, 503})
ATTEMPTS = 5
FIRST_WAIT, LONGEST_WAIT = 0.25, 30.0  # seconds
CONNECT, READ = 10.0, 120.0  # seconds
LARGEST = 1 << 30  # bytes of one answer

_ERRNO = re.compile(r"^\[Errno -?\d+\] ")

T = TypeVar("T")


class Damaged(Exception):
    """An answer that is cut off or garbled, though its status was 200: worth another try."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `framed`: whether the server said where the body ends, so that a cut would have been noticed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    framed: bool

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The beginning of the body, for error messages."""
        return " ".join(self.body[:600].decode("utf-8", "replace").split())[:300]


@dataclass(frozen=True, slots=True)
class Credentials:
    """A bearer token, or a name and password; shown nowhere."""

    token: str = field(default="", repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    plain: bool = False

    @classmethod
    def from_environment(cls) -> Credentials:
        given = {name: os.environ.get(name, "") for name in (TOKEN, USER, PASSWORD)}
        return cls(given[TOKEN], given[USER], given[PASSWORD], os.environ.get(PLAIN, "") == "1")

    def __bool__(self) -> bool:
        return bool(self.token or self.user)

    def to_auth(self, digest: bool = False) -> AuthBase | None:
        if self.token:
            return _Bearer(self.token)
        if not self.user:
            return None
        return HTTPDigestAuth(self.user, self.password) if digest else HTTPBasicAuth(self.user, self.password)


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Connection:
    """A session with one server. Redirects are refused, and neither .netrc nor proxies of the environment are read."""

    def __init__(self, address: str, credentials: Credentials, *, attempts: int = ATTEMPTS,
                 first_wait: float = FIRST_WAIT) -> None:
        check_address(address, credentials)
        self._credentials, self._attempts, self._first_wait = credentials, attempts, first_wait
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = credentials.to_auth()

    def use_digest(self) -> None:
        """Answer the server's challenge with a digest of the password."""
        self._session.auth = self._credentials.to_auth(digest=True)

    def exchange(self, method: str, url: str, read: Callable[[Answer], T], *, headers: Mapping[str, str] | None = None,
                 form: Iterable[tuple[str, str]] | None = None, body: bytes | None = None,
                 parameters: Mapping[str, str] | None = None) -> T:
        """What `read` makes of the answer; tried again while the server is busy, away, or its answer is damaged.

        All our requests may be repeated: queries, graphs that are put whole, and data without blank nodes.
        """
        data = list(form) if form is not None else body
        problem = ""
        for attempt in range(self._attempts):
            pause = min(LONGEST_WAIT, self._first_wait * 2 ** attempt)
            try:
                answer = self._send(method, url, headers, data, parameters)
                if answer.status not in BUSY:
                    return read(answer)
                problem = f"it answers {answer.status} {answer.text}"
                pause = _asked_pause(answer, pause)
            except requests.exceptions.SSLError as error:
                raise StoreError(f"{url}: its certificate is not trusted: {error}") from error
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError,
                    requests.exceptions.ContentDecodingError) as error:
                problem = _reason(error)
            except Damaged as error:
                problem = str(error)
            except requests.RequestException as error:
                raise StoreError(f"{url}: {error}") from error
            if attempt + 1 < self._attempts:
                time.sleep(pause)
        raise Unreachable(f"{url}: {problem} (tried {self._attempts} times)")

    def _send(self, method: str, url: str, headers: Mapping[str, str] | None, data: object,
              parameters: Mapping[str, str] | None) -> Answer:
        with self._session.request(method, url, headers=dict(headers or {}), data=data,  # type: ignore[arg-type]
                                   params=parameters, stream=True, timeout=(CONNECT, READ),
                                   allow_redirects=False) as response:
            body = bytearray()
            for piece in response.iter_content(1 << 16):
                body += piece
                if len(body) > LARGEST:
                    raise StoreError(f"{url}: the answer is larger than {LARGEST >> 20} MiB: ask for less")
            names = {name.lower(): value for name, value in response.headers.items()}
            framed = "content-length" in names or "chunked" in names.get("transfer-encoding", "").lower()
            return Answer(response.status_code, names, bytes(body), framed)

    def close(self) -> None:
        self._session.close()


def check_address(address: str, credentials: Credentials) -> None:
    """Refuse an address that is none, or that would give the credentials away. StoreError."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise StoreError(f"not an address of a server: {error}") from error
    if parts.username is not None or parts.password is not None:
        raise StoreError(f"the address holds a name or password, which shells and logs keep: set {USER} and {PASSWORD} "
                         f"(or {TOKEN}) in the environment")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise StoreError(f"{address}: not an address of a server (http://... or https://..., without ? and #)")
    if credentials and parts.scheme == "http" and not credentials.plain and not is_loopback(host):
        raise StoreError(f"{address}: a password or token would travel unencrypted: use https, or set {PLAIN}=1 for a "
                         "network you trust")


def _asked_pause(answer: Answer, pause: float) -> float:
    """Retry-After in seconds, where the server gives one (its date form is left to our own back-off)."""
    asked = answer.headers.get("retry-after", "")
    return min(LONGEST_WAIT, float(asked)) if asked.isascii() and asked.isdigit() else pause


def _reason(error: Exception) -> str:
    """One short reason out of the chain of errors that a lost connection raises."""
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the answer was cut off"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    text = str(error)
    innermost = _ERRNO.sub("", text.rpartition(": ")[2].rstrip("\"')"))
    return "the answer was cut off" if "IncompleteRead" in text else f"no connection ({innermost[:120]})"
