"""How the headers of a page that can change are dressed; a pure function of headers."""

from enum import Enum

from sarto.cache.policy import UNTRUE, forbids_transforming, kept_private
from sarto.cache.vary import varied
from sarto.headers import Headers, first, joined, without
from sarto.vocabulary.facts import Tier

TYPE = b"content-type"
LENGTH = b"content-length"
LENGTHS = frozenset({LENGTH, b"Content-Length"})
PASSING = frozenset(  # they belong to one answer, or to one visitor
    {
        b"content-security-policy",
        b"etag",
        b"last-modified",
        b"location",
        b"set-cookie",
        b"x-request-id",
    }
)


class Kind(Enum):
    """What kind of answer some headers belong to."""

    OTHER = "not HTML: it passes"
    OWN = "a page, with headers of one answer or one visitor"
    SHARED = "a page whose headers others have too"


def kind_of(headers: Headers) -> Kind:
    """Tell the kind of an answer by its headers."""
    if not is_html(first(headers, TYPE) or b""):
        return Kind.OTHER
    return Kind.SHARED if PASSING.isdisjoint(dict(headers)) else Kind.OWN


def dressed(headers: Headers, tier: Tier, vary: tuple[str, ...]) -> Headers | None:
    """Say what is now true of a page; `None`: it is none, or may not be changed."""
    if not is_page(headers) or forbids_transforming(headers):
        return None
    return secluded(headers, tier, vary)


def secluded(headers: Headers, tier: Tier, vary: tuple[str, ...]) -> Headers:
    """Say that an answer is this visitor's; its length is for others to say."""
    kept = without(headers, LENGTH, *UNTRUE)
    return varied(kept_private(kept, tier), vary)


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
