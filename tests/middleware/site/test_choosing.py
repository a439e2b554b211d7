"""What is decided for one visitor is recalled for another only where that is right."""

import pytest

from support.browsers import NO
from support.tried_site import HERO, ONLY_ANALYTICS, PAGE, PHOTO, Tried

DEFAULT = """
[slots.hero]
default = "photo.html"
[[slots.hero.show]]
experiment = "photo"
fragments = { control = "default", photo = "photo.html" }
"""


@pytest.fixture
def decided(monkeypatch):
    """Count how often anything is decided anew."""
    from sarto.site.choosing import Choosing  # noqa: PLC0415 - where it is counted

    times, anew = [], Choosing.decided_anew

    def counting(self):
        times.append(1)
        return anew(self)

    monkeypatch.setattr(Choosing, "decided_anew", counting)
    return times


def test_visitors_of_one_arm_are_decided_once(tmp_path, decided):
    tried = Tried(tmp_path)
    crowd = [tried.in_arm("photo") for _ in range(5)]
    crowd += [tried.in_arm("control") for _ in range(5)]
    decided.clear()
    for browser in crowd:
        browser.get("/")

    assert decided == []


@pytest.mark.parametrize("rules", [HERO, DEFAULT])
def test_each_is_recalled_as_what_they_are(tmp_path, rules):
    tried = Tried(tmp_path, rules)
    crowd = [tried.browser() for _ in range(30)]
    crowd += [tried.browser(ONLY_ANALYTICS) for _ in range(5)]
    for browser in crowd * 2:
        text = browser.get("/").text
        assert (PHOTO in text) or text == PAGE

    rows = tried.written()
    assert len(rows) == len({each.unit for each in rows}) == len(crowd)
    assert {each.variant for each in rows} == {"control", "photo"}


def test_what_shows_the_same_by_another_rule_is_kept_apart(tmp_path):
    tried = Tried(tmp_path, DEFAULT)
    strangers = [tried.browser(NO) for _ in range(3)]
    for browser in [*strangers, *(tried.browser() for _ in range(20)), *strangers]:
        assert PHOTO in browser.get("/").text

    assert {each.variant for each in tried.written()} == {"control", "photo"}
    assert len(tried.written()) == 20
