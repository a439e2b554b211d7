"""The facts that conditions may name in one site's file, and how each is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.vocabulary.facts import FACTS, LEVELS, PURPOSES
from sarto.vocabulary.kinds import Choice, Glob, Kind, Members
from sarto.vocabulary.numbers import Count
from sarto.vocabulary.own import Own
from sarto.vocabulary.reading import Toml, did_you_mean, nearest

OPEN: dict[str, Kind] = {
    "query": Glob(),
    "traits": Own(),
    "levels": Choice(LEVELS),
    "facts": Own(),
}
DECLARED = {
    "signals": "declare it: [signals.{}]",
    "preference": "declare it: [preferences.{}]",
    "arm": "declare it: [experiments.{}]",
}
FAMILIES = frozenset(fact.name.partition(".")[0] for fact in FACTS if "." in fact.name)
DEEPEST = 50  # parts of a path: whoever nests deeper should name a part of it


@dataclass(frozen=True)
class Dictionary:
    """The fact table, closed over what one file declares."""

    kinds: dict[str, Kind]

    @classmethod
    def of(cls, file: SartoToml) -> "Dictionary":
        kinds = {fact.name: fact.kind for fact in FACTS if "*" not in fact.name}
        stages = file.journey.stages if file.journey else ()
        kinds["language"] = Choice(tuple(file.languages))
        kinds["stage"] = Choice(tuple(stage.name for stage in stages))
        purposes = file.consent.map if file.consent else ()
        kinds["consent"] = Members(tuple(dict.fromkeys((*PURPOSES, *purposes))))
        for name, told in file.preferences.items():
            kinds[f"preference.{name}"] = Choice(tuple(told.values))
        kinds["preference.level"] = Choice(LEVELS)
        kinds["preference.language"] = kinds["language"]
        kinds["preference.interests"] = Members()
        for name in file.signals:
            kinds[f"signals.{name}"] = Count(seen=True)
            kinds[f"signals.{name}.value"] = Count()
        for name, experiment in file.experiments.items():
            kinds[f"arm.{name}"] = Choice(tuple(experiment.weights))
        return cls(kinds)

    def kind(self, name: str) -> Kind | None:
        """Tell how conditions on a fact are written; `None`: there is no such fact."""
        family, _, member = name.partition(".")
        if found := self.kinds.get(name):
            return found
        return OPEN.get(family) if member else None

    @cached_property
    def signals(self) -> dict[str, None]:
        """List the signals that the file declares."""
        named = [each for each in self.kinds if each.startswith("signals.")]
        values = {f"{each}.value" for each in named}
        return {
            each.removeprefix("signals."): None for each in named if each not in values
        }

    def names(self) -> tuple[str, ...]:
        """List what a condition may name."""
        return (*self.kinds, *(f"{family}.NAME" for family in OPEN))

    def is_family(self, name: str) -> bool:
        """Whether it is the first part of dotted names only, as `campaign` is."""
        return name in FAMILIES

    def facts(
        self, name: str, raw: Toml, path: KeyPath
    ) -> Iterator[tuple[str, Toml, KeyPath]]:
        """List what one key speaks of: a fact, or those in a family's table."""
        has_members = self.is_family(name) or "." in name
        if isinstance(raw, dict) and raw and has_members and len(path) <= DEEPEST:
            for key, value in raw.items():
                yield from self.facts(f"{name}.{key}", value, (*path, key))
        else:
            yield name, raw, path

    def unknown(self, name: str, *besides: str) -> tuple[str, str]:
        """Say that there is no such fact, and what to write instead."""
        family, _, member = name.partition(".")
        names = self.names()
        inside = [each for each in names if each.startswith(f"{family}.")]
        if self.is_family(name):
            hint = f"name one of these: {', '.join(inside[:5]) or f'{name}.NAME'}"
            return f"`{name}` is a family of facts", hint
        if self.is_family(family):
            hint = self.meant(family, member, inside)
        else:
            hint = did_you_mean(name, (*names, *sorted(FAMILIES), *besides))
        return f"there is no fact called `{name}`", hint

    def meant(self, family: str, member: str, inside: list[str]) -> str:
        members = tuple(each.removeprefix(f"{family}.") for each in inside)
        if close := nearest(member, members):
            return f"did you mean '{family}.{close}'?"
        return DECLARED.get(family, "").format(member) or did_you_mean(
            "", tuple(inside)
        )
