"""One answer of a folder: its status, its fields, and what its body is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from secrets import token_hex
from time import time
from typing import Final

from sarto.headers import Headers, without
from sarto_adapters.sites.static.asked import Version, is_had, is_stale, spans
from sarto_adapters.sites.static.opened import Opened

PLAIN: Final = b"text/plain; charset=utf-8"
KIND: Final = b"content-type"
LENGTH: Final = b"content-length"
OF_BODY: Final = (KIND, LENGTH, b"accept-ranges", b"content-encoding")


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes, and a part of the file after them."""

    before: bytes
    span: range


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent; the body is bytes, or parts of an open file and an end."""

    status: int
    headers: Headers
    body: bytes = b""
    opened: Opened | None = None
    parts: tuple[Part, ...] = ()

    @property
    def length(self) -> int:
        """Give the length of the body, in bytes."""
        return length_of(self.parts, self.body)

    def pieces(self) -> Iterator[bytes]:
        """Read the body; raises `ShortError` where the file was cut."""
        for part in self.parts:
            if part.before:
                yield part.before
            if self.opened is not None:
                yield from self.opened.pieces(part.span)
        if self.body:
            yield self.body


def told(status: HTTPStatus, *fields: tuple[bytes, bytes]) -> Answer:
    """Answer in two words."""
    body = status.phrase.encode()
    length = (LENGTH, b"%d" % len(body))
    return Answer(status=status, headers=[(KIND, PLAIN), length, *fields], body=body)


def of_file(
    opened: Opened, version: Version, fields: Headers, asked: Headers, *, is_get: bool
) -> Answer:
    """Answer with a file, or the parts of it that are wanted, or that it is had.

    `fields` tell of the file: its type, its coding, how long it may be kept. It is
    closed, unless it is in the answer.
    """
    size = opened.size
    validators = [(b"etag", version.tag), (b"last-modified", date(version.changed))]
    fields = [*fields, *validators]
    if is_stale(asked, version):
        opened.close()
        return told(HTTPStatus.PRECONDITION_FAILED)
    if is_had(asked, version):
        opened.close()
        kept = without(fields, *OF_BODY)
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=kept)
    fields.append((b"accept-ranges", b"bytes"))
    wanted = spans(asked, version, size) if is_get else None
    if wanted is None:
        return whole(opened, fields)
    if not wanted:
        opened.close()
        outside = (b"content-range", b"bytes */%d" % size)
        return told(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, outside)
    return in_parts(opened, wanted, fields)


def whole(
    opened: Opened, fields: Headers, *, status: HTTPStatus = HTTPStatus.OK
) -> Answer:
    return Answer(
        status=status,
        headers=[*fields, (LENGTH, b"%d" % opened.size)],
        opened=opened,
        parts=(Part(b"", range(opened.size)),),
    )


def in_parts(opened: Opened, wanted: list[range], fields: Headers) -> Answer:
    """Answer with one part as it is, with several in an envelope (RFC 9110 §14.6)."""
    kind = next(value for name, value in fields if name == KIND)
    fields = without(fields, KIND)
    if len(wanted) == 1:
        about = [(KIND, kind), (b"content-range", place(wanted[0], opened.size))]
        parts, end = [Part(b"", wanted[0])], b""
    else:
        mark = token_hex(13).encode()
        about = [(KIND, b"multipart/byteranges; boundary=" + mark)]
        head = b"\r\n--%b\r\nContent-Type: %b\r\nContent-Range: %b\r\n\r\n"
        parts = [
            Part(head % (mark, kind, place(span, opened.size)), span) for span in wanted
        ]
        end = b"\r\n--%b--\r\n" % mark
    length = length_of(parts, end)
    return Answer(
        status=HTTPStatus.PARTIAL_CONTENT,
        headers=[*about, *fields, (LENGTH, b"%d" % length)],
        body=end,
        opened=opened,
        parts=tuple(parts),
    )


def length_of(parts: Sequence[Part], end: bytes) -> int:
    return sum(len(part.before) + len(part.span) for part in parts) + len(end)


def place(span: range, size: int) -> bytes:
    return b"bytes %d-%d/%d" % (span.start, span.stop - 1, size)


def date(seconds: int) -> bytes:
    """Write a date; never one that is still to come (RFC 9110 §8.8.2.1)."""
    return formatdate(min(seconds, int(time())), usegmt=True).encode()
