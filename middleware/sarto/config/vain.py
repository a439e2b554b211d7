"""What is right as it stands and still does nothing, which an author wants to know."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from sarto.config.audiences import Audience
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.vocabulary.facts import PURPOSES
from sarto.vocabulary.reading import nearest, shown

Vain: TypeAlias = tuple[KeyPath, str, str]  # where, what, what to do


def vain(
    toml: SartoToml, conditions: Mapping[KeyPath, Audience], report: Report
) -> None:
    """Warn of it; `conditions` are all tables of them, by their paths."""
    for path, what, hint in (*settings(toml), *areas(toml, conditions)):
        report.wrong("SARTO019", path, what, hint, severity="warning")


def settings(toml: SartoToml) -> Iterator[Vain]:
    """List settings that another one leaves without effect."""
    if toml.location.headers and not toml.location.trusted_proxies:
        what = "these headers are believed from nobody"
        yield ("location", "headers"), what, "add `trusted_proxies`"
    for name in toml.consent.map if toml.consent else ():
        meant = nearest(name, PURPOSES)
        if meant and meant != name:
            what = f"nothing needs consent to {shown(name)}"
            yield ("consent", "map", name), what, f"did you mean {meant!r}?"


def areas(toml: SartoToml, conditions: Mapping[KeyPath, Audience]) -> Iterator[Vain]:
    """List conditions on the level of an area that no signal counts towards."""
    known = {f"levels.{signal.area}" for signal in toml.signals.values()}
    for path, audience in conditions.items():
        facts = {c.fact for table in audience.tables() for c in table.conditions}
        for fact in sorted(facts - known):
            if fact.startswith("levels."):
                what = f"no signal counts towards `{fact}`"
                area = fact.removeprefix("levels.")
                yield (
                    (*path, *fact.split(".")),
                    what,
                    f'give one of them `area = "{area}"`',
                )
