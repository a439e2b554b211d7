"""The gallery is served as it was written, and nothing beside it is."""

from pathlib import Path
from threading import current_thread, main_thread
from urllib.parse import quote

import pytest

from sarto.pages.console.hall import inside
from support.browsers import Browser
from support.console_site import HOME, entered, opened

HALL = f"{HOME}gallery/"


@pytest.fixture
def hall(tmp_path):
    folder = tmp_path / ".sarto" / "gallery"
    (folder / "frames").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Gallery</title>")
    (folder / "frames" / "a.html").write_text("<!doctype html><p style='color:red'>a")
    (folder / "gallery.css").write_text("p{}")
    (folder / "a.js").write_text("alert(1)")
    (folder / ".hidden.html").write_text("hidden")
    (folder.parent / "events.html").write_text("not of the gallery")
    (folder / "link.html").symlink_to(folder.parent / "events.html")
    (folder / "circle.html").symlink_to(folder / "circle.html")
    return entered(opened(tmp_path))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("frames/a.html", "text/html; charset=utf-8"),
        ("gallery.css", "text/css; charset=utf-8"),
    ],
)
def test_its_files_come_as_what_they_are(hall, name, kind) -> None:
    answer = hall.get(HALL + name)
    assert answer.status == 200
    assert answer.all("content-type") == [kind]
    assert answer.all("cache-control") == ["private, no-store"]
    (policy,) = answer.all("content-security-policy")
    assert policy.startswith("default-src 'none'; style-src 'self' 'unsafe-inline'; ")
    assert "script" not in policy


def test_only_its_frames_may_be_framed_and_only_by_itself(hall) -> None:
    whole, frame = hall.get(HALL), hall.get(f"{HALL}frames/a.html")
    assert whole.all("x-frame-options") == ["DENY"]
    assert whole.all("content-security-policy")[0].endswith("frame-ancestors 'none'")
    assert frame.all("x-frame-options") == ["SAMEORIGIN"]
    assert frame.all("content-security-policy")[0].endswith("frame-ancestors 'self'")


OUTSIDE = [
    "../events.html",
    "frames/../../events.html",
    "..\\events.html",
    "/etc/hosts.html",
    "//etc/hosts.html",
    ".hidden.html",
    "./index.html",
    "frames//a.html",
    "frames/",
    "frames",
    "a.js",
    "link.html",
    "circle.html",
    "none.html",
    "index.html\x00.css",
    "index.html/",
    "x" * 5000 + ".html",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_not_in_it_is_not_there(hall, name) -> None:
    for said in (name, quote(name, safe="")):
        assert hall.get(HALL + said).status == 404


@pytest.mark.parametrize("name", OUTSIDE[:8])
def test_no_name_leads_out_of_a_folder(tmp_path, name) -> None:
    assert inside(tmp_path, name) is None


def test_what_is_too_large_is_not_read(hall, monkeypatch) -> None:
    monkeypatch.setattr("sarto.pages.console.hall.LARGEST", 10)
    assert hall.get(f"{HALL}index.html").status == 404


def test_what_cannot_be_read_is_not_there(hall, tmp_path, monkeypatch) -> None:
    def broken(_file):
        raise OSError

    monkeypatch.setattr("pathlib.Path.read_bytes", broken)
    assert hall.get(f"{HALL}index.html").status == 404


def test_strangers_do_not_see_it(hall) -> None:
    assert Browser(hall.app).get(HALL).status == 404
    assert Browser(hall.app).get(f"{HALL}gallery.css").status == 404
    assert hall.get(HOME).text.count("every variant on one page") == 1


def test_where_there_is_none_it_says_how_to_make_one(tmp_path) -> None:
    browser = entered(opened(tmp_path))
    assert "sarto gallery" in browser.get(HALL).text
    assert "sarto gallery" in browser.get(HOME).text


def test_no_disk_is_waited_for_by_all(hall, monkeypatch) -> None:
    asked = []
    for name in ("resolve", "is_file", "stat", "read_bytes"):
        inner = getattr(Path, name)

        def watched(path, *given, inner=inner, **more):
            if ".sarto" in str(path):
                asked.append(current_thread() is main_thread())
            return inner(path, *given, **more)

        monkeypatch.setattr(Path, name, watched)
    hall.get(HALL)
    hall.get(HOME)
    assert asked
    assert not any(asked)
