"""A page that asks for a stage asks for what the stage is found by, and is no more."""

import logging

import pytest

from support.browsers import Clock, consenting, site

TOML = """
consent.source = "cookieyes"
signals.booked = { on = "POST /book" }
journey.stages = [
  { name = "new" },
  { name = "called", when = { channel = "paid" } },
  { name = "customer", when = { signals.booked = ">=1", visits = ">=1" } },
]

[[slots.hero.show]]
when = { stage = "customer" }
fragment = "hero.html"
"""


@pytest.fixture
def browser(tmp_path):
    clock = Clock()
    return consenting(site(tmp_path, TOML, {"hero.html": "again"}, clock=clock))


def test_what_a_stage_is_found_by_is_no_undeclared_reading(browser, caplog):
    with caplog.at_level(logging.WARNING):
        browser.get("/")
        browser.post("/book")
        assert "again" in browser.get("/").text

    assert [each.getMessage() for each in caplog.records] == []


def test_a_stage_that_asks_a_header_varies_by_it(browser):
    (vary,) = browser.get("/").all("vary")

    assert {"Cookie", "Referer"} <= set(vary.split(", "))
