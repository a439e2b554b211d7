import time

import pytest

from sarto import Config, Sarto
from sarto.site.compile import compile_site
from sarto.site.current import Current
from support.changes import change, refreshed
from support.play import html, play

PAGE = '<p data-sarto="hero">own</p>'
CONFIG = '[slots.hero]\nshow = [{ fragment = "hero.html" }]'


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero="first")


def test_a_changed_fragment_is_shown(config):
    app = Sarto(html(PAGE), config=config)

    change(config.parent / "fragments" / "hero.html", "second")

    assert refreshed(app) == PAGE.replace("own", "second")


def test_a_changed_config_is_read(config):
    app = Sarto(html(PAGE), config=config)

    change(config, '[slots.hero]\nshow = [{ fragment = "keep" }]')

    assert refreshed(app) == PAGE


@pytest.mark.parametrize(
    "broken", ["[slots.hero]\nshw = 1", "[", "version = 2", "", " \n", "\0"]
)
def test_a_mistake_keeps_the_last_good_version(config, broken, caplog):
    app = Sarto(html(PAGE), config=config)

    change(config, broken)

    assert refreshed(app) == PAGE.replace("own", "first")
    assert app.current.mistake is not None
    assert "the last good version stays" in caplog.text


def test_a_config_that_vanished_keeps_the_last_good_version(config):
    app = Sarto(html(PAGE), config=config)

    config.unlink()

    assert refreshed(app) == PAGE.replace("own", "first")


def test_a_mended_mistake_is_forgotten(config):
    app = Sarto(html(PAGE), config=config)
    change(config, "[")
    app.current.refresh(settled=False)

    change(config, CONFIG + " ")
    app.current.refresh(settled=False)

    assert app.current.mistake is None


def test_a_change_is_read_only_once_it_holds_still(config):
    app = Sarto(html(PAGE), config=config)
    change(config.parent / "fragments" / "hero.html", "second")

    app.current.refresh()
    assert play(app).text == PAGE.replace("own", "first")

    app.current.refresh()
    assert play(app).text == PAGE.replace("own", "second")


def test_an_unchanged_site_is_not_compiled_again(config):
    app = Sarto(html(PAGE), config=config)
    before = app.current.site

    app.current.refresh(settled=False)

    assert app.current.site is before


def test_a_running_site_follows_its_files_by_itself(config):
    app = Sarto(html(PAGE), config=config)
    play(app)

    change(config.parent / "fragments" / "hero.html", "second")

    until = time.monotonic() + 10
    while "second" not in play(app).text:
        assert time.monotonic() < until
        time.sleep(0.05)
    app.current.close()


def test_the_thread_ends_with_its_site(config):
    app = Sarto(html(PAGE), config=config)
    app.current.watch()
    thread = app.current._thread

    del app
    thread.join(5)

    assert not thread.is_alive()


def test_a_disk_that_fails_does_not_end_the_looking(config, caplog):
    current = Current(lambda _before: compile_site(Config.read(config)), config)

    def failing():
        raise OSError("the disk is gone")

    current.watch()
    current._look = failing
    until = time.monotonic() + 10
    while "Looking for changes failed" not in caplog.text:
        assert time.monotonic() < until
        time.sleep(0.05)

    assert current._thread.is_alive()
    current.close()


def test_a_config_given_as_read_is_not_watched(tmp_path):
    app = Sarto(html(PAGE), config=Config.loads("", folder=tmp_path))

    app.current.watch()

    assert app.current._thread is None


def test_a_change_made_while_another_is_compiled_is_not_lost(config):
    app = Sarto(html(PAGE), config=config)
    fragment = config.parent / "fragments" / "hero.html"
    compiled = app.current._compile

    def slow(before):
        site = compiled(before)
        change(fragment, "third, and longer")
        app.current._compile = compiled
        return site

    app.current._compile = slow
    change(fragment, "second")
    app.current.refresh(settled=False)

    assert refreshed(app) == PAGE.replace("own", "third, and longer")
