"""From the answers of a search to the facts of one visitor who answers so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sarto.decide.conditions import Leaf
from sarto.vocabulary.facts import CLOCK, fact_named
from sarto.vocabulary.world import only_zone
from sarto.workbench.reasoning import arms
from sarto.workbench.reasoning.atoms import HERE, Group, fact_of
from sarto.workbench.reasoning.found import Found, Pins
from sarto.workbench.reasoning.here import MOMENT
from sarto.workbench.reasoning.link import parameter
from sarto.workbench.reasoning.search import NOTHING, State
from sarto.workbench.reasoning.sightings import EVER, Sightings
from sarto.workbench.reasoning.standings import Standing
from sarto.workbench.reasoning.witness import Witness
from sarto.workbench.reasoning.world import TEXTS, World

CAP: Final = "cap "
NO: Final[object] = False
WINDOW: Final = frozenset({"date", "time"})  # by what a preview says when it is


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells who it is that a search found: the plainest who answers so."""

    world: World
    state: State

    @property
    def bit(self) -> int:
        return self.state.standings & -self.state.standings

    @property
    def standing(self) -> Standing:
        return self.world.standings[self.bit.bit_length() - 1]

    def found(self) -> Found:
        """Tell where, who, and when."""
        values = {
            group: self.world.theory(group).values(answers, self.bit)
            for group, answers in self.state.answers.items()
        }
        each = [
            (name, value) for told in values.values() for name, value in told.items()
        ]
        moment = values.get(Group(HERE, 0), {}).get(MOMENT)
        path = values.get(Group("path", 0), {}).get("path")
        found = Found(
            verdict="yes",
            path=str(path or "/"),
            moment=moment
            if isinstance(moment, datetime)
            else self.world.sites[0].sources.clock(),
            sightings={n: v for n, v in each if isinstance(v, Sightings)},
            shown={
                group.name.removeprefix(CAP): told
                for group, told in values.items()
                if group.name.startswith(CAP)
            },
        )
        pins = [self.pins(found, site, values) for site in range(len(self.world.sites))]
        found = replace(found, pins=pins[0], others=tuple(pins[1:]))
        return replace(found, clock=self.clock(found))

    def pins(self, found: Found, site: int, values: Mapping[Group, Pins]) -> Pins:
        """Give the facts as one site has them; what goes without saying is left out."""
        told: dict[str, object] = dict(self.stood(site))
        for group in sorted(values):
            if group.tag in (0, site):
                told |= dict(self.facts(group, values[group], site))
        told = {n: v for n, v in told.items() if not self.is_usual(n, v, site)}
        journey = self.world.journeys[site]
        if journey.names and self.world.gates[site].tells("stage", self.standing):
            stage = journey.stage(Witness.of(found, self.world.sites[site], told))
            if stage != journey.names[0]:
                told["stage"] = stage
        return told

    def is_usual(self, name: str, value: object, site: int) -> bool:
        """Whether a fact is so of whoever sends nothing and is not known."""
        if name in ("consent", "undecided", "bot"):
            return False
        if name == "language":
            return value == self.world.sites[site].sources.languages[0]
        row = fact_named(name)
        usual = False if name == "save_data" else row.unknown if row else None
        return value is None or (value == usual and type(value) is type(usual))

    def stood(self, site: int) -> Iterator[tuple[str, object]]:
        """Tell how he stands, where that says more than that nobody asked him."""
        standing, gate = self.standing, self.world.gates[site]
        asked = {fact_of(atom.asked) for atom in self.world.atoms}
        agreement = gate.site.sources.agreement
        granted = standing.granted & gate.grantable
        if granted or "consent" in asked or (agreement and agreement.is_opt_out):
            yield "consent", granted
        if "undecided" in asked:
            is_open = standing.undecided and gate.may_be_undecided(standing.granted)
            yield "undecided", is_open
        if standing.bot or (standing.bot is False and self.is_bot_told):
            yield "bot", standing.bot

    @property
    def is_bot_told(self) -> bool:
        """Whether a condition tells who is no bot from whom nobody knows that of."""
        told = (a.asked for a in self.world.atoms if fact_of(a.asked) == "bot")
        return any(isinstance(each, Leaf) and each.accepts(NO) for each in told)

    def facts(
        self, group: Group, values: Pins, site: int
    ) -> Iterator[tuple[str, object]]:
        """Name the values of a group as facts of a site."""
        if group.name in TEXTS:
            yield from self.texts(group, values)
        elif group.name.startswith(arms.ALONE):
            yield from self.arms(values, site)
        elif group.name == HERE:
            yield from placed(values, str(self.world.sites[0].sources.site_zone))
        elif not group.name.startswith(CAP):
            for name, value in values.items():
                if isinstance(value, Sightings):
                    yield name, value.counts.get(EVER, 0)
                    yield f"{name}.value", value.value
                else:
                    yield name, value

    def arms(self, values: Pins, site: int) -> Iterator[tuple[str, object]]:
        """Name the arms that a site deals."""
        for name, arm in values.items():
            fact, _, tag = name.partition(arms.AT)
            if int(tag or 0) == self.world.arm_tag(fact, site):
                yield fact, arm

    def texts(self, group: Group, values: Pins) -> Iterator[tuple[str, object]]:
        for atom in self.world.members[group].values():
            fact = fact_of(atom.asked)
            text = values.get(parameter(fact))
            is_said = fact != "path" and (text or fact.startswith("query."))
            if is_said:
                yield fact, text

    def clock(self, found: Found) -> Pins:
        """Tell what the clock shows, as far as it was asked."""
        visit = Witness.of(found, self.world.sites[0], found.pins)
        answers = self.state.answers.get(Group(HERE, 0), NOTHING)
        asked = {fact_of(self.world.atoms[each.atom].asked) for each in answers}
        wanted = asked & (CLOCK - {"holiday"})
        if "" in asked:
            wanted |= WINDOW
        return {name: visit[name] for name in sorted(wanted)}


def placed(values: Pins, site_zone: str) -> Iterator[tuple[str, object]]:
    """Tell the place: what follows of the country is not said again."""
    country = values.get("country")
    for name in ("country", "region", "city"):
        yield name, values.get(name)
    if country is None:
        yield "continent", values.get("continent")
    derived = (only_zone(str(country)) if country else None) or site_zone
    if values.get("zone") not in (None, derived):
        yield "zone", values["zone"]
