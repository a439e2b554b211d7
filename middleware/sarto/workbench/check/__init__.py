"""`sarto check`: everything wrong with a site's files, told as by a compiler."""

from pathlib import Path

from sarto.errors import Finding
from sarto.workbench.check.data import as_json
from sarto.workbench.check.findings import checked, examined, ordered
from sarto.workbench.check.github import as_github
from sarto.workbench.check.sarif import as_sarif
from sarto.workbench.check.tempo import expected
from sarto.workbench.check.text import as_text, summary
from sarto.workbench.crawl.target import mistake

__all__ = [
    "as_json",
    "as_text",
    "checked",
    "examined",
    "expected",
    "mistake",
    "ordered",
    "summary",
    "written",
]


def written(findings: tuple[Finding, ...], folder: Path, style: str) -> str:
    """Write findings in one of the forms that are no text for people."""
    if style == "json":
        return as_json(findings)
    return {"sarif": as_sarif, "github": as_github}[style](findings, folder)
