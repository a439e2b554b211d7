"""What is looked at while a site is served, and what a change of it does."""

import os

import pytest

from sarto.workbench.anew import ANEW, Work
from sarto.workbench.dev.holds import Holds
from sarto.workbench.dev.looking import Looking
from sarto.workbench.dev.sight import Sight, walked


class Server:
    """Stands for a server that stops at once when it is told to."""

    def __init__(self, looking):
        self.is_begun_anew, self.looking = False, looking

    def begin_anew(self):
        self.is_begun_anew = True
        self.looking.end()


@pytest.fixture
def place(folder):
    config = folder("[slots.hero]\n", hero="shown")
    for name in ("app.py", "page.html", "guests.db"):
        (config.parent / name).write_text("one", "utf-8")
    return config


def looking_at(config, target, *, has_trouble=False):
    looking = Looking(Work(target=target, config=config), Holds())
    server = Server(looking)
    looking.serve(server, has_trouble=has_trouble)
    return looking, server


def after(looking, file, text="another text"):
    """Change a file; say whether pages come anew."""
    before = looking.holds.version
    file.write_text(text, "utf-8")
    if changed := looking.sight.changed():
        looking.heed(changed)
    return looking.holds.version != before


@pytest.mark.parametrize(
    ("name", "comes"),
    [
        ("sarto.toml", True),
        ("fragments/hero.html", True),
        ("page.html", True),
        ("guests.db", False),
    ],
)
def test_pages_come_anew_for_what_they_are_made_of(place, name, comes):
    looking, server = looking_at(place, "app:app")

    assert after(looking, place.parent / name) is comes
    assert not server.is_begun_anew


def test_code_begins_anew_where_it_runs_here(place):
    looking, server = looking_at(place, "app:app")

    assert not after(looking, place.parent / "app.py")
    assert server.is_begun_anew


def test_code_beside_pages_is_a_file_like_others(place):
    looking, server = looking_at(place, str(place.parent))

    assert after(looking, place.parent / "app.py")
    assert not server.is_begun_anew


def test_of_a_running_site_config_and_fragments_are_looked_at(place):
    looking, _ = looking_at(place, "http://127.0.0.1:9")

    assert after(looking, place.parent / "fragments" / "hero.html")
    assert not after(looking, place.parent / "page.html")


def test_in_trouble_any_change_begins_anew(place):
    looking, server = looking_at(place, "app:app", has_trouble=True)

    assert not after(looking, place)
    assert server.is_begun_anew


def test_a_config_with_a_mistake_is_looked_at_with_all_beside_it(place):
    place.write_text("broken =", "utf-8")
    looking, server = looking_at(place, None, has_trouble=True)

    assert not after(looking, place.parent / "page.html")
    assert server.is_begun_anew


def test_folders_that_the_config_names_later_are_looked_at_then(place):
    other = place.parent / "other"
    other.mkdir()
    (other / "hero.txt").write_text("one", "utf-8")
    looking, _ = looking_at(place, "http://127.0.0.1:9")

    assert after(looking, place, '[folders]\nfragments = "other"\n')
    assert after(looking, other / "hero.txt")


def test_code_that_hangs_while_it_is_read_is_not_waited_for(place, monkeypatch):
    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    looking = Looking(Work(target="app:app", config=place), Holds())

    after(looking, place.parent / "app.py")

    assert ended == [ANEW]


def test_what_comes_and_goes_is_seen_and_nothing_twice(tmp_path):
    sight, file = Sight(tree=tmp_path), tmp_path / "a.html"
    file.write_text("a", "utf-8")

    assert sight.changed() == {str(file)}
    assert sight.changed() == frozenset()
    file.unlink()
    assert sight.changed() == {str(file)}


def test_hidden_and_installed_files_are_not_looked_at(tmp_path):
    names = [".git/a.html", "node_modules/a.html", "own/pyvenv.cfg", "own/lib/a.html"]
    for name in [*names, ".a.html", "a.html", "b/a.html"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a", "utf-8")

    seen = {os.path.relpath(path, tmp_path) for path in walked(tmp_path)}

    assert seen == {"a.html", os.path.join("b", "a.html")}  # noqa: PTH118 - names
