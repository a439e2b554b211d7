"""`sarto check`: everything wrong with a site's files, told as by a compiler."""

import json
from pathlib import Path

from sarto.config.config import Config
from sarto.errors import ConfigError, Finding
from sarto.site.compile import compile_site
from sarto.site.site import Site
from sarto.workbench import apart
from sarto.workbench.dev import is_application

WIDE = 160  # characters of a line that are shown


def checked(config: Path) -> tuple[Site | None, tuple[Finding, ...]]:
    """Compile a site; `None` when it has mistakes, and what was found either way."""
    try:
        site = compile_site(Config.read(config))
    except ConfigError as error:
        return None, error.findings
    return site, site.warnings


def ordered(config: Config) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Look at the application that `[dev]` names: findings, and remarks besides.

    It is imported as `dev` does it, in a process of its own (apart.py); what cannot be
    imported there is nothing wrong with the config.
    """
    named = config.toml.dev.app
    if not named or not is_application(named):
        return (), ()
    order = apart.order(named, config.folder)
    return order.findings(named, config), order.remarks


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


def as_text(findings: tuple[Finding, ...], folder: Path) -> str:
    """Write findings for people: where, the line with a caret, what to do."""
    return "\n\n".join(told(finding, folder) for finding in findings)


def told(finding: Finding, folder: Path) -> str:
    number = str(finding.line)
    margin = " " * len(number)
    lines = [
        f"{finding.severity} {finding.code}: {finding.message}",
        f"{margin}--> {finding.file}:{finding.line}:{finding.column}",
    ]
    if source := line_of(folder / finding.file, finding.line):
        start = max(0, finding.column - WIDE // 2) if len(source) > WIDE else 0
        source = source[start : start + WIDE]
        caret = " " * (finding.column - 1 - start) + "^" * min(finding.length, WIDE)
        lines += [f"{margin} |", f"{number} | {source}", f"{margin} | {caret}"]
    if finding.help:
        lines.append(f"{margin} = help: {finding.help}")
    return "\n".join(lines)


def line_of(file: Path, number: int) -> str:
    """Read one line of a file; what is no print of a character is a space."""
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    line = lines[number - 1] if number <= len(lines) else ""
    return "".join(c if c.isprintable() else " " for c in line).rstrip()


def summary(findings: tuple[Finding, ...]) -> str:
    """Count what was found, in a sentence."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return "Nothing wrong."
    parts = [counted(errors, "error"), counted(warnings, "warning")]
    return " and ".join(part for part in parts if part) + "."


def counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
