"""How the headers of a page that can change are dressed; a pure function of headers."""

import re
from dataclasses import dataclass

from sarto.cache.etag import WEAK
from sarto.cache.policy import UNTRUE, forbids_transforming, kept_private
from sarto.cache.vary import varied
from sarto.compose.codings import known
from sarto.headers import Headers, first, joined, members, without
from sarto.vocabulary.facts import Tier

TYPE = b"content-type"
LENGTH = b"content-length"
SHORTEST = 500  # bytes of a body that is worth a coding; applications say the same
TEXTS = re.compile(
    rb"text/(?!event-stream)|application/(?:json|javascript|xml)|[^;]+\+(?:json|xml)"
)
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


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What kind of answer some headers belong to."""

    is_page: bool
    is_shared: bool = False  # others have these very headers, too
    may_change: bool = False  # a page whose bytes, too, are ours to change
    has_form: bool = False  # no page, but it has a tag, or would have been encoded


OTHER = Kind(is_page=False)
FORMED = Kind(is_page=False, has_form=True)


def kind_of(headers: Headers) -> Kind:
    """Tell the kind of an answer by its headers."""
    if not is_html(first(headers, TYPE) or b""):
        has_form = first(headers, b"etag") is not None or would_be_encoded(headers)
        return FORMED if has_form else OTHER
    is_shared = PASSING.isdisjoint(dict(headers))
    return Kind(is_page=True, is_shared=is_shared, may_change=may_change(headers))


def dressed(headers: Headers, tier: Tier, vary: tuple[str, ...]) -> Headers | None:
    """Say what is now true of a page; `None`: it is none, or may not be changed."""
    return secluded(headers, tier, vary) if may_change(headers) else None


def may_change(headers: Headers) -> bool:
    """Whether it is a page that the site lets us change."""
    return is_page(headers) and not forbids_transforming(headers)


def secluded(headers: Headers, tier: Tier, vary: tuple[str, ...]) -> Headers:
    """Say that an answer is this visitor's; its length is for others to say."""
    kept = without(headers, LENGTH, *UNTRUE)
    if b"*" in members(joined(headers, b"vary")):  # it stands on what nobody names
        tier = Tier.PERSONAL
    return varied(kept_private(kept, tier), vary)


def is_html(content_type: bytes) -> bool:
    """Whether a Content-Type says that it is HTML."""
    return content_type.partition(b";")[0].strip().lower() == b"text/html"


def is_page(headers: Headers) -> bool:
    """Whether it is an HTML page, in bytes we can read, to be looked at, not kept."""
    sent_as = (first(headers, b"content-disposition") or b"").strip().lower()
    if sent_as.startswith(b"attachment") or not is_html(first(headers, TYPE) or b""):
        return False
    name = coding(headers)
    return not name or bool(known(name))


def coding(headers: Headers) -> str:
    """Name the coding of the body; nothing for plain bytes."""
    name = (joined(headers, b"content-encoding") or b"").strip().lower()
    return "" if name == b"identity" else name.decode("latin-1")


def would_be_encoded(headers: Headers) -> bool:
    """Whether the application would have used a coding, had it been asked for one.

    That is what `Vary: Accept-Encoding` says on an answer in plain bytes: Starlette's
    and Django's GZipMiddleware, nginx and Apache all send it with them.
    """
    said = {name.lower() for name in members(joined(headers, b"vary"))}
    if b"accept-encoding" not in said or coding(headers):
        return False
    is_text = TEXTS.match((first(headers, TYPE) or b"").strip().lower())
    return is_text is not None and not forbids_transforming(headers)


def is_short(headers: Headers) -> bool:
    """Whether the body is announced as too short for a coding to pay."""
    length = first(headers, LENGTH) or b""
    return length.isdigit() and len(length) <= len(b"500") and int(length) < SHORTEST


def encoded(headers: Headers, name: str) -> Headers:
    """Say that the body goes out in a coding; a strong tag was of other bytes.

    A weak tag may stay: whoever has the page in any coding has the page.
    """
    gone = (*UNTRUE, LENGTH, b"content-encoding")
    changed = [*without(headers, *gone), (b"content-encoding", name.encode())]
    if (tag := first(headers, b"etag")) is not None:
        changed.append((b"etag", tag if tag.startswith(WEAK) else WEAK + tag))
    return changed
