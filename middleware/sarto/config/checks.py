"""What a well-shaped file may still get wrong: what rules show, when, and where."""

from collections.abc import Mapping

from sarto.config.audiences import Audience, Reader, nameless
from sarto.config.finding import found
from sarto.config.forgetful import forgetful
from sarto.config.journey import stages
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.names import names
from sarto.config.paths import paths
from sarto.config.references import circles, named, refer
from sarto.config.report import Report
from sarto.config.rules import rules
from sarto.config.showing import edges, shows
from sarto.config.trials import trials
from sarto.config.vain import vain
from sarto.config.values import values
from sarto.config.windows import lasts, window

__all__ = ["check", "window"]


def check(
    toml: SartoToml,
    audiences: Mapping[str, Audience],
    when: Mapping[KeyPath, Audience],
    reader: Reader,
    report: Report,
) -> None:
    """Report every mistake of meaning."""
    values(toml, report)
    for name, path in reader.named:
        refer("audience", name, audiences, path, report)
    circles(audiences, report)
    trials(toml, reader.dictionary, report)
    for path, show in rules(toml):
        named(path, show, toml, report)
        shows(path, show, toml, report)
        lasts(path, show, toml, report)
    edges(toml, report)
    found(toml, report)
    names(toml, report)
    paths(toml, report)
    stages(toml, audiences, when, report)
    written: dict[KeyPath, Audience] = {
        ("audiences", name): table for name, table in audiences.items()
    }
    vain(toml, {**written, **when}, report)
    reads(toml, reader, report)
    forgetful(toml, report)


def reads(toml: SartoToml, reader: Reader, report: Report) -> None:
    """Check the facts that the site's own code is said to read."""
    for glob, facts in toml.app.reads.items():
        for index, name in enumerate(facts):
            if reader.dictionary.kind(name) is None:
                path = ("app", "reads", glob, index)
                nameless(name, path, reader.dictionary, report)
