"""`sarto.toml`: any text is a config or a list of findings, each with its place, in time.

What is a config is compiled with fragments of its own names, met by a visitor, and told
as `sarto check` tells it.
"""

import json
import re
import tomllib
from pathlib import Path
from time import process_time

from fuzz.dice import BYTE, Dice
from fuzz.words import words
from sarto.config.config import Config
from sarto.config.report import LONGEST, MOST
from sarto.errors import ConfigError, Finding
from sarto.site.compile import compile_site
from sarto.workbench.check import as_json, as_text, summary
from support.templates import Texts

CONTRACT = (Path(__file__).parents[2] / "data" / "contract.toml").read_text("utf-8")
LINES = [line.partition("#")[0].rstrip() for line in CONTRACT.splitlines()]
WRITTEN = tuple(f"{line}\n".encode() for line in dict.fromkeys(LINES) if line)
WORDS = (*WRITTEN, *words("config"))
NOWHERE = Path("/nonexistent/sarto")
LATEST = 5  # seconds
CODE = re.compile(r"SARTO\d{3}")
FRAGMENTS = Texts(
    {"a.html": "a", "hero/evening.html": "{{ original }}", "hero/default.html": "d"}
)
MOST_FINDINGS = 3 * (MOST + 1)


def fuzz(data: bytes) -> None:
    """Read one text as a whole file."""
    dice = Dice(data)
    is_raw = dice.byte() == BYTE - 1
    written = dice.rest() if is_raw else dice.written(WORDS)
    text = written.decode("utf-8", "replace")
    started = process_time()
    try:
        config = Config.loads(text, folder=NOWHERE)
        findings = config.warnings
    except ConfigError as error:
        config, findings = None, error.findings
        assert any(finding.severity == "error" for finding in findings)
    told(findings, text)
    if config is not None:
        tomllib.loads(text.removeprefix("\ufeff"))
        met(config, text)
    assert process_time() - started < LATEST


def told(findings: tuple[Finding, ...], text: str) -> None:
    """Check that every finding says where, and can be said."""
    lines = text.removeprefix("\ufeff").split("\n")
    assert len(findings) <= MOST_FINDINGS
    assert list(findings) == sorted(findings, key=lambda finding: finding.place)
    for finding in findings:
        assert CODE.fullmatch(finding.code)
        assert finding.severity in ("error", "warning")
        assert 0 < len(finding.message) <= LONGEST
        assert len(finding.help) <= LONGEST
        if finding.file == "sarto.toml":
            assert 1 <= finding.line <= len(lines), finding
            line = lines[finding.line - 1]
            assert 1 <= finding.column <= len(line) + 1, finding
            assert 1 <= finding.length <= LONGEST, finding
        as_text((finding,), NOWHERE).encode()
    assert len(json.loads(as_json(findings))) == len(findings)
    assert summary(findings)


def met(config: Config, text: str) -> None:
    """Compile it, where it names no file outside, and meet somebody."""
    toml = config.toml
    if toml.location.database or "folders" in toml.model_fields_set:
        return
    try:
        site = compile_site(config, fragments=FRAGMENTS)
    except ConfigError as error:
        told(error.findings, text)
        return
    told(site.warnings, text)
    scope = {"type": "http", "method": "GET", "path": "/menu/a", "headers": []}
    visitor = site.meet(scope)
    for slot in visitor.plan.slots:
        visitor.decide(slot)
    for region in visitor.plan.regions:
        visitor.arrange(region)
    visitor.serve()
    assert visitor.until() > visitor.arrived
    assert not site.failures.counts, site.failures.counts
