"""How the headers of a page that can change are dressed; a pure function of headers."""

from typing import TypeAlias

from sarto.cache.policy import UNTRUE, forbids_transforming, kept_private
from sarto.cache.vary import varied
from sarto.headers import Headers, first, joined, without
from sarto.vocabulary.facts import Tier

Steady: TypeAlias = tuple[tuple[bytes, bytes], ...]

HTML = b"text/html"
LENGTH = b"content-length"
PASSING = frozenset({b"set-cookie", b"etag", b"last-modified", b"location"})


def steady_part(headers: Headers) -> Steady | None:
    """Give the headers that answers share; `None` where some belong to one alone."""
    steady = [pair for pair in headers if pair[0] != LENGTH]
    return tuple(steady) if PASSING.isdisjoint(dict(steady)) else None


def dressed(headers: Headers, tier: Tier, vary: tuple[str, ...]) -> Headers | None:
    """Say what is now true of a page; `None`: it is none, or may not be changed."""
    if not is_page(headers) or forbids_transforming(headers):
        return None
    kept = without(headers, LENGTH, *UNTRUE)
    return varied(kept_private(kept, tier), vary)


def is_html(headers: Headers) -> bool:
    """Whether it says that it is HTML."""
    kind = (first(headers, b"content-type") or b"").lower()
    return kind.startswith(HTML) and kind.partition(b";")[0].rstrip() == HTML


def is_page(headers: Headers) -> bool:
    """Whether it is an HTML page, in plain bytes, to be looked at and not kept."""
    sent_as = (first(headers, b"content-disposition") or b"").strip().lower()
    is_kept = sent_as.startswith(b"attachment")
    return is_html(headers) and not is_kept and not coding(headers)


def coding(headers: Headers) -> str:
    """Name the coding of the body; nothing for plain bytes."""
    name = (joined(headers, b"content-encoding") or b"").strip().lower()
    return "" if name == b"identity" else name.decode("latin-1")
