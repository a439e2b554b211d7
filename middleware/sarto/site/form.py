"""In which form an answer goes out: in a coding or plain, or not at all, being known.

The application was asked for plain bytes; this gives the client what it asked for.
"""

from dataclasses import replace

from sarto.asgi import Scope
from sarto.cache.etag import is_known
from sarto.compose.codings import ANY, Coding, chosen, known
from sarto.compose.edit import Edit
from sarto.errors import Failures
from sarto.headers import Headers, first, joined, listed, without
from sarto.site.asking import is_file
from sarto.site.dress import LENGTH, coding, encoded, is_short, would_be_encoded

SUCCESS = 200
ELSEWHERE = 300  # from there on an answer sends its visitor away, or is an error
BODILESS = frozenset({204, 205, 206, 304})


def has_page(status: int) -> bool:
    """Whether an answer of that status can hold a whole page."""
    return status >= SUCCESS and status not in BODILESS


def coding_of(
    scope: Scope, status: int, headers: Headers, *, is_read: bool = True
) -> Coding | None:
    """Tell the coding that an answer comes in and is read in, or would have come in."""
    if name := coding(headers):
        is_head = scope["method"] == "HEAD"
        undone = Coding(known(name), is_undone=True, is_silent=is_head)
        return undone if is_read else None
    may_be = has_page(status) and not is_file(scope["path"])
    return ANY if may_be and would_be_encoded(headers) else None


def in_form(edit: Edit, scope: Scope, headers: Headers, failures: Failures) -> Edit:
    """Put an answer into the coding that the client would have got."""
    if edit.coding is None:
        return edit
    if edit.coding.is_undone:
        text = "A page came encoded though plain bytes were asked for: it is unpacked"
        remedy = "let the application heed Accept-Encoding, which saves the work"
        failures.tell("encoding", f"{text} and packed again; {remedy}")
        return edit
    accepted = joined(listed(scope.get("headers")), b"accept-encoding")
    name = chosen(accepted)
    if not name or edit.is_known or is_short(headers):
        return replace(edit, coding=None)
    found = Coding(name, is_silent=scope["method"] == "HEAD")
    return replace(edit, headers=encoded(edit.headers, name), coding=found)


def other(
    scope: Scope, status: int, headers: Headers, failures: Failures
) -> Edit | None:
    """Give what is no page its form; `None`: it passes as it came."""
    if is_file(scope["path"]) or coding(headers):
        return None
    plain = Edit(
        headers=without(headers, LENGTH),
        is_known=has(scope, status, first(headers, b"etag")),
        coding=coding_of(scope, status, headers),
    )
    edit = in_form(plain, scope, headers, failures)
    return edit if edit.is_known or edit.coding else None


def has(scope: Scope, status: int, tag: bytes | None) -> bool:
    """Whether the client says it has the very answer of that tag already."""
    if tag is None or status != SUCCESS or scope["method"] not in ("GET", "HEAD"):
        return False
    return is_known(joined(listed(scope.get("headers")), b"if-none-match"), tag)
