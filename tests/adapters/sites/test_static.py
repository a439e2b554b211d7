"""A folder of HTML: what is served, what stays hidden, what an author is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from sarto_adapters.sites import SiteError
from sarto_adapters.sites.static import StaticSite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.adapters.sites.conftest import Ask, Serve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / ".cache" / "site"  # a dot above the site hides nothing
    (root / "menu").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "index.html").write_text("<h1>Bistro</h1>")
    (root / "menu" / "index.html").write_text("<h1>Menu</h1>")
    (root / "style.css").write_text("h1 { color: teal }")
    (root / ".env").write_text("SECRET=1")
    (root / ".git" / "config").write_text("secret")
    (root / "menu" / ".draft.html").write_text("secret")
    (tmp_path / "outside.html").write_text("secret")
    return root


@pytest.fixture
def url(folder: Path, serve: Serve) -> str:
    return serve(StaticSite(folder))


def test_a_folder_shows_its_index(url: str) -> None:
    answer = httpx.get(f"{url}/")
    assert (answer.status_code, answer.text) == (200, "<h1>Bistro</h1>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert httpx.get(f"{url}/menu/").text == "<h1>Menu</h1>"


def test_a_folder_without_its_slash_is_redirected(url: str) -> None:
    answer = httpx.get(f"{url}/menu")
    assert (answer.status_code, answer.headers["location"]) == (307, "/menu/")


def test_other_files_come_with_their_type(url: str) -> None:
    answer = httpx.get(f"{url}/style.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


def test_a_file_that_has_not_changed_is_304(url: str) -> None:
    etag = httpx.get(f"{url}/").headers["etag"]
    answer = httpx.get(f"{url}/", headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


HIDDEN = (
    "/.env",
    "/%2eenv",
    "/.git/config",
    "/.git/",
    "/.git",
    "/menu/.draft.html",
    "/menu/../.env",
    "/menu/%2e%2e/.env",
    "//.env",
    "/..%2f..%2foutside.html",
    "/%00",
)


def test_dotfiles_and_what_lies_outside_are_404(url: str, ask: Ask) -> None:
    for path in HIDDEN:
        said = ask(url, path)
        assert said.startswith(b"HTTP/1.1 404 "), path
        assert b"secret" not in said.lower(), path


def test_a_link_neither_hides_nor_shows_a_dotfile(folder: Path, url: str) -> None:
    (folder / "shown").symlink_to(folder / ".git")
    (folder / ".hidden").symlink_to(folder / "menu")
    (folder / "open").symlink_to(folder / "menu")
    assert httpx.get(f"{url}/shown/config").status_code == 404
    assert httpx.get(f"{url}/.hidden/index.html").status_code == 404
    assert httpx.get(f"{url}/open/index.html").status_code == 200


def test_a_missing_page_shows_404_html_if_there(folder: Path, url: str) -> None:
    assert httpx.get(f"{url}/gone").text == "Not Found"
    (folder / "404.html").write_text("<h1>Lost?</h1>")
    for path in ("/gone", "/.env"):
        answer = httpx.get(f"{url}{path}")
        assert (answer.status_code, answer.text) == (404, "<h1>Lost?</h1>")


def test_only_reading_is_allowed(url: str) -> None:
    answer = httpx.post(f"{url}/", content=b"x")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_missing_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        StaticSite(tmp_path / "_site")
    assert caught.value.what == "No such folder"
    assert caught.value.where == str(tmp_path / "_site")
    assert "Build the site first" in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_a_file_is_no_site(folder: Path) -> None:
    with pytest.raises(SiteError, match=r"A file is no site: .*index\.html"):
        StaticSite(folder / "index.html")


def test_what_is_closed_is_not_there_by_any_name(folder: Path, serve: Serve) -> None:
    (folder / "rules.txt").symlink_to(folder / "style.css")
    url = serve(StaticSite(folder, closed=(folder / "style.css", folder / "menu")))
    for path in ("/style.css", "/menu/", "/menu/index.html", "/rules.txt"):
        assert httpx.get(f"{url}{path}").status_code == 404
    assert httpx.get(f"{url}/").status_code == 200
