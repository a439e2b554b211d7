"""What asks for a memory in a file that lets nobody consent to one."""

from collections.abc import Iterator

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.rules import placements, rules

CODE = "SARTO028"
LEARNT = ("signals", "level", "journey", "interests", "experiments", "events")
TEXT = "{} does nothing: nobody is remembered who was not asked"
HINT = 'say where consent is read: [consent] source = "…"'


def forgetful(toml: SartoToml, report: Report) -> None:
    """Warn of it."""
    if toml.consent is None:
        for path, what in asking(toml):
            report.wrong(CODE, path, TEXT.format(what), HINT, severity="warning")


def asking(toml: SartoToml) -> Iterator[tuple[KeyPath, str]]:
    """List what stands on a memory, each with its place."""
    for key in LEARNT:
        if key in toml.model_fields_set:
            yield (key,), f"[{key}]"
    for path, placed in placements(toml):
        if placed.stable == "visit":
            yield (*path, "stable"), "`stable`"
    for path, show in rules(toml):
        if show.cap:
            yield (*path, "cap"), "`cap`"
