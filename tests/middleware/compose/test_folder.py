"""A folder of fragments is read once; what cannot be one is told with its reason."""

import os
from pathlib import Path

import pytest

from sarto.compose import folder as folder_module
from sarto.compose.folder import LARGEST, Folder


def put(folder: Path, name: str, data: bytes = b"x") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "fragments"
    found.mkdir()
    return found


@pytest.mark.parametrize(
    "name",
    [
        *("a.html", "hero/a.html", "hero/deep/a.fa.html", "a.htm", "a.jinja", "a.j2"),
        *("a.svg", "a.txt", "with space.html", "é.html"),
    ],
)
def test_these_are_fragments(folder: Path, name: str) -> None:
    put(folder, name, "é".encode())
    read = Folder.read(folder)
    assert read.names() == {name}
    assert read.text(name) == "é"
    assert not read.unreadable


@pytest.mark.parametrize(
    "name",
    [".a.html", ".git/a.html", "hero/.#a.html", "a.html~", "a", ".html", "a.py"],
)
def test_these_are_none_and_not_worth_a_word(folder: Path, name: str) -> None:
    put(folder, name)
    read = Folder.read(folder)
    assert not read.names()
    assert not read.unreadable


def test_there_may_be_no_folder(tmp_path: Path) -> None:
    read = Folder.read(tmp_path / "nowhere")
    assert not read.names()
    with pytest.raises(KeyError):
        read.text("a.html")


def test_a_byte_order_mark_is_no_text(folder: Path) -> None:
    put(folder, "a.html", b"\xef\xbb\xbf<p>")
    assert Folder.read(folder).text("a.html") == "<p>"


def test_a_folder_called_like_a_fragment_is_read_into(folder: Path) -> None:
    put(folder, "a.html/b.html")
    assert Folder.read(folder).names() == {"a.html/b.html"}


def test_what_changes_on_disk_later_is_not_seen(folder: Path) -> None:
    file = put(folder, "a.html", b"then")
    read = Folder.read(folder)
    file.unlink()
    assert read.text("a.html") == "then"


def reason(folder: Path, name: str = "a.html") -> str:
    read = Folder.read(folder)
    assert name not in read.names()
    return read.unreadable[name]


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.html", b"secret")
    (folder / "a.html").symlink_to(secret)
    assert reason(folder) == "it is a link that leads out of the folder"


def test_a_linked_folder_is_not_read(folder: Path, tmp_path: Path) -> None:
    put(tmp_path, "out/secret.html", b"secret")
    (folder / "in").symlink_to(tmp_path / "out")
    assert not Folder.read(folder).names()


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    put(folder, "a.html", b"same")
    (folder / "b.html").symlink_to(folder / "a.html")
    assert Folder.read(folder).text("b.html") == "same"


def test_the_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    put(folder, "a.html")
    (tmp_path / "link").symlink_to(folder)
    assert Folder.read(tmp_path / "link").names() == {"a.html"}


def test_a_link_to_nowhere_is_told(folder: Path) -> None:
    (folder / "a.html").symlink_to(folder / "nowhere.html")
    assert reason(folder) == "it is no file"


def test_a_link_in_a_circle_is_told(folder: Path) -> None:
    (folder / "a.html").symlink_to(folder / "a.html")
    assert reason(folder) == "it cannot be read: a link in a circle"


def test_a_pipe_is_told_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.html")
    assert reason(folder) == "it is no file"


def test_the_largest_is_read_and_a_larger_one_is_told(folder: Path) -> None:
    put(folder, "fits.html", b"x" * LARGEST)
    put(folder, "a.html", b"x" * (LARGEST + 1))
    assert reason(folder) == "it has more than 1000000 bytes"
    assert len(Folder.read(folder).text("fits.html")) == LARGEST


def test_what_is_not_utf_8_is_told_with_its_first_wrong_byte(folder: Path) -> None:
    put(folder, "a.html", b"caf\xe9")
    assert reason(folder) == "it is not UTF-8 (byte 3)"


def test_a_name_that_is_no_text_harms_nobody(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff.html")).write_text("x")
    (name,) = Folder.read(folder).names()
    assert name.encode() == b"?.html"


def test_a_file_that_the_disk_does_not_give_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.html")

    class Unreadable(type(folder)):
        def open(self, *_: object) -> None:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folder_module, "Path", Unreadable)
    read = Folder.read(Unreadable(folder))
    assert read.unreadable == {"a.html": "it cannot be read: Permission denied"}
