"""Broken configs: each mistake is found where it is, and told so that it can be mended.

A folder of tests/data/configs/broken is a site with a mistake, and what `sarto check`
says of it, to the letter: `expected.txt`. Those of tests/data/configs/right have none.
Who changes a message writes them anew with

    SARTO_WRITE_EXPECTED=1 pytest tests/suites/test_broken_configs.py

which fails, so that nobody does it unawares, and reads every line that `git diff` shows.
"""

import os
import re
from pathlib import Path

import pytest

from sarto.workbench.check import as_text, checked, examined, summary
from sarto.workbench.check.catalogue import codes

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "middleware" / "sarto"
CONFIGS = ROOT / "tests" / "data" / "configs"
BROKEN = sorted(path.name for path in (CONFIGS / "broken").iterdir())
RIGHT = sorted(path.name for path in (CONFIGS / "right").iterdir())
BY_NOBODYS_FILE = {  # what needs Python, a running edge or more than a page to be wrong
    "SARTO021",
    "SARTO022",
    "SARTO023",
    "SARTO025",
    "SARTO027",
    "SARTO029",
    "SARTO037",
    "SARTO039",
}
PLACE = re.compile(r"^ *--> (\S+):(\d+):(\d+)$", re.MULTILINE)


def told(folder):
    """Say what `sarto check` says of a folder."""
    site, findings = checked(folder / "sarto.toml")
    findings = (*findings, *examined(site)) if site else findings
    text = as_text(findings, folder)
    return f"{text}\n\n{summary(findings)}\n" if text else f"{summary(findings)}\n"


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_told_as_expected(name):
    folder = CONFIGS / "broken" / name
    expected, found = folder / "expected.txt", told(folder)
    if os.environ.get("SARTO_WRITE_EXPECTED"):
        expected.write_text(found, "utf-8")
        pytest.fail("written; read it, and run again without SARTO_WRITE_EXPECTED")
    assert found == expected.read_text("utf-8")


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_has_a_place_and_is_helped(name):
    text = (CONFIGS / "broken" / name / "expected.txt").read_text("utf-8")

    places = PLACE.findall(text)
    assert places
    for file, line, column in places:
        lines = (CONFIGS / "broken" / name / file).read_text("utf-8").split("\n")
        assert 0 < int(line) <= len(lines)
        assert 0 < int(column) <= len(lines[int(line) - 1]) + 1
    assert "^" in text


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_silent(name):
    assert told(CONFIGS / "right" / name) == "Nothing wrong.\n"


def test_the_bistro_is_silent():
    assert told(ROOT / "examples" / "bistro") == "Nothing wrong.\n"


def test_there_are_enough_of_both():
    assert len(BROKEN) >= 80
    assert len(RIGHT) >= 30


def test_every_code_of_files_is_among_them():
    texts = (CONFIGS / "broken" / name / "expected.txt" for name in BROKEN)
    seen = set(re.findall(r"SARTO\d{3}", "".join(t.read_text("utf-8") for t in texts)))
    wanted = {code for code in codes() if code < "SARTO050"} - BY_NOBODYS_FILE
    assert wanted & emitted() - seen == set()


def emitted():
    """List the codes that stand in our sources."""
    texts = (path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    return set(re.findall(r"\bSARTO\d{3}\b", "".join(texts)))
