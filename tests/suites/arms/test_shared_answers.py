"""Arms and caches: what a browser kept from before, and what others must not be given."""

import pytest

from sarto import visitor
from support.browsers import CONSENT, YES
from support.play import html
from support.tried_site import HERO, PAGE, Tried

TAG = [("etag", '"v1"')]
JSON = (b"content-type", b"application/json")
PUBLIC = (b"cache-control", b"public, max-age=600")
LEVEL = """
[[slots.hero.show]]
when = { level = "expert" }
fragment = "photo.html"
"""


def reading(*facts: str):
    """Make an application that reads facts, and tells them to whoever asks."""

    async def told(scope, _receive, send):
        who = visitor(scope)
        read = [getattr(who.facts, name, None) or who.facts[name] for name in facts]
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": [JSON, PUBLIC]})
        await send({"type": "http.response.body", "body": repr(read).encode()})

    return told


def test_who_has_the_page_from_before_consent_is_counted_in_each_arm(tmp_path):
    """The arm that changes nothing has the bytes of strangers, and their tag."""
    tried = Tried(tmp_path, app=html(PAGE, headers=TAG))
    for _ in range(24):
        browser = tried.browser(None)
        (tag,) = browser.get("/").all("etag")
        browser.cookies[CONSENT] = YES
        assert browser.get("/", if_none_match=tag).status == 200
    assert {each.variant for each in tried.written()} == {"control", "photo"}
    assert len(tried.written()) == 24


def test_who_is_in_no_experiment_is_told_that_they_have_the_page(tmp_path):
    tried = Tried(tmp_path, LEVEL, app=html(PAGE, headers=TAG))
    for consent in (None, YES):
        browser = tried.browser(consent)
        (tag,) = browser.get("/").all("etag")
        assert browser.get("/", if_none_match=tag).status == 304


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("rules", [HERO, LEVEL, ""], ids=["arm", "level", "nothing"])
@pytest.mark.parametrize("fact", ["arm.photo", "level", "consent", "device"])
def test_what_code_tells_of_a_visitor_beside_pages_is_nobody_elses(
    tmp_path, fact, rules, method
):
    """That rules of the page read it too is no word of `[app] reads`."""
    tried = Tried(tmp_path, rules, app=reading(fact))
    browser = tried.browser()
    for _ in range(2):
        answer = browser.ask(method, "/data")
        assert answer.all("cache-control") == ["private, no-store"]


@pytest.mark.parametrize("rules", [HERO, ""], ids=["a rule", "no rule"])
def test_an_arm_that_code_reads_first_stays(tmp_path, rules):
    tried = Tried(tmp_path, rules, app=reading("arm.photo"))
    for _ in range(8):
        browser = tried.browser()
        assert len({browser.get("/data").text for _ in range(3)}) == 1


def test_what_reads_nothing_of_a_visitor_stays_as_public_as_it_came(tmp_path):
    tried = Tried(tmp_path, app=reading())
    browser = tried.browser()
    for _ in range(2):
        answer = browser.get("/data")
        assert answer.all("cache-control") == ["public, max-age=600"]
        assert answer.set_cookies == {}
