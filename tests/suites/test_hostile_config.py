"""A config that is hostile, or changes while people are served: nobody sees an error."""

import os
import re
import shutil
import time
from pathlib import Path
from threading import Timer

import pytest

from sarto import Sarto
from sarto.errors import ConfigError
from support.play import html, play

PAGE = '<p data-sarto="hero" title="own">own</p>'
LATEST = 15  # seconds until a change is shown; it takes about one
FOLDER, CIRCLE = "a folder", "a circle of links"


def config(number):
    return f"""\
[slots.hero]
why = "version {number}"

[[slots.hero.show]]
fragment = "hero.html"
attrs = {{ title = "{number}" }}
"""


def write(folder, number):
    """Write a release: its config and its fragment tell the same number."""
    (folder / "fragments").mkdir(parents=True, exist_ok=True)
    (folder / "fragments" / "hero.html").write_text(f"{number}", "utf-8")
    (folder / "sarto.toml").write_text(config(number), "utf-8")
    return folder / "sarto.toml"


@pytest.fixture
def served(tmp_path):
    """A site that shows `1` and follows its files by itself."""
    app = Sarto(html(PAGE), config=write(tmp_path, 1))
    assert ask(app) == ("1", "1")
    yield app, tmp_path / "sarto.toml"
    app.current.close()


def ask(app):
    """Ask for the page: what its config says, and what its fragment says."""
    answer = play(app)
    assert answer.status == 200
    return re.search(r'title="(\w+)".*>(\w+)</p>', answer.text).groups()


def until_shown(app, wanted, *before):
    """Ask until it is shown; until then only what was shown before."""
    end = time.monotonic() + LATEST
    while (seen := ask(app)) != wanted:
        assert seen in before, f"{seen} is neither {wanted} nor {before}"
        assert time.monotonic() < end, f"{wanted} is never shown"
        time.sleep(0.02)


def still(app, wanted, seconds=1.6):
    """Ask for some looks at the files: the same is shown all the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert ask(app) == wanted
        time.sleep(0.02)


def test_a_file_replaced_by_rename_is_followed(served):
    app, file = served
    for number in ("2", "3"):
        new = file.with_suffix(".swp")
        new.write_text(config(number), "utf-8")
        new.replace(file)
        until_shown(app, (number, "1"), (str(int(number) - 1), "1"))


@pytest.mark.slow
def test_a_file_truncated_and_written_later_is_followed(served):
    app, file = served
    with file.open("w", encoding="utf-8") as opened:
        later = Timer(1.3, lambda: (opened.write(config(2)), opened.flush()))
        later.start()
        # What is empty for longer than it takes to settle is a config that says nothing.
        until_shown(app, ("2", "1"), ("1", "1"), ("own", "own"))
        later.join()


@pytest.mark.slow
def test_a_file_half_written_for_a_while_is_not_served(served):
    app, file = served
    text = config(2)
    file.write_text(text[: text.index("hero.html")], "utf-8")
    still(app, ("1", "1"))
    file.write_text(text, "utf-8")
    until_shown(app, ("2", "1"), ("1", "1"))


def test_a_file_written_bit_by_bit_is_served_whole(served):
    app, file = served
    text = config(2)
    with file.open("w", encoding="utf-8", buffering=1) as opened:
        for start in range(0, len(text), 7):
            opened.write(text[start : start + 7])
            opened.flush()
            assert ask(app) == ("1", "1")
            time.sleep(0.03)
    until_shown(app, ("2", "1"), ("1", "1"))


@pytest.mark.slow
def test_a_file_deleted_and_made_again_is_followed(served):
    app, file = served
    file.unlink()
    still(app, ("1", "1"))
    file.write_text(config(2), "utf-8")
    until_shown(app, ("2", "1"), ("1", "1"))


@pytest.mark.slow
@pytest.mark.parametrize("instead", [FOLDER, "a pipe", CIRCLE, "nothing", "NUL"])
def test_what_is_no_config_at_all_is_not_served(served, instead):
    app, file = served
    file.unlink()
    hostile(file, instead)
    still(app, ("1", "1"))
    file.rmdir() if instead == FOLDER else file.unlink(missing_ok=True)
    file.write_text(config(2), "utf-8")
    until_shown(app, ("2", "1"), ("1", "1"))


def hostile(file, instead):
    if instead == FOLDER:
        file.mkdir()
    elif instead == "a pipe":
        os.mkfifo(file)
    elif instead == CIRCLE:
        file.symlink_to(file)
    elif instead == "nothing":
        file.symlink_to(file.parent / "nowhere")
    else:
        file.write_bytes(b"version = 1\0" * 1_000)


def mounted(tmp_path):
    """Lay files out as a mounted ConfigMap: links to `..data`, a link to a release."""
    write(tmp_path / "..1", 1)
    data = tmp_path / "..data"
    data.symlink_to("..1")
    for name in ("sarto.toml", "fragments"):
        (tmp_path / name).symlink_to(Path("..data") / name)
    return data


def switch(data, number):
    """Make a release and switch to it at once, as the kubelet does."""
    write(data.parent / f"..{number}", number)
    new = data.parent / "..data_tmp"
    new.symlink_to(f"..{number}")
    new.replace(data)
    shutil.rmtree(data.parent / f"..{number - 1}")


@pytest.mark.slow
def test_a_link_switched_to_another_release_is_never_mixed(tmp_path):
    data = mounted(tmp_path)
    app = Sarto(html(PAGE), config=tmp_path / "sarto.toml")
    for number in range(2, 6):
        switch(data, number)
        until_shown(app, (f"{number}",) * 2, (f"{number - 1}",) * 2)
    app.current.close()


@pytest.mark.slow
def test_links_switched_all_the_time_never_show_an_error(tmp_path):
    data = mounted(tmp_path)
    app = Sarto(html(PAGE), config=tmp_path / "sarto.toml")
    number, end = 1, time.monotonic() + 4
    while time.monotonic() < end:
        number += 1
        switch(data, number)
        for _ in range(3):
            shown, _ = ask(app)
            assert shown != "own"
            time.sleep(0.02)
    until_shown(app, (f"{number}",) * 2, *((f"{n}",) * 2 for n in range(1, number)))
    app.current.close()


@pytest.mark.parametrize("instead", [FOLDER, CIRCLE, "nothing", "NUL"])
def test_a_site_does_not_start_with_what_is_no_config(tmp_path, instead):
    hostile(tmp_path / "sarto.toml", instead)
    with pytest.raises(ConfigError):
        Sarto(html(PAGE), config=tmp_path / "sarto.toml")
