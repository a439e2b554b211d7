"""What a form says: read whole or not at all, small, and of the one kind forms have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from sarto import headers
from sarto.asgi import Receive, Scope

LARGEST: Final = 4096  # bytes of a form
MANY: Final = 64  # its fields
KIND: Final = b"application/x-www-form-urlencoded"
WHITE: Final = "\t\r\n"
UNREADABLE, TOO_LARGE, OTHER_KIND = 400, 413, 415


class UnreadableError(ValueError):
    """Raised for a form that cannot be read; `status` says why."""

    def __init__(self, status: int = UNREADABLE) -> None:
        self.status = status
        super().__init__(f"no form: {status}")


class GoneError(Exception):
    """Raised when nobody waits for an answer any more."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form, in their order."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    def one(self, name: str) -> str | None:
        """Give a field that is there once, or says the same each time."""
        values = {*self.all(name)}
        if len(values) > 1:
            raise UnreadableError
        return values.pop() if values else None

    def without(self, *names: str) -> Iterator[tuple[str, str]]:
        return ((name, value) for name, value in self.pairs if name not in names)


async def posted(scope: Scope, receive: Receive) -> Posted:
    """Read a form; raises `UnreadableError`, and `GoneError` where a client left."""
    fields = headers.listed(scope.get("headers"))
    kind = headers.joined(fields, b"content-type") or b""
    is_coded = headers.joined(fields, b"content-encoding") not in (None, b"identity")
    if kind.partition(b";")[0].strip().lower() != KIND or is_coded:
        raise UnreadableError(OTHER_KIND)
    length = headers.first(fields, b"content-length") or b"0"
    if not length.isdigit() or len(length) > len(str(LARGEST)) or int(length) > LARGEST:
        raise UnreadableError(TOO_LARGE if length.isdigit() else UNREADABLE)
    return parsed(await body(receive))


async def body(receive: Receive) -> bytes:
    """Read a body, as much as is allowed of it."""
    found, is_more = b"", True
    while is_more:
        message = await receive()
        if message["type"] != "http.request":
            raise GoneError
        found += bytes(message.get("body", b""))
        is_more = bool(message.get("more_body", False))
        if len(found) > LARGEST:
            raise UnreadableError(TOO_LARGE)
    return found


def parsed(text: bytes) -> Posted:
    """Read the fields; what is no text is no form."""
    try:
        pairs = parse_qsl(
            text.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MANY,
        )
    except ValueError:
        raise UnreadableError from None
    if not all(is_text(part) for pair in pairs for part in pair):
        raise UnreadableError
    return Posted(tuple(pairs))


def is_text(value: str) -> bool:
    """Whether it holds no control characters but those that part lines."""
    return not any(
        (character < " " and character not in WHITE) or character == "\x7f"
        for character in value
    )
