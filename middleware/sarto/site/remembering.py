"""What one site remembers, as its file says it: signals, level, interests, stages.

Nobody is remembered where nothing reads it, and nobody without consent: a site that
does not say who consents has no memory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from re import Pattern
from typing import cast
from zoneinfo import ZoneInfo

from sarto.config.config import Config
from sarto.config.learnt import Interests, Level
from sarto.config.model import SartoToml
from sarto.decide.conditions import Named, Node, node_of
from sarto.decide.program import NONE, Program, Reader
from sarto.decide.rules import EVERYONE
from sarto.errors import ConfigError, Finding
from sarto.memory.interests import Curiosity
from sarto.memory.keeper import Keeper
from sarto.memory.keeping import Keeping
from sarto.memory.level import Scale
from sarto.memory.noticed import Sign
from sarto.memory.seals import Seals
from sarto.vocabulary.facts import REMEMBERED, fact_named
from sarto.vocabulary.globs import any_of, capturing, glob
from sarto.vocabulary.periods import period
from sarto.vocabulary.reads import ReadSet
from sarto.vocabulary.world import zone_named

CODE = "SARTO027"
LEARNT = ("signals", "level", "journey", "interests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a memory needs besides the file: secrets, and a store if there is one."""

    secrets: tuple[str, ...] = ()
    keeper: Keeper | None = None
    budget: float = 0.025  # seconds


def keeping(
    config: Config, reads: ReadSet, audiences: Mapping[str, Named], means: Means | None
) -> Keeping | None:
    """Make ready what is remembered; `None`: nothing is, or this is no real site.

    Raises `ConfigError` where something has to be signed and there is no secret.
    """
    toml = config.toml
    if means is None or not is_remembering(toml, reads):
        return None
    try:
        return Keeping(
            seals=Seals.of(means.secrets, toml.site),
            site_zone=zone_named(toml.site_timezone) or ZoneInfo("UTC"),
            keeper=means.keeper,
            budget=means.budget,
            scale=scale(toml.level or Level()),
            curiosity=curiosity(toml.interests, toml),
            signs=signs(toml),
            frozen=any_of(tuple(toml.level.freeze)) if toml.level else None,
            stage=Stages.of(config, audiences),
            asked_on=asked_on(toml),
            measures=is_measuring(toml),
        )
    except ValueError as error:
        place = config.places.nearest(("consent",))
        finding = Finding(
            code=CODE,
            message=f"visitors are remembered in signed cookies, and {error}",
            help="set SARTO_SECRET, or Sarto(…, secret=…), to a long random text",
            file=config.file,
            line=place.line,
            column=place.column,
            length=place.length,
        )
        raise ConfigError((finding,)) from None


def is_remembering(toml: SartoToml, reads: ReadSet) -> bool:
    """Whether anything is to be remembered, and somebody may consent to it."""
    if toml.consent is None:
        return False
    is_learning = any(getattr(toml, table) for table in LEARNT)
    return is_kept(reads) or is_learning or is_measuring(toml)


def is_measuring(toml: SartoToml) -> bool:
    """Whether visitors who allow it get an id, for what comes of pages is measured."""
    return bool(toml.experiments) or toml.events is not None


def asked_on(toml: SartoToml) -> Pattern[str] | None:
    """Tell where `[app]` says that the site's own code asks for what is kept."""
    globs = [glob for glob, facts in toml.app.reads.items() if is_kept(facts)]
    return any_of(tuple(globs)) if globs else None


def is_kept(facts: Iterable[str]) -> bool:
    """Whether any of these facts is told by a memory."""
    rows = map(fact_named, facts)
    return any(row is not None and row.name in REMEMBERED for row in rows)


def signs(toml: SartoToml) -> Mapping[str, Sign]:
    """Read `[signals]`."""
    found: dict[str, Sign] = {}
    for name, signal in toml.signals.items():
        method, _, path = (signal.on or "").partition(" ")
        found[name] = Sign(
            name=name,
            method=method or None,
            path=glob(path.strip()) if path else None,
            statuses=frozenset(filter(None, map(str.strip, listed(signal.status)))),
            points=signal.points or 0,
            area=signal.area,
        )
    return found


def listed(text: str | None) -> list[str]:
    return (text or "").split(",")


def scale(level: Level) -> Scale:
    """Read `[level]`."""
    return Scale(
        regular=level.regular,
        expert=level.expert,
        half_life=period(level.half_life).total_seconds(),
        lead=level.lead,
    )


def curiosity(interests: Interests | None, toml: SartoToml) -> Curiosity:
    """Read `[interests]`; topics fade as points do."""
    if interests is None:
        return Curiosity()
    sources = interests.source
    half_life = period((toml.level or Level()).half_life)
    return Curiosity(
        paths=tuple(capturing(each) for each in sources if not each.startswith("?")),
        parameters=frozenset(e.removeprefix("?") for e in sources if e[:1] == "?"),
        least=interests.min,
        never=any_of(tuple(interests.never)) if interests.never else None,
        half_life=half_life.total_seconds(),
    )


def stage_nodes(config: Config, audiences: Mapping[str, Named]) -> tuple[Node, ...]:
    """List what the stages of `[journey]` ask, from the first to the last."""
    count = len(config.toml.journey.stages) if config.toml.journey else 0
    whens = (config.when.get(("journey", "stages", n, "when")) for n in range(count))
    return tuple(node_of(when, audiences) if when else EVERYONE for when in whens)


@dataclass(frozen=True, slots=True)
class Stages:
    """The journey: the last stage whose condition holds."""

    names: tuple[str, ...]  # from the last to the first
    program: Program

    @classmethod
    def of(cls, config: Config, audiences: Mapping[str, Named]) -> "Stages":
        nodes = reversed(stage_nodes(config, audiences))
        stages = reversed(config.toml.journey.stages if config.toml.journey else ())
        found = cls(tuple(stage.name for stage in stages), Program(tuple(nodes)))
        _ = found.program.choose  # written now, and not while a visitor waits
        return found

    def __call__(self, visit: object) -> str | None:
        """Tell the stage of a visit."""
        number = self.program.choose(cast("Reader", visit))
        return None if number == NONE else self.names[number]
