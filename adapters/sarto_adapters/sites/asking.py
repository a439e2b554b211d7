"""The bytes of a request, as the upstream reads them: one request, never two.

In: a method, a target and fields from whoever asks. Out: a head of HTTP/1.1 whose
framing is ours alone. Never: a line more than there are fields, a second length.
"""

import re
import string
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from sarto.asgi import Scope
from sarto.headers import Headers

TOKEN: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
DIGITS: Final = re.compile(rb"[0-9]{1,18}")
PLAIN: Final = re.compile(rb"[\x21-\x7e]*")
CONTROLS: Final = bytes([*range(9), *range(10, 32), 127])
BODYLESS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "DELETE"})
FRAMING: Final = frozenset({b"content-length", b"transfer-encoding"})


class MalformedError(ValueError):
    """Raised for a request that no upstream is to see."""


def head(scope: Scope, host: bytes, fields: Headers, framing: bytes) -> bytes:
    """Write a head; raise `MalformedError` for what could be read as more than one."""
    method = scope["method"].encode()
    if not is_token(method):
        raise MalformedError("a method")
    lines = [b"%b %b HTTP/1.1\r\nHost: %b" % (method, target(scope), host)]
    lines += [b"%b: %b" % pair for pair in checked(fields)]
    return b"\r\n".join(lines) + framing + b"\r\n\r\n"


def checked(fields: Headers) -> Headers:
    """Let fields pass that are one line each, and whose names are names."""
    values = b"".join([value for _, value in fields])
    if len(values.translate(None, CONTROLS)) != len(values):
        raise MalformedError("a control character")
    for name, _ in fields:
        if not is_token(name):
            raise MalformedError("a name of a field")
    return fields


def target(scope: Scope) -> bytes:
    """Take path and query as they were sent; a space would end the request line.

    Raises `MalformedError` for what is no path: another site's URL, asked of a proxy.
    """
    path, query = path_of(scope), scope.get("query_string", b"")
    if not path.startswith(b"/"):
        raise MalformedError("this is no open proxy")
    whole = path + b"?" + query if query else path
    if PLAIN.fullmatch(whole):
        return whole
    return quote(whole, safe=string.punctuation).encode()


def path_of(scope: Scope) -> bytes:
    """Take the path as it was sent, or as the decoded one spells it."""
    return scope.get("raw_path") or quote(scope["path"]).encode()


def length_of(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    """Read how long the body is to be; `None`: in chunks, or not said."""
    said = [(name.lower(), value) for name, value in headers]
    if any(name == b"transfer-encoding" for name, _ in said):
        return None  # it counts for more than a length (RFC 9112 §6.3)
    lengths = {value.strip() for name, value in said if name == b"content-length"}
    if not lengths:
        return None
    if len(lengths) > 1 or not DIGITS.fullmatch(one := lengths.pop()):
        raise MalformedError("a length")
    return int(one)


def framing(method: str, length: int | None, *, is_empty: bool) -> bytes:
    """Say how the body ends."""
    if length is not None:
        return b"\r\ncontent-length: %d" % length
    if is_empty:
        return b"" if method in BODYLESS else b"\r\ncontent-length: 0"
    return b"\r\ntransfer-encoding: chunked"


@lru_cache(1024)
def is_token(name: bytes) -> bool:
    return TOKEN.fullmatch(name) is not None
