"""How the answers of one page are shared behind an edge: by which classes, how long.

From the tokens of a request alone comes the visit that decides it: whatever else the
request carries is not looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sarto.asgi import Scope
from sarto.cache.dimension import Dimension
from sarto.cache.proof import Proof
from sarto.cache.shared import AGAIN, again, faced
from sarto.cache.spelling import OWN
from sarto.cache.ticks import Ticks
from sarto.context.classed import CLASS, ClassedVisit
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.schedule import Schedule
from sarto.headers import Headers

if TYPE_CHECKING:
    from sarto.site.plan import Plan

VERSION = "X-Sarto-Version"
FILL = "X-Sarto-Fill"
OWNED = "X-Sarto-Own"  # `own`: some band of the visitor's is not a stranger's
STRANGER = b"none"


class UnkeyedError(ValueError):
    """Raised for keys that do not tell which answer is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The keys of the pages of one plan."""

    plan: "Plan"  # the same plan, its conditions asked of classes
    dimensions: tuple[Dimension, ...]
    strange: Mapping[str, object] = field(default_factory=dict[str, object])
    classes: Mapping[str, Dimension] = field(default_factory=dict[str, Dimension])
    is_private: bool = False  # nobody shares them
    is_owned: bool = False  # nobody shares those of a visitor with a band of their own
    schedule: Schedule = field(default_factory=Schedule)
    ticks: Ticks = field(default_factory=Ticks)
    fills: frozenset[str] = frozenset()  # slots that the edge fills in
    proof: Proof  # what signs the addresses of those
    prefix: str
    vendor: str  # whose cache it is
    kind: str = ""  # how it reads its orders; "": it reads none

    @property
    def headers(self) -> tuple[str, ...]:
        """Name the key headers that its answers vary on."""
        owned = (OWNED,) if self.is_owned else ()
        return (VERSION, *(each.header for each in self.dimensions), *owned)

    def visit(
        self, scope: Scope, sources: Sources, keys: Headers, version: str
    ) -> ClassedVisit:
        """Meet whoever is of these classes; raises `UnkeyedError`."""
        if self.is_private or only(keys, VERSION) != version.encode():
            raise UnkeyedError(VERSION)
        if self.fills and only(keys, FILL) != self.kind.encode():
            raise UnkeyedError(FILL)
        if self.is_owned and only(keys, OWNED) != STRANGER:
            raise UnkeyedError(OWNED)
        visit = ClassedVisit(scope, sources, arrived=sources.clock())
        given: dict[str, object] = dict(self.strange)
        visit.given = given
        for each in self.dimensions:
            given.update(self._values(each, only(keys, each.header), visit))
        return visit

    def _values(
        self, dimension: Dimension, said: bytes, visit: Visit
    ) -> Mapping[str, object]:
        """Read one key: what is known by it."""
        token = said.decode("latin-1")
        try:
            value = dimension.value(token)
        except ValueError:
            raise UnkeyedError(dimension.header) from None
        by_url = dimension.by_url if not token.startswith(OWN) else None
        if by_url and (told := by_url(visit)) is not None:
            value = told if dimension.spelling else dimension.class_of(told)
        found = {dimension.name: value}
        if dimension.spelling and (classes := self.classes.get(dimension.fact)):
            found[CLASS + dimension.fact] = classes.class_of(value)
        return found

    def until(self, visit: Visit) -> datetime:
        """Tell until when no clock changes anything for anybody of the classes."""
        ends = self.schedule.until(visit), self.ticks.after(visit.arrived)
        return min(filter(None, ends))

    def refused(self, headers: Headers) -> Headers:
        """Give an answer the headers by which the edge asks again."""
        if AGAIN in headers:
            return headers
        return faced(again(headers, self.vendor), self.headers, self.plan.vary)


@dataclass(frozen=True, slots=True)
class Sent:
    """What an edge that proved itself said: whose page it wants.

    `shared` is there where it asks by keys, and `visit` where those are right, too.
    """

    shared: Shared | None = None
    visit: ClassedVisit | None = None

    @property
    def is_keyed(self) -> bool:
        return self.shared is not None


UNSENT = Sent()


def only(keys: Headers, name: str) -> bytes:
    """Give the one value of a key; raises where there is none, or more than one."""
    lowered = name.lower().encode()
    found = [value for key, value in keys if key == lowered]
    if len(found) != 1 or not found[0]:
        raise UnkeyedError(name)
    return found[0]
