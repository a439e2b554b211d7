"""Every code has a page, and what the page calls wrong is wrong for that very reason."""

import importlib.util
import re
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.errors import ConfigError
from sarto.workbench import edge
from sarto.workbench.check import checked, examined, ordered
from sarto.workbench.check.catalogue import FENCE, codes, listed, page_of, spelt

ROOM = Path(__file__).parents[4] / "middleware" / "sarto"
UNSHOWN = {"SARTO037", "SARTO021"}  # more than fits on a page; a warning of the start
MANY = 105
PARTS = re.compile(r"## Wrong\n(.*)\n## Right\n(.*)\n## Why it matters\n", re.DOTALL)


def emitted():
    """List the codes that stand in our sources."""
    texts = (path.read_text("utf-8") for path in ROOM.rglob("*.py"))
    return set(re.findall(r"\bSARTO\d{3}\b", "".join(texts)))


def pieces(code, which):
    """Read the files of an example, by their names."""
    wrong, right = PARTS.search(page_of(code).markdown).groups()
    names = {"toml": "sarto.toml", "sh": "commands", "text": "text"}
    found = {}
    for language, name, text in FENCE.findall(wrong if which == "wrong" else right):
        if name == "many":
            found["sarto.toml"] = repeated(*text.split("\n", 1))
        else:
            found[name or names[language]] = text
    return found


def repeated(head, line):
    """Write a line more often than mistakes are told."""
    return f"{head}\n" + "".join(line.format(n=number) for number in range(MANY))


def told(folder, files):
    """Write an example down, and list the codes of what is found in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    config = folder / "sarto.toml"
    site, findings = checked(config)
    if site is not None:
        pages = (str(folder / "pages"),) if (folder / "pages").is_dir() else ()
        findings = (*findings, *examined(site, pages), *ordered(site.config)[0])
        findings = (*findings, *started(folder), *commanded(files, config))
    return [finding.code for finding in findings]


def started(folder):
    """Start the site of an example that says how."""
    file = folder / "app.py"
    if not file.exists() or "def site(" not in file.read_text("utf-8"):
        return ()
    spec = importlib.util.spec_from_file_location("app_of_a_page", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        module.site(None)
    except ConfigError as error:
        return error.findings
    return ()


def commanded(files, config):
    """Have the command of an example run."""
    if "commands" not in files:
        return ()
    where = {"origin": "http://127.0.0.1:8000", "listen": "127.0.0.1:8080"}
    try:
        edge.described(Config.read(config), files["commands"].split()[-1], **where)
    except ConfigError as error:
        return error.findings
    return ()


def test_every_code_that_can_be_told_has_a_page():
    assert emitted() - {*codes()} == set()


@pytest.mark.parametrize("code", codes())
def test_a_page_is_whole(code):
    page = page_of(code)

    assert page.markdown.startswith(f"# {code}: {page.title}\n\n{page.gist[:20]}")
    assert PARTS.search(page.markdown)
    assert "```" not in page.text
    assert max(map(len, page.markdown.split("\n"))) <= 100


@pytest.mark.parametrize("code", sorted({*codes()} & emitted() - UNSHOWN))
def test_what_a_page_calls_wrong_is(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(
        "SARTO_SECRET", "" if code == "SARTO027" else "a long secret text"
    )

    assert code in told(tmp_path, pieces(code, "wrong"))


@pytest.mark.parametrize("code", sorted({*codes()} - UNSHOWN))
def test_what_a_page_calls_right_is(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(
        "SARTO_SECRET", "" if code == "SARTO027" else "a long secret text"
    )

    assert told(tmp_path, pieces(code, "right")) == []


@pytest.mark.parametrize("word", ["12", "012", "sarto12", "SARTO012", "Sarto-012"])
def test_a_code_may_be_spelt_shortly(word):
    assert spelt(word) == "SARTO012"


def test_the_list_has_a_line_for_each():
    assert len(listed().split("\n")) == len(codes())


def test_a_code_that_is_none_has_no_page():
    assert page_of("SARTO999") is None
