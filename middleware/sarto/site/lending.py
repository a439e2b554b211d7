"""One answer to an edge: kept for all visitors of these classes, or asked for again.

Whatever is not certain is asked for again, with all that the visitor sent: then it is
decided as if no edge stood in front.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING

from sarto.asgi import Send
from sarto.cache.freshness import NONE, Freshness, freshness
from sarto.cache.shared import faced, is_order, shareable, stands_on_more
from sarto.compose.edit import Edit
from sarto.compose.swap import Swap
from sarto.context.visit import inside
from sarto.decide.until import SECOND
from sarto.headers import Headers, without
from sarto.memory.noticed import WRONG
from sarto.site import form
from sarto.site.anybody import html_for_anybody
from sarto.site.decided import Decided
from sarto.site.dress import LENGTH, Kind
from sarto.site.filling import Part, address, is_fit, is_utf_8, order, packed, target_of
from sarto.site.shared import Shared
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from sarto.vocabulary.once import once

if TYPE_CHECKING:
    from sarto.site.answer import Answer

PLAIN = re.compile(r"[A-Za-z0-9_.:~-]{1,64}")
MARGIN = 1  # seconds that an answer may take to the edge
ROUNDED = {"nginx": 1}  # seconds by which a cache rounds up what it is told


@dataclass(frozen=True)
class Lending:
    """What becomes of one answer that an edge asked for by keys."""

    answer: "Answer"
    shared: Shared  # how the page is

    @property
    def site(self) -> Site:
        return self.answer.site

    @property
    def visitor(self) -> Visitor:
        return self.answer.visitor

    def edit(self, kind: Kind, status: int, came: Headers) -> Edit:
        """Say how the answer is changed: for everybody of these classes alike."""
        answer, decided, edit = self.answer, self.decided, None
        if kind.is_page or answer.is_asked:
            edit = answer.edit(decided, status, came)
        edit = edit or answer.other(kind, status, came) or bare(came)
        edit = form.in_form(edit, answer.scope, came, self.site.failures)
        if not all(swap.render is None or swap.render() for swap in decided.all):
            return replace(edit, headers=self.refusal(came).headers)
        fresh = self.leave(status, came)
        return replace(
            edit,
            headers=self.headers(fresh, edit.headers),
            is_known=edit.is_known and fresh.seconds > 0,  # 304 takes no leave back
            failing=self.shared.refused(came),
            is_fit=self.is_fit if self.orders else None,
        )

    def headers(self, fresh: Freshness, changed: Headers) -> Headers:
        """Give the answer, as it is now, the headers it goes to the edge with."""
        shared = self.shared
        if not fresh.seconds:
            return shared.refused(changed)
        fill = shared.kind if shared.fills else None
        found = shareable(changed, shared.vendor, fresh, self.tags(), fill)
        found.append((b"x-sarto-version", self.site.version.encode()))
        return faced(found, shared.headers, shared.plan.vary)

    @property
    def is_vain(self) -> bool:
        """Whether nginx, which remembers no refusal, asks in vain what it asked lately.

        It is sent to the raw request at once; other caches remember by themselves.
        """
        path = self.answer.scope["path"]
        is_nginx = self.shared.vendor == "nginx"
        return is_nginx and self.site.alone.has(path, monotonic())

    async def refuse(self, send: Send) -> None:
        """Answer without the application."""
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": self.shared.refused([(LENGTH, b"0")])})
        await send({"type": "http.response.body", "body": b""})

    def refusal(self, came: Headers) -> Edit:
        """Ask the edge to ask again, whatever the answer is."""
        return Edit(headers=without(self.shared.refused(came), LENGTH))

    def leave(self, status: int, came: Headers) -> Freshness:
        """Tell for how long the answer may be kept; for none, where it is uncertain."""
        visitor, site = self.visitor, self.site
        is_known = visitor.sent.visit is not None and not visitor.is_told
        is_whole = is_known and visitor.is_sound and not visitor.has_strayed
        is_part = status in (HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED)
        if not is_whole or is_part or status >= WRONG or stands_on_more(came):
            return NONE
        if self.orders and not is_utf_8(came):
            return NONE
        if any(is_order(name) for name, _ in came):
            return NONE
        fresh = freshness(came)
        if not fresh.seconds:
            site.alone.note(self.answer.scope["path"], monotonic())
            return NONE
        left = (visitor.until() - site.sources.clock()) // SECOND
        return fresh.until(left - margin(self.shared.vendor))

    def tags(self) -> Iterable[str]:
        """Name the answer by what it is made of, so that it can be purged."""
        plan = self.visitor.plan
        yield "sarto"
        yield f"sarto-{self.site.version}"
        for place in (*plan.slots.values(), *plan.regions.values()):
            yield f"sarto-{place.kind.removesuffix('s')}-{tag_of(place.name)}"

    @once
    def decided(self) -> Decided:
        """Decide the page; what is nobody else's the edge fills in itself."""
        decided = self.answer.decided()
        swaps = {
            slot: Swap(render=partial(tuple, [text]), name=text)
            for slot, text in self.orders.items()
        }
        return Decided.of({**decided.swaps, **swaps}, decided.layouts)

    @once
    def orders(self) -> Mapping[str, str]:
        """Write what the edge reads as an order to fill in, by slot."""
        shared = self.shared
        return {n: order(shared.kind, self.address(n)) for n in shared.fills}

    def address(self, slot: str) -> str:
        """Write where the edge finds one slot of this page, for whoever asks."""
        scope, shared, site = self.answer.scope, self.shared, self.site
        root = str(scope.get("root_path") or "").rstrip("/")
        path = inside(scope)
        place = site.plan(path).slots[slot]  # that of classes has no such slot
        part = Part(
            slot=slot,
            target=target_of(scope),
            version=site.version,
            packed=packed(html_for_anybody(site, place, path, root)),
        )
        return address(shared.proof, shared.prefix, part, root)

    def is_fit(self, body: bytes) -> bool:
        """Whether the edge will fill this page in, and nothing else."""
        return is_fit(self.shared.kind, self.orders.values(), body)


def margin(vendor: str) -> int:
    """Tell by how many seconds an answer ends before what it stands on."""
    return MARGIN + ROUNDED.get(vendor, 0)


def tag_of(name: str) -> str:
    """Write a name as caches write tags: odd ones go by a number."""
    if PLAIN.fullmatch(name):
        return name
    return blake2b(name.encode(), digest_size=6).hexdigest()


def bare(headers: Headers) -> Edit:
    """Leave an answer's body as it came."""
    return Edit(headers=without(headers, LENGTH))
