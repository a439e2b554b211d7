"""What this version reads and checks, and does not act on yet."""

from collections.abc import Iterator

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.rules import rules
from sarto.vocabulary.declared import FAMILY
from sarto.vocabulary.facts import REMEMBERED, fact_named

TABLES = (
    "experiments",
    "holdouts",
    "events",
)


def not_yet(toml: SartoToml, report: Report) -> None:
    """Warn where the file asks for it."""
    for key in TABLES:
        if key in toml.model_fields_set:
            warn(f"[{key}]", (key,), report)
    for path, fact in read_by_application(toml):
        warn(f"what [app] says of `{fact}`", path, report)
    for path, show in rules(toml):
        if "experiment" in show.model_fields_set:
            warn("`experiment`", (*path, "experiment"), report)


def read_by_application(toml: SartoToml) -> Iterator[tuple[KeyPath, str]]:
    """List the facts that the site's own code reads, less those that are heeded."""
    for glob, facts in toml.app.reads.items():
        for index, fact in enumerate(facts):
            if not (fact.startswith(FAMILY) or is_remembered(fact)):
                yield ("app", "reads", glob, index), fact


def is_remembered(fact: str) -> bool:
    """Whether a memory tells it: what is said of those is heeded."""
    row = fact_named(fact)
    return row is not None and row.name in REMEMBERED


def warn(what: str, path: KeyPath, report: Report) -> None:
    text = f"{what} is read and checked, but this version does not act on it yet"
    report.wrong("SARTO021", path, text, severity="warning")
