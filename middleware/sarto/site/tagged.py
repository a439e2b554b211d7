"""What a tag of a template puts in place of its own content: what the scanner would.

In comes the name of a slot; out comes its fragment, or what an edge reads as an order
to fill it in; `None`: the tag's own content stands. Never: an exception, a fragment on
an answer whose headers do not say that it is this visitor's.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sarto.compose.inserted import Text
from sarto.compose.splice import LARGEST
from sarto.compose.swap import Html, Swap
from sarto.site.answer import Answer
from sarto.site.filling import order
from sarto.site.lending import Lending
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from sarto.vocabulary.reading import nearest

MARKS: Final = re.compile(r"-(?:[sS][aA][rR][tT][oO]|-#)")  # of an attribute, a comment
TAGS: Final = re.compile(r"<[a-zA-Z]")
BARE: Final = (
    "A tag of a template shows a rule that sets attributes: a tag has no element to "
    "set them on, and shows what else the rule says"
)
STRANGE: Final = "A tag of a template names a slot that sarto.toml does not have"


@dataclass(frozen=True, slots=True)
class Put:
    """What stands in place of a tag's own content, or around it."""

    parts: Html
    is_marked: bool  # a scan would find something in it

    @property
    def is_around(self) -> bool:
        """Whether the tag's own content is part of it."""
        return len(self.parts) > 1

    def write(self, visitor: Visitor, own: str = "") -> str:
        """Write it; `own` is the tag's own content, where that is asked for."""
        parts = self.parts
        if len(parts) > 1 and sum(map(len, parts)) + len(own) * len(parts) > LARGEST:
            return own
        if self.is_marked:
            visitor.tagging.inserted[Text(parts, own)] = None
        return own.join(parts)


def put(site: Site, visitor: Visitor, slot: str) -> Put | None:
    """Tell what stands in a slot of a template; `None`: its own content."""
    try:
        return shown(site, visitor, slot)
    except Exception as error:  # noqa: BLE001 - the law
        site.failures.note("tag", error)
        return None


def shown(site: Site, visitor: Visitor, slot: str) -> Put | None:
    """Render what is decided for a slot, as its page would show it."""
    if slot not in site.config.toml.slots:
        site.failures.tell("tag", strange(site, slot))
        return None
    if not visitor.may_place:
        return None
    shared = visitor.sent.shared
    if shared is not None and slot in shared.fills:
        lending = Lending(Answer(site, visitor, visitor.scope), shared)
        return Put((order(shared.kind, lending.address(slot)),), is_marked=False)
    tagging = visitor.tagging
    if slot not in tagging.swapped:
        tagging.swapped[slot] = swapped(site, visitor, slot)
    swap = tagging.swapped[slot]
    tagging.placed.add(slot)  # be it changed or not: what is counted goes by arms
    if swap is None:
        return None
    if swap.attrs:
        site.failures.tell("attributes", BARE)
    parts = swap.render() if swap.render else None
    if parts is None:
        return None
    is_sought = visitor.plan.wanted.is_more
    make = kept if swap.is_constant else made  # nothing of a visitor's is kept
    return make(parts, is_sought=is_sought)


def swapped(site: Site, visitor: Visitor, slot: str) -> Swap | None:
    """Tell what becomes of a slot: as decided lately for the same facts, or now."""
    tagging = visitor.tagging
    if not tagging.has_looked:
        answer = Answer(site, visitor, visitor.scope)
        cache, tagging.has_looked = answer.cache, True
        if cache is not None:
            tagging.known = cache.get(answer.key(cache), visitor.arrived)
    if tagging.known is None or visitor.is_told:
        return Answer(site, visitor, visitor.scope).swap(slot)
    return tagging.known.swaps.get(slot)


def strange(site: Site, slot: object) -> str:
    """Say that there is no such slot, in no word that a visitor may have written."""
    close = nearest(str(slot), tuple(site.config.toml.slots))
    return f"{STRANGE}: did you mean {close!r}?" if close else STRANGE


def made(parts: Html, *, is_sought: bool) -> Put:
    """Look a fragment over; `is_sought`: any element may be a slot on its page."""
    found = (MARKS, TAGS) if is_sought else (MARKS,)
    return Put(parts, any(each.search(part) for part in parts for each in found))


kept = lru_cache(maxsize=512)(made)
