"""Files as they were when they were opened: what is none, and what becomes short."""

import os

import pytest

from sarto_adapters.sites.static import StaticSite
from sarto_adapters.sites.static.opened import Opened, ShortError
from support.folder_asking import ask, put


def test_what_is_no_file_any_more_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("gone", "pipe", ".", "gone/x"):
        assert Opened.at(str(tmp_path / name)) is None


def test_a_disk_that_fails_is_told(tmp_path, monkeypatch):
    def failing(*_):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("sarto_adapters.sites.static.opened.os.open", failing)
    with pytest.raises(OSError, match="Too many"):
        Opened.at(str(put(tmp_path, "a.txt", "1")))


def test_a_file_that_was_cut_is_short(tmp_path):
    file = put(tmp_path, "a.txt", "0123456789")
    opened = Opened.at(str(file))
    assert b"".join(opened.pieces(range(3, 6))) == b"345"
    assert opened.is_as_it_was
    os.truncate(file, 4)
    assert not opened.is_as_it_was
    with pytest.raises(ShortError):
        list(opened.pieces(range(3, 6)))
    opened.close()


def test_a_page_that_is_cut_again_and_again_is_no_page(tmp_path, monkeypatch):
    file, read = put(tmp_path, "index.html", "<h1>Home</h1>"), Opened.pieces

    def cut(self, span):
        os.truncate(file, self.size - 1)
        return read(self, span)

    monkeypatch.setattr(Opened, "pieces", cut)
    with pytest.raises(ShortError):
        ask(StaticSite(tmp_path), "/")
