"""Whether a form was sent from this very site; nobody else may choose for a visitor.

Browsers say where a request comes from: `Sec-Fetch-Site`, and older ones at least
`Origin`. Who says neither, or says it twice, is not believed (Fetch §3.2, RFC 6454 §7).
"""

from collections.abc import Iterable, Sequence
from typing import Final

from sarto import headers
from sarto.asgi import Scope

SITE: Final = b"sec-fetch-site"
ORIGIN: Final = b"origin"
SAME: Final = b"same-origin"
PORTS: Final = {"http": ":80", "https": ":443"}  # never written in an origin


def is_own(scope: Scope, origins: Sequence[str], *, is_secure: bool) -> bool:
    """Whether the browser says so; `origins`: the site's, if not just this one."""
    fields = headers.listed(scope.get("headers"))
    sites = lines(fields, SITE)
    if sites:
        return sites == [SAME]
    said = lines(fields, ORIGIN)
    allowed = {folded(each) for each in origins} or {
        origin(host, is_secure=is_secure) for host in lines(fields, b"host")
    }
    return len(said) == 1 and len(allowed) > 0 and said[0] in allowed


def lines(fields: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    return [value for key, value in fields if key == name]


def origin(host: bytes, *, is_secure: bool) -> bytes:
    """Write the origin of a request as its browser would."""
    scheme = "https" if is_secure else "http"
    name = host.decode("latin-1").lower().removesuffix(PORTS[scheme])
    return f"{scheme}://{name}".encode("latin-1")


def folded(origin: str) -> bytes:
    return origin.lower().rstrip("/").encode("latin-1", "replace")
