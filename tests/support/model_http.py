"""Requests and answers as the model caches see them, and what their fields say.

Field names are lower case; the order of an answer's fields is that of the wire.
Several lines of one field are joined, but for `Set-Cookie`.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TypeAlias

DIRECTIVE = re.compile(r'([^\s",;=]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]*)))?')
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
EXPIRED = float("-inf")


@dataclass(slots=True)
class Asked:
    """A request, as a client sends it."""

    target: str
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""
    address: str = "203.0.113.7"

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def but(self, headers: dict[str, str], target: str | None = None) -> "Asked":
        """Make the same request with other headers, and perhaps of another target."""
        wanted = self.target if target is None else target
        return Asked(wanted, headers, self.method, self.body, self.address)


@dataclass(slots=True)
class Answered:
    """An answer."""

    status: int
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    cookies: tuple[str, ...] = ()


Origin: TypeAlias = Callable[[Asked], Awaitable[Answered]]
Time: TypeAlias = Callable[[], float]


@lru_cache(4096)
def directives(text: str) -> Mapping[str, str]:
    """Read a `Cache-Control`; of a directive that is said twice, the first counts."""
    read: dict[str, str] = {}
    for name, quoted, plain in DIRECTIVE.findall(text):
        read.setdefault(name.lower(), quoted or plain)
    return read


@lru_cache(1024)
def names(text: str) -> tuple[str, ...]:
    """List the names of a `Vary`."""
    return tuple(sorted({each.strip().lower() for each in text.split(",")} - {""}))


@lru_cache(4096)
def moment(text: str) -> float:
    """Read a date; one that is none is long past (RFC 9111 section 5.3)."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError):
        return EXPIRED


def seconds(text: str | None) -> int:
    """Read a number of seconds; what is none is none at all."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def plain(tag: str) -> str:
    """Give an entity tag as the weak comparison sees it."""
    return tag.strip().removeprefix("W/")


@lru_cache(4096)
def tags(text: str) -> frozenset[str]:
    """List the tags of an `If-None-Match`, for the weak comparison."""
    return frozenset(map(plain, re.findall(r'(?:W/)?"[^"]*"|\*', text)))


def is_known(asked: Asked, answer: Answered) -> bool:
    """Whether the client has this very answer already (RFC 9110 section 13.2.2)."""
    wanted = asked.headers.get("if-none-match")
    if wanted is not None:
        tag = answer.headers.get("etag")
        known = tags(wanted)
        return "*" in known or (tag is not None and plain(tag) in known)
    since = asked.headers.get("if-modified-since")
    changed = answer.headers.get("last-modified")
    return bool(since and changed) and moment(changed or "") <= moment(since or "")


def tailored(asked: Asked, answer: Answered) -> Answered:
    """Make of a whole answer what the client asked for: 304, a part, or its head."""
    if asked.method == "HEAD":
        answer = Answered(answer.status, answer.headers, b"", answer.cookies)
    if answer.status != 200:
        return answer
    headers = asked.headers
    if ("if-none-match" in headers or "if-modified-since" in headers) and is_known(
        asked, answer
    ):
        return Answered(304, without(answer.headers, "content-length"))
    if "range" in headers and asked.method == "GET" and may_be_part(asked, answer):
        return part(headers["range"], answer)
    return answer


def may_be_part(asked: Asked, answer: Answered) -> bool:
    """Whether `If-Range` lets a part be sent; a weak tag never does."""
    condition = asked.headers.get("if-range")
    return condition is None or (
        condition == answer.headers.get("etag") and not condition.startswith("W/")
    )


def part(wanted: str, answer: Answered) -> Answered:
    """Cut one range of bytes; of several, or of none that is one, all is sent."""
    found = ONE_RANGE.match(wanted)
    first, last = found.groups() if found else ("", "")
    size = len(answer.body)
    if not first and not last:
        return answer
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        return Answered(416, {"content-range": f"bytes */{size}"})
    span = {"content-range": f"bytes {start}-{end - 1}/{size}"}
    headers = {**answer.headers, "content-length": str(end - start), **span}
    return Answered(206, headers, answer.body[start:end], answer.cookies)


def without(headers: Mapping[str, str], *left: str) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in left}
