"""Layouts that templates of the site's own extend, as the verbs tell of them."""

import json

import pytest

from support.cli_site import run
from support.tags import written

CONFIG = """
[audiences.phones]
device = "mobile"
[slots.hero]
show = [{ to = "phones", fragment = "hero.html" }]
[layouts.base]
show = [{ to = "phones", layout = "narrow.html" }]
"""
NARROW = "{% load static %}{% block body %}{% url 'home' %}{% endblock %}"
PAGE = (
    '<!doctype html><html lang="en"><title>t</title><main data-sarto-layout="base">'
    '<p data-sarto="hero">own</p></main></html>'
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    written(tmp_path, fragments__hero="hero", layouts__narrow=NARROW, site__index=PAGE)
    (tmp_path / "sarto.toml").write_text(CONFIG, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_checked_and_nothing_is_wrong_with_it(folder) -> None:
    told = run("check", "--pages", "site", "--format", "json")
    assert (told.exit_code, json.loads(told.stdout)) == (0, [])


def test_it_is_explained(folder) -> None:
    told = run("explain", "/", "--as", "device=mobile", "--json")
    assert json.loads(told.stdout)["layouts"]["base"]["layout"] == "narrow.html"


def test_versions_are_compared(folder) -> None:
    other = CONFIG.replace(
        'to = "phones", layout', 'when = { device = "tablet" }, layout'
    )
    (folder / "next.toml").write_text(other, "utf-8")
    told = run("diff", "sarto.toml", "next.toml")
    assert "narrow.html -> the page's own content" in told.stdout
    assert "for example device=tablet, on /" in told.stdout


@pytest.mark.parametrize("target", [[], ["site"]])
def test_a_gallery_hangs_the_rest_and_no_text_of_it(folder, target) -> None:
    told = run("gallery", *target, "--out", "gallery")
    assert told.exit_code == 0
    assert "2 variants in 1 place" in told.stdout
    pages = [file.read_text("utf-8") for file in (folder / "gallery").rglob("*.html")]
    assert len(pages) > 1
    assert not any("{% load static %}" in page for page in pages)
