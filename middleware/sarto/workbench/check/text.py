"""Findings for people: where, the lines with carets under them, what to do.

In come findings and a way to colour; the text is the same without any.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from sarto.errors import Finding
from sarto.site.amounts import counted
from sarto.workbench.check.excerpt import Mark, excerpt, lines_of
from sarto.workbench.check.paths import is_address

Paint: TypeAlias = Callable[[str, str], str]  # a role and a text


def plain(_role: str, text: str) -> str:
    """Leave a text as it is."""
    return text


def as_text(findings: tuple[Finding, ...], folder: Path, paint: Paint = plain) -> str:
    """Write findings for people: where, the line with a caret, what to do."""
    return "\n\n".join(told(finding, folder, paint) for finding in findings)


def told(finding: Finding, folder: Path, paint: Paint = plain) -> str:
    marks = marks_of(finding)
    margin = " " * max(len(str(mark.line)) for mark in marks)
    where = f"{finding.file}:{finding.line}:{finding.column}"
    head = paint(finding.severity, f"{finding.severity} {finding.code}:")
    told_of = [f"{head} {paint('message', finding.message)}"]
    told_of.append(f"{margin}{paint('frame', '-->')} {paint('place', where)}")
    lines = [] if is_address(finding.file) else lines_of(folder / finding.file)
    seen = excerpt(lines, marks)
    for number, source, role in seen:
        bar = paint("frame", f"{number.rjust(len(margin))} |")
        told_of.append(f"{bar} {paint(role, source) if role else source}".rstrip())
    if not seen:
        told_of += [f"{margin} = note: {note.message}" for note in finding.notes]
    if finding.help:
        told_of.append(f"{margin} = {paint('help', 'help:')} {finding.help}")
    return "\n".join(told_of)


def marks_of(finding: Finding) -> list[Mark]:
    """List what is marked: the finding's own place first, then those beside it."""
    own = Mark(finding.line, finding.column, finding.length, finding.severity)
    beside = (
        Mark(note.line, note.column, note.length, "note", note.message)
        for note in finding.notes
    )
    return [own, *beside]


def summary(findings: tuple[Finding, ...]) -> str:
    """Count what was found, in a sentence."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return "Nothing wrong."
    parts = ((errors, "error"), (warnings, "warning"))
    return " and ".join(counted(str(n), word) for n, word in parts if n) + "."
