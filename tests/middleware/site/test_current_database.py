import time

import pytest

from sarto import Config, Sarto
from sarto.site import database
from support.changes import change, refreshed
from support.databases import flat, written
from support.play import html, play

PAGE = '<p data-sarto="hero">own</p>'
PLACES = """
[location]
database = "places.mmdb"
[[slots.hero.show]]
when     = { country = "PL" }
fragment = "hero.html"
"""


@pytest.fixture
def places(folder):
    """Write a site that greets Poland, and 8.* is in Poland."""
    config = folder(PLACES, hero="Cześć")
    written(config.parent / "places.mmdb", n8=flat("PL"))
    return config


def is_greeted(app):
    return "Cześć" in play(app, client="8.8.8.8").text


def test_a_replaced_database_is_read(places):
    app = Sarto(html(PAGE), config=places)
    assert is_greeted(app)

    written(places.parent / "places.mmdb", n8=flat("IR"))
    app.current.refresh()
    assert is_greeted(app), "it may still be written to"

    app.current.refresh()
    assert not is_greeted(app)


def test_a_database_that_changes_all_the_time_is_left_alone(places):
    app = Sarto(html(PAGE), config=places)

    for size in range(5):
        written(places.parent / "places.mmdb", n8=flat("IR", "x" * size))
        app.current.refresh()

    assert is_greeted(app)


def test_a_change_of_the_fragments_does_not_read_the_database_again(places):
    app = Sarto(html(PAGE), config=places)
    source = app.current.site.sources.locations

    change(places.parent / "fragments" / "hero.html", "Cześć!")

    assert refreshed(app)
    assert "Cześć!" in play(app, client="8.8.8.8").text
    assert app.current.site.sources.locations is source


def test_a_database_missing_at_the_start_is_told_and_found_later(places, caplog):
    file = places.parent / "places.mmdb"
    file.rename(places.parent / "later.mmdb")
    app = Sarto(html(PAGE), config=places)
    assert not is_greeted(app)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "SARTO020" in caplog.text

    (places.parent / "later.mmdb").rename(file)
    app.current.refresh(settled=False)

    assert is_greeted(app)
    assert app.current.site.warnings == ()


def test_a_broken_database_leaves_the_old_one_and_is_told_once(places, caplog):
    app = Sarto(html(PAGE), config=places)
    (places.parent / "places.mmdb").write_bytes(b"broken")

    for _ in range(3):
        app.current.refresh(settled=False)
        change(places.parent / "fragments" / "hero.html", "Cześć")

    assert is_greeted(app)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "stays in use" in caplog.text


def test_a_database_read_while_it_changed_is_read_again(places, monkeypatch):
    app = Sarto(html(PAGE), config=places)
    file = places.parent / "places.mmdb"
    compiled = app.current._compile

    def while_changing(path, read=database.opened):
        found = read(path)
        written(path, n8=flat("IR", "a longer file"))
        return found

    def changing(before):
        with monkeypatch.context() as patch:
            patch.setattr(database, "opened", while_changing)
            return compiled(before)

    app.current._compile = changing
    written(file, n8=flat("CA"))
    app.current.refresh(settled=False)
    assert is_greeted(app)

    app.current._compile = compiled
    app.current.refresh(settled=False)
    assert not is_greeted(app)
    assert app.current.site.warnings == ()


def test_a_config_with_a_mistake_holds_the_database_back_until_it_is_mended(places):
    app = Sarto(html(PAGE), config=places)
    change(places, "[")
    app.current.refresh(settled=False)
    written(places.parent / "places.mmdb", n8=flat("IR"))
    app.current.refresh(settled=False)
    assert is_greeted(app)

    change(places, PLACES + "\n")
    app.current.refresh(settled=False)
    assert not is_greeted(app)


def test_the_database_of_a_config_given_as_read_is_watched(places):
    config = Config.read(places)
    app = Sarto(html(PAGE), config=config)
    play(app)
    written(places.parent / "places.mmdb", n8=flat("IR"))

    until = time.monotonic() + 10
    while is_greeted(app):
        assert time.monotonic() < until
        time.sleep(0.05)
    app.current.close()
