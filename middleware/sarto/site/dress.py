"""How the headers of a page that can change are dressed; a pure function of headers."""

from functools import lru_cache
from typing import TypeAlias

from sarto.cache.policy import UNTRUE, forbids_transforming, kept_private
from sarto.cache.vary import varied
from sarto.headers import Headers, first, joined, without
from sarto.vocabulary.facts import Tier

Steady: TypeAlias = tuple[tuple[bytes, bytes], ...]

LENGTH = b"content-length"
PASSING = frozenset({b"set-cookie", b"etag", b"last-modified", b"location"})


def dressed(headers: Headers, tier: Tier, vary: tuple[str, ...]) -> Headers | None:
    """Say what is now true of a page; `None`: it is none, or may not be changed.

    Most answers of a site have the same few headers, so what was made of them is
    remembered, unless some of them belong to one answer or one visitor.
    """
    steady = tuple([pair for pair in headers if pair[0] != LENGTH])
    is_passing = not PASSING.isdisjoint([name for name, _ in steady])
    made = (made_anew if is_passing else recalled)(steady, tier, vary)
    return None if made is None else list(made)


def made_anew(headers: Steady, tier: Tier, vary: tuple[str, ...]) -> Steady | None:
    fields = list(headers)
    if not is_page(fields) or forbids_transforming(fields):
        return None
    return tuple(varied(kept_private(without(fields, *UNTRUE), tier), vary))


recalled = lru_cache(maxsize=512)(made_anew)


def is_page(headers: Headers) -> bool:
    """Whether it is an HTML page, in plain bytes, to be looked at and not kept."""
    kind = (first(headers, b"content-type") or b"").partition(b";")[0]
    sent_as = (first(headers, b"content-disposition") or b"").strip().lower()
    is_html = kind.strip().lower() == b"text/html"
    return is_html and not sent_as.startswith(b"attachment") and not coding(headers)


def coding(headers: Headers) -> str:
    """Name the coding of the body; nothing for plain bytes."""
    name = (joined(headers, b"content-encoding") or b"").strip().lower()
    return "" if name == b"identity" else name.decode("latin-1")
