"""The facts that conditions may name in one site's file, and how each is written."""

from dataclasses import dataclass

from sarto.config.model import SartoToml
from sarto.vocabulary.facts import FACTS, LEVELS, fact_named
from sarto.vocabulary.kinds import Choice, Glob, Kind, Members
from sarto.vocabulary.spans import Count, Own

OPEN: dict[str, Kind] = {
    "query": Glob(),
    "traits": Own(),
    "levels": Choice(LEVELS),
    "facts": Own(),
}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The fact table, closed over what one file declares."""

    kinds: dict[str, Kind]

    @classmethod
    def of(cls, file: SartoToml) -> "Dictionary":
        kinds = {fact.name: fact.kind for fact in FACTS if "*" not in fact.name}
        kinds["language"] = Choice(tuple(file.languages))
        if file.journey:
            kinds["stage"] = Choice(tuple(stage.name for stage in file.journey.stages))
        if file.consent and file.consent.map:
            kinds["consent"] = Members(tuple(file.consent.map))
        for name, told in file.preferences.items():
            kinds[f"preference.{name}"] = Choice(tuple(told.values))
        kinds["preference.level"] = Choice(LEVELS)
        kinds["preference.language"] = kinds["language"]
        kinds["preference.interests"] = Members()
        for name in file.signals:
            kinds |= {
                f"signals.{name}": Count(seen=True),
                f"signals.{name}.value": Count(),
            }
        for name, experiment in file.experiments.items():
            kinds[f"arm.{name}"] = Choice(tuple(experiment.arms))
        return cls(kinds)

    def kind(self, name: str) -> Kind | None:
        """Tell how conditions on a fact are written; `None`: there is no such fact."""
        family, _, member = name.partition(".")
        if found := self.kinds.get(name):
            return found
        return OPEN.get(family) if member else None

    def names(self) -> tuple[str, ...]:
        """List what a condition may name."""
        return (*self.kinds, *(f"{family}.NAME" for family in OPEN))

    def is_family(self, name: str) -> bool:
        """Whether it is the first part of dotted names only, as `campaign` is."""
        return fact_named(name) is None and (
            name in OPEN or any(known.startswith(f"{name}.") for known in self.kinds)
        )
