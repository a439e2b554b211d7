"""Parts of a shared page that the edge fills in for each visitor.

In the place of such a slot stands what the edge reads as an order: ask the site for
this address, as the visitor asked for the page. Nobody else's address is an order: a
page that has such words of its own is not shared at all.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from sarto.asgi import Scope
from sarto.cache.proof import Proof
from sarto.compose.fragments import Fragments
from sarto.decide.places import asked_of, counts
from sarto.decide.rules import Place
from sarto.headers import Headers, first

KINDS: Final[Mapping[str, str]] = {"varnish": "esi", "fastly": "esi", "nginx": "ssi"}
ORDERS: Final[
    Mapping[str, tuple[str, str, bytes]]
] = {  # and what such words begin with
    "esi": ('<esi:include src="', '"/>', rb"<!--esi|</?esi:"),
    "ssi": ('<!--# include virtual="', '" -->', rb"<!--#"),
}
BY_SITE: Final = ("signed_in", "traits.")  # facts of who is signed in
UTF_8: Final = re.compile(rb";\s*charset\s*=\s*\"?utf-8\"?\s*(?:;|$)", re.IGNORECASE)


def may_be_filled(place: Place, fragments: Fragments) -> bool:
    """Whether a slot can be filled in: it never shows what is the page's own.

    Nor does it say anything on its element, which is in the page and shared. What it
    shows is noted of nobody: it may not be counted, nor stay the same for a while.
    """
    shown = [rule.shows for rule in place.rules]
    if not any(rule.is_for_all for rule in place.rules):
        shown.append(place.default)
    has_attributes = any(rule.attrs for rule in place.rules)
    is_apart = all(name and fragments.stands_alone(name) for name in shown)
    is_plain = place.kind == "slots" and not (has_attributes or counts(place))
    return is_plain and is_apart


def target_of(scope: Scope) -> str:
    """Write the address of a page, as it is asked for inside the site."""
    query = bytes(scope.get("query_string") or b"").decode("latin-1")
    path = quote(str(scope["path"]))
    return f"{path}?{query}" if query else path


def order(kind: str, address: str) -> str:
    """Write what the edge reads as an order."""
    begin, end, _ = ORDERS[kind]
    return f"{begin}{address}{end}"


def address(proof: Proof, prefix: str, slot: str, target: str, root: str) -> str:
    """Write the signed address of a slot on a page."""
    sign = proof.signed("fragment", slot, target)
    path = quote(f"{root}{prefix}/fragment/{slot}")
    return f"{path}?p={quote(target, safe='')}&s={sign}"


def is_fit(kind: str, orders: Iterable[str], body: bytes) -> bool:
    """Whether no words in a page but ours are orders, and the edge will read them."""
    words = re.compile(ORDERS[kind][2], re.IGNORECASE)
    ours = (each.encode() for each in frozenset(orders))
    count = sum(body.count(each) * len(words.findall(each)) for each in ours)
    is_read = body[:1] == b"<" or kind == "ssi"
    return is_read and len(words.findall(body)) == count


def is_utf_8(headers: Headers) -> bool:
    """Whether a page says that it is written as its parts will be."""
    return UTF_8.search(first(headers, b"content-type") or b"") is not None


def is_by_site(place: Place) -> bool:
    """Whether a slot stands on who is signed in."""
    return any(fact.startswith(BY_SITE) for fact in asked_of(place))
