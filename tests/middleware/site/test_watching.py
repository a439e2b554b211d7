from dataclasses import replace

import pytest

from support.browsers import Browser, site

TOML = '[slots.hero]\npages = ["/"]\ndefault = "hero.html"'
SHOWN = '<!doctype html><p data-sarto="hero">ours</p>'


@pytest.fixture
def sarto(tmp_path):
    return site(tmp_path, TOML, {"hero.html": "ours"})


def watch(sarto, *watchers):
    sarto.current.site = replace(sarto.current.site, watchers=watchers)
    return Browser(sarto)


def test_a_watcher_sees_what_was_decided(sarto):
    seen = []

    watch(sarto, lambda visitor: seen.extend(visitor.decided)).get("/")

    assert [decision.fragment for decision in seen] == ["hero.html"]


def test_pages_that_no_rule_can_touch_are_nobodys_to_watch(sarto):
    seen = []

    watch(sarto, seen.append).get("/elsewhere")

    assert seen == []


def test_what_fails_in_a_watcher_costs_the_visitor_nothing(sarto):
    seen = []

    def fails(visitor):
        raise RuntimeError

    answer = watch(sarto, fails, seen.append).get("/")

    assert answer.body.decode() == SHOWN
    assert len(seen) == 1
    assert sarto.current.site.failures.counts["watch"] == 1
