"""What a reverse proxy changes in header fields.

In: an ASGI scope, an upstream's header pairs. Out: new pairs, names in lower case,
order and repeats kept. Never: a field meant for one connection, a word about the
visitor from a peer nobody trusts, the visitor's own Host.
"""

from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from sarto.asgi import Scope
from sarto.headers import Headers
from sarto_adapters.sites.rehosting import REHOSTED, rehosted_field
from sarto_adapters.sites.visitors import Visitor, leftmost

ONE_HOP: Final = frozenset(  # RFC 9110 §7.6.1, and the two between client and proxy
    b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection "
    b"te trailer transfer-encoding upgrade http2-settings".split()
)
USUAL: Final = frozenset({b"keep-alive", b"close", b"upgrade", b""})
# Written anew: Host, framing, Cookie, who asks. Expect is already met: our server
# answers 100 when the body is read. A websocket's handshake is each hop's own.
REPLACED: Final = frozenset(
    b"host content-length cookie expect via forwarded x-forwarded-for "
    b"x-forwarded-proto x-forwarded-host origin referer".split()
)
DATED: Final = frozenset({b"date"})
LENGTHLESS: Final = DATED | {b"content-length"}
BODYLESS: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
CLAIMS: Final = (b"x-forwarded-", b"forwarded", b"x-real-ip")
PASSES, CLAIM, ANEW = range(3)
US: Final = b"1.1 sarto"
MOST_TURNS: Final = 8  # one before another is no mistake


class LoopError(Exception):
    """Raised when the upstream's answers are asked of us (RFC 9110 §7.6.3)."""


def request_headers(scope: Scope, visitor: Visitor, upstream: bytes) -> Headers:
    """Make the upstream's request fields; Host and framing are the connection's."""
    kept = end_to_end(scope.get("headers") or ())
    passed: Headers = []
    told: dict[bytes, bytes] = {}
    for pair in kept:
        kind = kind_of(pair[0])
        if kind == PASSES or (kind == CLAIM and visitor.is_vouched_for):
            passed.append(pair)
        elif kind == ANEW:
            name, value = pair
            joint = b"; " if name == b"cookie" else b", "  # RFC 9113 §8.2.3
            told[name] = told[name] + joint + value if name in told else value
    for name in (b"origin", b"referer"):
        if name in told:
            passed.append((name, at_home(told[name], visitor, upstream)))
    if b"cookie" in told:
        passed.append((b"cookie", told[b"cookie"]))
    passed.append((b"via", here(told.get(b"via", b""))))
    return passed + [pair for pair in ours(visitor) if pair[1]]


def here(via: bytes) -> bytes:
    """Add us to those who passed it on; raise `LoopError` when we are the most."""
    if via.count(US) >= MOST_TURNS:
        raise LoopError("it is asked of us again and again: a loop")
    return via + b", " + US if via else US


def ours(visitor: Visitor) -> Iterable[tuple[bytes, bytes]]:
    return (
        (b"x-forwarded-for", visitor.addresses),
        (b"x-forwarded-proto", visitor.scheme),
        (b"x-forwarded-host", visitor.host),
        (b"forwarded", visitor.forwarded),
    )


def at_home(said: bytes, visitor: Visitor, upstream: bytes) -> bytes:
    """Turn the visitor's own origin into the upstream's, whose Host it is asked by.

    Else a form posted from the site's own page would come from a stranger.
    """
    own = visitor.origin
    is_own = said.startswith(own) and said[len(own) : len(own) + 1] in b"/?#"
    return upstream + said[len(own) :] if leftmost(visitor.host) and is_own else said


def response_headers(
    raw: Iterable[tuple[bytes, bytes]],
    *,
    status: int,
    upstream: bytes,
    visitor: Visitor,
) -> Headers:
    """Make the visitor's response fields; `upstream` is an origin, `http://host`."""
    # A 204 has no length to tell (RFC 9110 §8.6), and that of a 304 is waited for by
    # uvicorn with httptools; our server dates what it sends.
    dropped = LENGTHLESS if status in BODYLESS else DATED
    return [
        (pair[0], rehosted_field(*pair, upstream, visitor))
        if pair[0] in REHOSTED
        else pair
        for pair in end_to_end(raw)
        if pair[0] not in dropped
    ]


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Leave out what is meant for one hop, and what Connection names as such."""
    pairs = [(name.lower(), value) for name, value in headers]
    dropped = ONE_HOP
    for name, value in pairs:
        if name == b"connection":
            listed = {member.strip() for member in value.lower().split(b",")}
            dropped = dropped | listed if listed - USUAL else dropped
    return [pair for pair in pairs if pair[0] not in dropped]


@lru_cache(1024)
def kind_of(name: bytes) -> int:
    if name in REPLACED:
        return ANEW
    plain = name.replace(b"_", b"-")  # CGI and WSGI read both as one name
    if plain.startswith(CLAIMS):
        return CLAIM
    return ANEW if plain in REPLACED or plain in ONE_HOP else PASSES
