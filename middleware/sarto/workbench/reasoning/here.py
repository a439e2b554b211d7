"""Where the visitor is, and when: places, the clocks there, windows, holidays.

All clocks show one moment. The visitor's own hangs on the place, as `context.location`
has it: a record's zone, else the country's if it has one, else the site's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, cached_property
from importlib.resources import files
from typing import Final, TypeAlias, cast

from sarto.context.continents import CONTINENT, UNION
from sarto.context.moment import holiday_on
from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf, Window
from sarto.vocabulary.facts import CONTINENTS
from sarto.vocabulary.world import only_zone, zone_named, zone_names, zones
from sarto.workbench.reasoning.atoms import Answer, Answers, Atom, fact_of
from sarto.workbench.reasoning.cases import Case, Cases, Values, fits
from sarto.workbench.reasoning.listing import Listing
from sarto.workbench.reasoning.moments import NO_TIME, Tell, Told, moment
from sarto.workbench.reasoning.standings import Gate

Where: TypeAlias = tuple[str | None, str]  # a country and a zone

Place: TypeAlias = tuple[Where, Answers, timedelta]

FARTHEST: Final = timedelta(hours=26)  # that any clock is from any other
MOMENT: Final = "moment"  # the column of the moment itself
ANYWHERE: Final[tuple[str | None, ...]] = (None, *sorted(CONTINENT))


@cache
def alike() -> Mapping[bytes, tuple[str, ...]]:
    """Gather the names of zones by their rules: old names have those of new ones."""
    root, found = files("tzdata") / "zoneinfo", dict[bytes, list[str]]()
    for name in zone_names():
        rules = root.joinpath(name)
        content = rules.read_bytes() if rules.is_file() else name.encode()
        found.setdefault(content, []).append(name)
    return {content: tuple(names) for content, names in found.items()}


@cache
def named(zone: str) -> tuple[str, ...]:
    """List all names of a zone."""
    return next((names for names in alike().values() if zone in names), (zone,))


@cache
def zones_in(country: str | None, site: str) -> tuple[str, ...]:
    """List the zones that a visitor there may have, the one without a record first."""
    if country is None:
        return tuple(dict.fromkeys((site, *zone_names())))
    own = (name for zone in zones().get(country, ()) for name in named(zone))
    return tuple(dict.fromkeys((only_zone(country) or site, *own)))


def places(of: Listing, *, is_by_zone: bool) -> Iterator[Case]:
    """A region lies in its country, and a country on its continent."""
    regions = cast("tuple[str, ...]", of.values("region"))
    site = str(of.gate.site.sources.site_zone)
    cities = (None, *of.values("city"))
    for country in ANYWHERE:
        inside = [
            each for each in regions if country and each.startswith(f"{country}-")
        ]
        continent = (CONTINENT[country],) if country else (None, *CONTINENTS)
        free: dict[str, tuple[object, ...]] = {
            "country": (country,),
            "region": (None, *inside),
            "continent": continent,
            "eu": (country in UNION if country else None,),
            "zone": zones_in(country, site) if is_by_zone else (None,),
            "city": cities,
        }
        yield from of.told([free], ("city",) if len(cities) > 1 else ())


@dataclass(frozen=True)
class Here:
    """The group of places and clocks."""

    places: Cases
    clocks: Mapping[int, Atom]  # conditions on clocks, and windows
    gates: Sequence[Gate]
    _moments: dict[Place, datetime | None] = field(
        default_factory=dict[Place, "datetime | None"]
    )
    _known: dict[Answers, int] = field(default_factory=dict[Answers, int])
    _days: dict[str | None, Tell] = field(default_factory=dict["str | None", "Tell"])

    def standings(self, answers: Answers) -> int:
        """Tell how visitors may stand who answer so."""
        if answers not in self._known:
            met = 0
            for case, _, _ in self.found(answers):
                met |= case.standings
                if met == self.everybody:
                    break
            self._known[answers] = met
        return self._known[answers]

    def values(self, answers: Answers, standing: int) -> Values:
        """Give the facts of one who answers so and stands there."""
        place, _ = self.split(answers)
        for case, zone, at in self.found(answers):
            if case.standings & standing:
                told = self.places.of(case, place)
                return {**told, "zone": zone, MOMENT: at}
        raise LookupError("nobody answers so")

    @cached_property
    def everybody(self) -> int:
        found = 0
        for case in self.places.listed:
            found |= case.standings
        return found

    def split(self, answers: Answers) -> tuple[Answers, Answers]:
        """Part what is asked of places from what is asked of clocks."""
        clock = frozenset(each for each in answers if each.atom in self.clocks)
        return answers - clock, clock

    def found(self, answers: Answers) -> Iterator[tuple[Case, object, datetime]]:
        """List the places where it can be so, each with a zone and a moment."""
        place, clock = self.split(answers)
        asked = self.places.asked(place)
        has_holidays = self.has_holidays(clock)
        if not has_holidays and not self.is_ever(clock, None):
            return
        is_local = any(self.zone_of(each.atom) is None for each in clock)
        for case, told in self.places.table:
            if not fits(told, asked):
                continue
            care, want = asked.get("zone", (0, 0))
            zones = [
                zone
                for zone, each in zip(case.free["zone"], told["zone"], strict=True)
                if each & care == want
            ]
            country = cast("str | None", case.free["country"][0])
            if has_holidays and not self.is_ever(clock, country):
                continue
            for zone in zones if is_local else zones[:1]:
                if at := self.moment((country, str(zone)), clock):
                    yield case, zone, at
                    break

    def zone_of(self, number: int) -> tzinfo | None:
        """Tell whose clock a condition reads; `None`: the visitor's own."""
        atom = self.clocks[number]
        if isinstance(atom.asked, Window):
            return UTC
        return self.gates[atom.tag].site.sources.clock_zone

    def is_ever(self, clock: Answers, country: str | None) -> bool:
        """Whether some clock can show it: one that is never set, in no certain zone."""
        if {self.zone_of(number) for number, _ in clock} - {None, UTC}:
            return True
        return self.moment((country, "UTC"), clock, FARTHEST) is not None

    def fact(self, answer: Answer) -> str:
        return fact_of(self.clocks[answer.atom].asked)

    def moment(
        self, where: Where, clock: Answers, slack: timedelta = NO_TIME
    ) -> datetime | None:
        """Find a moment at which clocks there show it."""
        place = where if self.has_holidays(clock) else (None, where[1])
        key = (place, clock, slack)
        if key not in self._moments:
            self._moments[key] = self.sought(where, clock, slack)
        return self._moments[key]

    def has_holidays(self, clock: Answers) -> bool:
        return any(self.fact(each) == "holiday" for each in clock)

    def sought(self, where: Where, clock: Answers, slack: timedelta) -> datetime | None:
        told: list[Told] = []
        windows: list[tuple[Window, bool]] = []
        own = zone_named(where[1]) or UTC
        for number, holds in clock:
            asked, zone = self.clocks[number].asked, self.zone_of(number) or own
            if isinstance(asked, Window):
                windows.append((asked, holds))
            elif isinstance(asked, Leaf):
                is_day = asked.condition.fact == "holiday"
                tell = self.holidays(where[0]) if is_day else None
                told.append(Told(asked, holds, zone, tell))
        if where[0] is None and any(each.tell and each.holds for each in told):
            return None  # nobody knows the holidays of a visitor who may be anywhere
        return moment(told, windows, self.gates[0].site.sources.clock(), slack)

    def holidays(self, country: str | None) -> Tell:
        """Make what tells whether a day is a holiday somewhere, and which."""
        known = self._days.get(country)
        if known is None:
            sources = self.gates[0].site.sources
            visit = Visit({"type": "http"}, sources, pins={"country": country})

            @cache
            def named(day: date) -> object:
                return holiday_on(visit, day)

            known = self._days[country] = lambda local: named(local.date())
        return known
