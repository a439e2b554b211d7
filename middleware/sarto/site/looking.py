"""What one look-up of the edge tells of a visitor: all that any page differs by.

The answer is made of header fields, and is the same whatever page it is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from re import Pattern
from typing import Final

from sarto.asgi import Scope
from sarto.cache.decisions import Inputs
from sarto.cache.dimension import Dimension
from sarto.cache.ticks import SHOWN, Ticks
from sarto.cache.vary import headers_read
from sarto.config.model import SartoToml
from sarto.context.visit import Visit
from sarto.decide.places import schedule
from sarto.decide.schedule import Schedule
from sarto.decide.until import SECOND
from sarto.headers import Headers, cookies
from sarto.memory.memory import Memory
from sarto.memory.noticed import AHEAD
from sarto.site.inputs import FORWARDED, PLACE
from sarto.site.lending import margin
from sarto.site.plan import Plan
from sarto.site.shared import OWNED, VERSION
from sarto.site.sharing import Sharing
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from sarto.vocabulary.facts import CLOCK
from sarto.vocabulary.globs import any_of
from sarto.vocabulary.reads import ReadSet

LONGEST: Final = 60  # seconds that a look-up may be kept
IGNORED: Final = (  # cookies of scripts that count visitors: no page stands on them
    "_ga", "_ga_*", "_gid", "_gat", "_gat_*", "_gcl_*", "_fbp", "_fbc", "__utm?",
    "_pk_*", "_hj*", "_clck", "_clsk", "_uet*", "_tt_*", "_pin_unauth", "_scid*",
)  # fmt: skip
HARMLESS: Final = any_of(IGNORED)


@dataclass(frozen=True, kw_only=True)
class Looking:
    """The look-ups of one version of a site."""

    site: Site
    sharing: Sharing

    @property
    def toml(self) -> SartoToml:
        return self.site.config.toml

    @property
    def early(self) -> int:
        """By how many seconds an answer ends before what it stands on."""
        return margin(self.toml.cache.edge)

    @cached_property
    def all(self) -> tuple[Dimension, ...]:
        """List what is asked of each visitor."""
        return (*self.sharing.dimensions, *self.sharing.own)

    @cached_property
    def reads(self) -> ReadSet:
        """Gather what its answers stand on."""
        by_zone = self.sharing.keying.is_by_zone
        found = ReadSet.of((each.fact for each in self.all), by_zone=by_zone)
        found = self.sharing.keying.declared.closed(self.site.sources.law.closed(found))
        kept = ("bot", "consent") if self.site.keeping else ()
        return found | ReadSet.of(kept)

    @cached_property
    def plan(self) -> Plan:
        """What a visitor is met for."""
        return Plan(
            slots={}, swaps=(), reads=self.reads, found=self.reads.facts, remembers=True
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name the request headers that its answers are made of."""
        found = {
            "cookie",
            *map(str.lower, headers_read(self.reads, self.site.extra_headers)),
        }
        if self.is_by_address:
            found |= {*map(str.lower, self.toml.location.headers), *FORWARDED}
        if self.site.keeping:  # nothing is noted of what nobody looks at yet
            found |= {name.decode() for name in AHEAD}
        return tuple(sorted(found))

    @cached_property
    def is_by_address(self) -> bool:
        return not PLACE.isdisjoint(self.reads.facts) or "city" in self.reads

    @cached_property
    def inputs(self) -> Inputs:
        """Tell which parts of a request its answers are made of."""
        return Inputs(
            plan=-1,
            headers=frozenset(name.encode() for name in (*self.names, "host")),
            is_client=self.is_by_address,
        )

    @cached_property
    def schedule(self) -> Schedule:
        return schedule(self.sharing.places)

    @cached_property
    def ticks(self) -> Ticks:
        shown = CLOCK & self.sharing.shown.keys()
        minutes = frozenset[int]().union(*(SHOWN[fact] for fact in shown))
        return Ticks(minutes, self.site.sources.clock_zone)

    def visitor(self, scope: Scope) -> Visitor:
        """Meet whoever is looked up."""
        site = self.site
        return Visitor(
            scope, site.sources, self.plan, config=site.home, keeping=site.keeping
        )

    def told(self, visitor: Visitor) -> tuple[datetime, Headers]:
        """Tell of one visitor, and until when that holds."""
        due = due_in(visitor.memory)
        headers = self.headers(visitor, due)  # first: it finds out what fails
        return self.until(visitor, due), headers

    def until(self, visitor: Visitor, due: int | None) -> datetime:
        """Tell until when an answer holds; a page is to be noted in `due` seconds."""
        visit = visitor.visit
        if not visitor.is_sound:
            return visit.arrived
        ends = [self.schedule.until(visit), self.ticks.after(visit.arrived)]
        if due is not None:
            ends.append(visit.arrived + due * SECOND)
        return min(filter(None, ends))

    def headers(self, visitor: Visitor, due: int | None) -> Headers:
        """Write what is told of one visitor."""
        visit, memory = visitor.visit, visitor.memory
        tokens = [(each, each.token(visit)) for each in self.sharing.dimensions]
        is_alone = due == 0 or self.has_cookies_of_others(visit)
        is_alone |= any(token is None for _, token in tokens)
        is_noted = memory is not None and memory.is_traced
        found = {
            "Content-Length": "0",
            "Cache-Control": "private, no-store",
            "Vary": ", ".join(map(str.title, self.names)),
            VERSION: self.site.version,
            "X-Sarto-Pass": str(int(is_alone)),
            "X-Sarto-Noted": str(int(is_noted)),
            **{each.header: token or "none" for each, token in tokens},
        }
        if self.sharing.is_owned:
            found[OWNED] = "own" if self.is_own(visitor) else "none"
        return [(name.lower().encode(), text.encode()) for name, text in found.items()]

    def is_own(self, visitor: Visitor) -> bool:
        """Whether a visitor has what no stranger has, and nobody shares."""
        memory, strange = visitor.memory, self.sharing.strange_tokens
        own = (each.token(visitor.visit) for each in self.sharing.own)
        is_counted = self.sharing.is_counting and memory is not None
        if is_counted and memory is not None and memory.may_keep and not memory.is_bot:
            return True  # also of a page that is asked for ahead
        return any(token != theirs for token, theirs in zip(own, strange, strict=True))

    def has_cookies_of_others(self, visit: Visit) -> bool:
        """Whether cookies came that the site's own code may make pages of."""
        sent = cookies(visit.headers)
        if sent is None:
            return True
        sent |= dict.fromkeys(nameless(visit.headers), ("",))
        names = visit.sources.jar.names(visit.scope)
        if names.preview in sent or names.console in sent:
            return True  # whatever the site says of its cookies
        if self.toml.cache.cookies is not None:
            return any(map(self.is_meant, sent))
        return not all(self.is_known(name, visit) for name in sent)

    def is_meant(self, name: str) -> bool:
        """Whether the site says that pages stand on a cookie."""
        return self.meant is not None and self.meant.fullmatch(name) is not None

    @cached_property
    def meant(self) -> Pattern[str] | None:
        """Tell what cookies that pages stand on are called; `None`: there is none."""
        said = self.toml.cache.cookies
        return any_of(tuple(said)) if said else None

    def is_known(self, name: str, visit: Visit) -> bool:
        """Whether a cookie is ours, or a tool's of consent, or changes nothing."""
        names = visit.sources.jar.names(visit.scope)
        ours = (names.profile, names.consent, names.preferences)
        if name in ours or HARMLESS.fullmatch(name):
            return True
        agreement = visit.sources.agreement
        terms = agreement.terms if agreement else ()
        return any(term.source and term.source.reads(name) for term in terms)


def nameless(fields: Headers) -> Iterator[str]:
    """List cookies that have no name, as the names they may be taken for."""
    lines = (value.decode("latin-1") for name, value in fields if name == b"cookie")
    pairs = (pair.strip() for line in lines for pair in line.split(";"))
    return (pair for pair in pairs if pair and "=" not in pair)


def policy(now: datetime, until: datetime, early: int) -> Headers:
    """Say for how long the edge may keep an answer; one of its fields comes first."""
    seconds = max(min((until - now) // SECOND - early, LONGEST), 0)
    kept = (b"cdn-cache-control", b"max-age=%d" % seconds)
    return [(b"x-accel-expires", b"%d" % seconds), kept]


def due_in(memory: Memory | None) -> int | None:
    """Tell in how many seconds a page is to be noted; `None`: never.

    What was noted within the last minute may wait: visits end after thirty of them.
    """
    if memory is None:
        return None
    if memory.is_withdrawn:
        return 0
    if not memory.is_traced:
        return None
    if memory.may_measure and memory.taking.id != memory.came:
        return 0  # an id is to be given
    if not memory.is_noted:  # nothing but an id is kept, and that is there
        return None
    return 0 if memory.kept is None else max(memory.kept.last + LONGEST - memory.now, 0)
