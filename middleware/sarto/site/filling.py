"""Parts of a shared page that the edge fills in for each visitor.

In the place of such a slot stands what the edge reads as an order: ask the site for
this address, as the visitor asked for the page. Nobody else's address is an order: a
page that has such words of its own is not shared at all.

The address says of which version the page is, and what that one shows to a stranger:
a machine that has another version answers so, and no page is of two.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, quote
from zlib import compress, decompress

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
LONGEST: Final = 12_288  # characters of an order: servers read twice as many, or more
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A slot of a page, as its address tells it."""

    slot: str
    target: str  # the page
    version: str  # of the site that made the page
    packed: str  # what a stranger sees there

    @property
    def instead(self) -> str:
        """Read what a stranger sees; only of a part that we signed."""
        data = self.packed.encode("ascii") + b"=" * (-len(self.packed) % 4)
        return decompress(urlsafe_b64decode(data)).decode("utf-8") if data else ""

    def sign(self, proof: Proof) -> str:
        return proof.signed(*self._told)

    def is_signed(self, signature: str, proof: Proof) -> bool:
        """Whether we wrote that address."""
        return proof.is_signed(signature, *self._told)

    @property
    def _told(self) -> tuple[str, ...]:
        return "fragment", self.slot, self.target, self.version, self.packed


def packed(text: str) -> str:
    """Write a text for an address."""
    data = compress(text.encode("utf-8", "xmlcharrefreplace"), 9)
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii") if text else ""


def address(proof: Proof, prefix: str, part: Part, root: str) -> str:
    """Write the signed address of a part."""
    path = quote(f"{root}{prefix}/fragment/{part.slot}")
    said = {"p": part.target, "v": part.version, "d": part.packed}
    query = "&".join(f"{name}={quote(text, safe='')}" for name, text in said.items())
    return f"{path}?{query}&s={part.sign(proof)}"


def asked(slot: str, query: str) -> tuple[Part, str] | None:
    """Read which part an address tells, and its signature; each thing once."""
    found = parse_qs(query, keep_blank_values=True)
    if any(len(found.get(name, ())) != 1 for name in "pvds"):
        return None
    target, version, text, signature = (found[name][0] for name in "pvds")
    part = Part(slot=slot, target=target, version=version, packed=text)
    return part, signature


def is_fit(kind: str, orders: Iterable[str], body: bytes) -> bool:
    """Whether no words in a page but ours are orders, and the edge will read them."""
    orders = tuple(orders)
    if any(len(each) > LONGEST for each in orders):
        return False
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
