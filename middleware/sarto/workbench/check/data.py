"""Findings for programs, in the contract's own shape."""

import json

from sarto.errors import Finding


def as_json(findings: tuple[Finding, ...]) -> str:
    """Write findings as the contract has them."""
    return json.dumps(
        [
            {
                "code": finding.code,
                "severity": finding.severity,
                "file": finding.file,
                "line": finding.line,
                "column": finding.column,
                "message": finding.message,
                "help": finding.help,
            }
            for finding in findings
        ],
        indent=2,
        ensure_ascii=False,
    )
