"""One request, as a set of lazily found facts.

In comes an ASGI scope, out come values; `None` is unknown. Nothing here raises for
anything a visitor may send, nothing is found before it is asked for, every fact asked
for is recorded in `reads`, and a fact whose purpose was not granted is never looked up:
it has the value of a visitor nobody knows. Consent itself is read when the first such
fact is asked for, and not before.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time
from typing import Any, cast

from sarto import headers
from sarto.asgi import Scope
from sarto.choices.consent import NO_CONSENT, Consent, Permit
from sarto.choices.preferences import Told
from sarto.context.finders import FINDERS, GATED, UNKNOWN, Known
from sarto.context.remembered import Remembered
from sarto.context.sources import Sources
from sarto.context.told import TOLD, told
from sarto.errors import wordless
from sarto.vocabulary.facts import Fact
from sarto.vocabulary.once import once

KEPT = "visits"  # who may not be counted may not be remembered at all
UNIT = "arm.any"  # who may not be in any arm has no id


class Visit:
    """Who is asking, now, for one page."""

    memory: Remembered | None = None  # what the visitor let us keep
    identity: Mapping[str, object] | None = None  # of who is signed in

    def __init__(
        self,
        scope: Scope,
        sources: Sources,
        *,
        consent: Consent | None = None,
        pins: Mapping[str, object] | None = None,
        arrived: datetime | None = None,
    ) -> None:
        self.scope = scope
        self.sources = sources
        self._given = consent  # else it is read of the request
        self.pins = pins or {}
        self.is_sound = True  # no source failed: what is unknown, nobody knows
        self.reads: set[str] = set()
        self.memo: dict[str, Any] = {}
        self._known: dict[str, Known] = {}
        if arrived is not None:
            self.arrived = arrived.astimezone(UTC)

    def __getitem__(self, name: str) -> object:
        return self.known(name)[0]

    def known(self, name: str) -> Known:
        """Give a fact's value and where it came from; record that it was read."""
        self.reads.add(name)
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._find(name)
        return found

    def _find(self, name: str) -> Known:
        if name in self.pins:
            return self.pins[name], "as"
        if name.startswith(TOLD) and (chosen := told(self.told, name)) is not None:
            return chosen, "the visitor"
        fact = self.sources.law.row(name)
        if fact is None:
            return UNKNOWN
        finder = FINDERS.get(fact.name)
        if finder and fact.purpose is None:
            return finder(self, name)
        permit = self.permit(fact, name)
        if permit and finder:
            return finder(self, name)
        gated = GATED.get(fact.name)
        return gated(self, name, permit) if permit and gated else self.unknown(fact)

    def counted(self, name: str, within: float | None, since: str | None) -> object:
        """Give what is known of a signal in a span: the last `within` seconds, `since`.

        A count that is pinned lies in any span.
        """
        self.reads.add(name)
        fact = self.sources.law.row(name)
        if name in self.pins or fact is None:
            return self.pins.get(name)
        permit = self.permit(fact, name)
        if permit is None or self.memory is None:
            return fact.unknown
        return self.memory.counted(permit, name, within, since)

    def may_show(self, rule: str, times: int, per: str) -> bool:
        """Whether a rule was shown fewer times than that; not, without memory."""
        row = self.sources.law.row(KEPT)
        permit = self.permit(row, KEPT) if row else None
        if permit is None or self.memory is None:
            return permit is not None and self.is_preview
        return self.memory.shown(permit, rule, per) < times

    def is_within(self, facts: AbstractSet[str]) -> bool:
        """Whether nothing was read but these."""
        return self.reads <= facts

    def tell(self, told: Told) -> None:
        """Let what the visitor chose just now count."""
        self.told = told
        self._known.clear()

    def identify(self, traits: Mapping[str, object] | None) -> None:
        """Let the site's word count from now on: who is signed in; `None`: nobody."""
        self.identity = traits
        self._known.clear()

    @property
    def is_preview(self) -> bool:
        """Whether somebody looks at what a visitor would see."""
        return bool(self.pins)

    def permit(self, fact: Fact, name: str) -> Permit | None:
        """Give leave to find a fact; where consent matters for it, that was read."""
        if fact.purpose is None:
            return NO_CONSENT.permit(fact, name)
        self.reads.add("consent")
        return self.consent.permit(fact, name)

    def may_find(self, name: str) -> bool:
        """Whether a fact may be looked up for this visitor."""
        row = self.sources.law.row(name)
        return row is not None and self.permit(row, name) is not None

    def leave(self, name: str) -> Permit | None:
        """Give leave to find a fact for what no answer shows: nothing is recorded."""
        row = self.sources.law.row(name)
        return None if row is None else self.consent.permit(row, name)

    @property
    def unit(self) -> bytes | None:
        """Stand for this visitor where is measured what came of it; `None`: nobody is.

        Nothing is recorded, and without consent nothing is looked up.
        """
        permit = self.leave(UNIT) if self.memory else None
        return self.memory.unit(permit) if self.memory and permit else None

    def unrecorded(self, name: str) -> object:
        """Give a fact's value for what no answer shows."""
        found = self._known.get(name)
        return (found or self._find(name))[0]

    @once
    def told(self) -> Told:
        """What this visitor chose, as declared on this site; no consent is needed."""
        preferences = self.sources.preferences
        if preferences is None:
            return {}
        name = self.sources.jar.names(self.scope).preferences
        said = headers.cookie(self.headers, name)
        return preferences.read(said) if said else {}

    @once
    def consent(self) -> Consent:
        """What this visitor granted: as pinned, as given, or as the request says."""
        if "consent" in self.pins:
            return Consent(frozenset(cast("Iterable[str]", self.pins["consent"])), "as")
        agreement = self.sources.agreement
        if self._given is not None or agreement is None:
            return self._given or NO_CONSENT
        try:
            own = self.sources.jar.names(self.scope).consent
            return agreement.consent(self.headers, self.arrived, own)
        except Exception as error:  # noqa: BLE001 - the law: a visitor gets the page
            self.failed("consent", wordless(error))
            return NO_CONSENT

    def apart(self) -> "Visit":
        """Make a visit of its own of the same request, for somebody else to read."""
        own = Visit(
            {**self.scope, "headers": [*(self.scope.get("headers") or ())]},
            self.sources,
            consent=self._given,
            pins=self.pins,
            arrived=self.arrived,
        )
        own.memory, own.identity, own.told = self.memory, self.identity, self.told
        return own

    def unknown(self, fact: Fact) -> Known:
        """Give the value of a visitor nobody knows."""
        value = self.sources.unknown.get(fact.name, fact.unknown)
        return UNKNOWN if value is None else (value, "nobody known")

    def failed(self, kind: str, error: BaseException) -> None:
        """Note that a source failed; what is decided after it holds for nobody else."""
        self.is_sound = False
        self.sources.failures.note(kind, error)

    @once
    def headers(self) -> headers.Headers:
        """The request's fields; servers give their names in lower case (ASGI)."""
        sent = self.scope.get("headers") or ()
        return [(bytes(name), bytes(value)) for name, value in sent]

    def header(self, name: bytes) -> str | None:
        """Read the first field line of that name as text."""
        value = headers.first(self.headers, name)
        return None if value is None else value.decode("latin-1")

    @once
    def path(self) -> str:
        """The path of the page, inside the site."""
        return inside(self.scope)

    @once
    def arrived(self) -> datetime:
        """The moment of this request, in UTC; the same for all its facts."""
        return self.sources.clock().astimezone(UTC)

    @property
    def now(self) -> datetime:
        """The moment that windows are held against, aware.

        A preview that pins the day, or the time of it, means them in the site's zone.
        """
        day, hour = self.pins.get("date"), self.pins.get("time")
        if day is hour is None:
            return self.arrived
        here = self.arrived.astimezone(self.sources.site_zone)
        return datetime.combine(
            day if isinstance(day, date) else here.date(),
            hour if isinstance(hour, time) else here.time(),
            here.tzinfo,
        )


def inside(scope: Scope) -> str:
    """Tell the path inside the site: less `root_path`, where that ends a segment."""
    path: str = scope.get("path") or "/"
    if not scope.get("root_path"):
        return path
    root = str(scope["root_path"]).rstrip("/")
    rest = path.removeprefix(root)
    return path if rest == path or rest[:1] not in ("", "/") else rest or "/"
