"""Names that a file gives to things: none is empty, said twice, or taken already."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report

Named: TypeAlias = tuple[KeyPath, str]  # where, what

TABLES = (
    "preferences",
    "audiences",
    "slots",
    "layouts",
    "signals",
    "experiments",
    "holdouts",
    "personas",
)
BUILT_IN = ("level", "language", "interests")  # preferences that need no declaring


def names(toml: SartoToml, report: Report) -> None:
    """Report every name that cannot be one."""
    for path, name in declared(toml):
        empty(path, name, report)
    for named in lists(toml):
        for path, name in named:
            empty(path, name, report, at_value=True)
        twice(named, report)
    taken(toml, report)


def empty(path: KeyPath, name: str, report: Report, *, at_value: bool = False) -> None:
    if not name.strip():
        text, hint = "a name cannot be empty", "write what it is"
        report.wrong("SARTO009", path, text, hint, at_value=at_value)


def declared(toml: SartoToml) -> Iterator[Named]:
    """List what tables declare by their keys."""
    for table in TABLES:
        for name in getattr(toml, table):
            yield (table, name), name
    for name, experiment in toml.experiments.items():
        for key in ("arms", "factors"):
            for part in getattr(experiment, key):
                yield ("experiments", name, key, part), part


def lists(toml: SartoToml) -> Iterator[list[Named]]:
    """List what lists declare by their items."""
    yield [(("languages", at), tag) for at, tag in enumerate(toml.languages)]
    for name, told in toml.preferences.items():
        path = ("preferences", name, "values")
        yield [((*path, at), value) for at, value in enumerate(told.values)]
    for name, experiment in toml.experiments.items():
        for factor, levels in experiment.factors.items():
            here = ("experiments", name, "factors", factor)
            yield [((*here, at), level) for at, level in enumerate(levels)]
    stages = toml.journey.stages if toml.journey else ()
    yield [
        (("journey", "stages", at, "name"), stage.name)
        for at, stage in enumerate(stages)
    ]


def twice(named: Iterable[Named], report: Report) -> None:
    """Report what stands in a list already, whatever its capitals."""
    before: dict[str, KeyPath] = {}
    for path, name in named:
        first = before.setdefault(name.casefold(), path)
        if first != path:
            text, hint = f"{name!r} stands here twice", "leave one of them out"
            beside = ((first, "the first time"),)
            report.wrong("SARTO009", path, text, hint, at_value=True, beside=beside)


def taken(toml: SartoToml, report: Report) -> None:
    """Report names that mean something else already."""
    for name in toml.preferences:
        if name in BUILT_IN:
            text = f"the preference {name!r} is built in"
            report.wrong("SARTO009", ("preferences", name), text, "leave this out")
    for name in toml.signals:
        if name.endswith(".value"):
            text = f"`signals.{name}` is the last value of another signal"
            hint = "write a name that does not end in .value"
            report.wrong("SARTO009", ("signals", name), text, hint)
