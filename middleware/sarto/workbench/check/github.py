"""Findings as commands of a GitHub workflow, which shows each at its line."""

from pathlib import Path

from sarto.errors import Finding
from sarto.workbench.check.paths import from_here

DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})


def as_github(findings: tuple[Finding, ...], folder: Path) -> str:
    """Write one command for each finding."""
    return "\n".join(command(finding, folder) for finding in findings)


def command(finding: Finding, folder: Path) -> str:
    parts = {
        "file": from_here(folder, finding.file),
        "line": finding.line,
        "col": finding.column,
        "endColumn": finding.column + finding.length,
        "title": finding.code,
    }
    said = ",".join(f"{name}={escaped(part)}" for name, part in parts.items())
    beside = (f"line {note.line}: {note.message}" for note in finding.notes)
    text = "\n".join(filter(None, (finding.message, *beside, finding.help)))
    return f"::{finding.severity} {said}::{text.translate(DATA)}"


def escaped(part: object) -> str:
    """Escape a property as the runner reads it back."""
    return str(part).translate(PROPERTY)
