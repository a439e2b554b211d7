"""What this version reads and checks, and does not act on yet."""

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.rules import rules

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
    for path, show in rules(toml):
        if "experiment" in show.model_fields_set:
            warn("`experiment`", (*path, "experiment"), report)


def warn(what: str, path: KeyPath, report: Report) -> None:
    text = f"{what} is read and checked, but this version does not act on it yet"
    report.wrong("SARTO021", path, text, severity="warning")
