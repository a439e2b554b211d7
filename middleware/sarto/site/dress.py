"""How the headers of a page that can change are dressed; a pure function of headers."""

from functools import lru_cache
from typing import TypeAlias

from sarto.cache.policy import UNTRUE, forbids_transforming, kept_private
from sarto.cache.vary import varied
from sarto.headers import Headers, first, joined, without
from sarto.vocabulary.facts import Tier

Steady: TypeAlias = tuple[tuple[bytes, bytes], ...]

TYPE = b"content-type"
LENGTH = b"content-length"
PASSING = frozenset({b"set-cookie", b"etag", b"last-modified", b"location"})


def steady_part(headers: Headers) -> Steady | None:
    """Give the headers that pages share; `None` where it is no HTML.

    Nothing is shared where some of them belong to one answer or one visitor.
    """
    is_page, is_shared = False, True
    steady: list[tuple[bytes, bytes]] = []
    for pair in headers:
        if pair[0] == TYPE:
            is_page = is_html(pair[1])
        elif pair[0] in PASSING:
            is_shared = False
        if pair[0] != LENGTH:
            steady.append(pair)
    if not is_page:
        return None
    return tuple(steady) if is_shared else ()


def dressed(headers: Headers, tier: Tier, vary: tuple[str, ...]) -> Headers | None:
    """Say what is now true of a page; `None`: it is none, or may not be changed."""
    if not is_page(headers) or forbids_transforming(headers):
        return None
    kept = without(headers, LENGTH, *UNTRUE)
    return varied(kept_private(kept, tier), vary)


@lru_cache(maxsize=256)
def is_html(content_type: bytes) -> bool:
    """Whether a Content-Type says that it is HTML."""
    return content_type.partition(b";")[0].strip().lower() == b"text/html"


def is_page(headers: Headers) -> bool:
    """Whether it is an HTML page, in plain bytes, to be looked at and not kept."""
    sent_as = (first(headers, b"content-disposition") or b"").strip().lower()
    is_kept = sent_as.startswith(b"attachment")
    return is_html(first(headers, TYPE) or b"") and not is_kept and not coding(headers)


def coding(headers: Headers) -> str:
    """Name the coding of the body; nothing for plain bytes."""
    name = (joined(headers, b"content-encoding") or b"").strip().lower()
    return "" if name == b"identity" else name.decode("latin-1")
