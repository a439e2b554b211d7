"""Findings as SARIF 2.1.0, which code hosts and editors read.

Each code is a rule, with its page as help. Files are relative to the folder that the
command was given in: to a code host that is where the repository begins.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import quote

from sarto.errors import Finding, Note
from sarto.workbench.check.catalogue import page_of
from sarto.workbench.check.paths import from_here

Json: TypeAlias = Mapping[str, object]

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)


def as_sarif(findings: tuple[Finding, ...], folder: Path) -> str:
    """Write findings for code hosts."""
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "sarto",
        "version": version("sarto"),
        "rules": [rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [result(each, codes.index(each.code), folder) for each in findings],
    }
    told = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(told, indent=2, ensure_ascii=False)


def rule(code: str) -> Json:
    page = page_of(code)
    if page is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.gist},
        "help": {"text": page.text, "markdown": page.markdown},
    }


def result(finding: Finding, index: int, folder: Path) -> Json:
    uri = from_here(folder, finding.file)
    text = f"{finding.message}\n{finding.help}" if finding.help else finding.message
    told: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": text},
        "locations": [location(uri, finding)],
    }
    if finding.notes:
        told["relatedLocations"] = [
            {**location(uri, note), "id": number, "message": {"text": note.message}}
            for number, note in enumerate(finding.notes)
        ]
    return told


def location(uri: str, place: Finding | Note) -> Json:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.length,
    }
    artifact = {"uri": quote(uri, safe="/:@!$&'()*+,;=~", errors="replace")}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
