"""A folder of pages, as `sarto serve` would serve it."""

from pathlib import Path

import pytest

from sarto.workbench.crawl.folder import gathered
from sarto.workbench.crawl.page import LARGEST, PAGES


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (
        "index.html",
        "about.html",
        "menu/index.html",
        "menu/soup.html",
        "404.html",
    ):
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("<!doctype html>x")
    for name in (".hidden.html", "style.css", "menu/.git/x.html"):
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    return tmp_path / "site"


def test_pages_have_the_paths_they_are_served_on(site) -> None:
    found = gathered(site, site.parent)
    assert {page.file: page.path for page in found.pages} == {
        "site/404.html": "/404.html",
        "site/about.html": "/about.html",
        "site/index.html": "/",
        "site/menu/index.html": "/menu/",
        "site/menu/soup.html": "/menu/soup.html",
    }
    assert [page.path for page in found.pages if page.is_anywhere] == ["/404.html"]
    assert found.unread == []


def test_files_are_named_as_seen_from_the_config(site) -> None:
    assert gathered(site, site / "menu").pages[0].file == "../404.html"


def test_what_cannot_be_checked_is_said(site) -> None:
    (site / "big.html").write_bytes(b"x" * (LARGEST + 1))
    (site / "wide.html").write_bytes("<p>x".encode("utf-16"))
    (site / "gone.html").symlink_to("nowhere")
    (site / "folder.html").mkdir()
    reasons = {each.file: each.reason for each in gathered(site, site).unread}
    assert set(reasons) == {"big.html", "wide.html", "gone.html"}
    assert "more than 1000000 bytes" in reasons["big.html"]
    assert "charset that Sarto lets pass" in reasons["wide.html"]
    assert "cannot be read" in reasons["gone.html"]


def test_an_empty_folder_is_said_to_be_empty(tmp_path) -> None:
    assert "no page" in gathered(tmp_path, tmp_path).unread[0].reason


def test_of_too_many_pages_the_rest_is_said_to_be_unread(tmp_path) -> None:
    for number in range(PAGES + 2):
        (tmp_path / f"{number}.html").write_text("x")
    found = gathered(tmp_path, tmp_path)
    assert len(found.pages) == PAGES
    assert f"has {PAGES + 2} pages" in found.unread[0].reason


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (4, (1, 5)), (6, (2, 1)), (8, (2, 2)), (9, (2, 3))],
)
def test_places_are_told_in_characters(site, offset, place) -> None:
    (site / "index.html").write_bytes("<p>ab\né<b>".encode())
    page = next(page for page in gathered(site, site).pages if page.path == "/")
    assert page.place(offset) == place
