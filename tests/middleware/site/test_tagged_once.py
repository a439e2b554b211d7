"""A slot is decided and rendered once a request, however it is reached."""

import pytest

from sarto import Sarto, visitor
from support.play import html, play
from support.shared_site import DESK, KEPT, PHONE, behind

CONFIG = """
languages = ["en", "fa"]
timezone = "UTC"
[slots.hero]
show = [ { when = { language = "fa" }, fragment = "fa.html" }, { fragment = "en.html" } ]
[slots.other]
show = [ { when = { language = "fa" }, fragment = "fa.html" }, { fragment = "en.html" } ]
"""
NAMED = """
[slots.hero]
show = [ { fragment = "named.html" } ]
"""
SECRET = "a secret of the tests, long enough to sign"  # noqa: S105 - it guards nothing
FRAGMENTS = {
    "fa": "Farsi",
    "en": "English",
    "named": 'for {{ visitor.facts["traits.name"] or "nobody" }}',
}
ATTRIBUTES = '<html lang="en"><i data-sarto="hero">own</i><i data-sarto="other">own</i>'


def own():
    return "own"


@pytest.fixture
def app_of(folder):
    def make(site, config=CONFIG):
        return Sarto(site, config=folder(config, **FRAGMENTS), secret=SECRET)

    return make


@pytest.mark.parametrize("warm", [0, 2])
def test_what_is_told_after_a_tag_changes_only_what_is_decided_later(
    app_of, warm
) -> None:
    telling = []

    async def site(scope, receive, send):
        found = visitor(scope)
        tag = found.placed("hero", own)
        if telling:
            found.prefer("language", "fa")
        await html(f"{ATTRIBUTES}<b>{tag}</b>")(scope, receive, send)

    app = app_of(site)
    for _ in range(warm):  # so that all of it was decided lately
        assert play(app).text.count("English") == 3
    telling.append(True)
    shown = play(app).text
    assert '<i data-sarto="hero">English</i>' in shown
    assert '<i data-sarto="other">Farsi</i>' in shown
    assert "<b>English</b>" in shown


@pytest.mark.parametrize("warm", [0, 2])
def test_a_tag_shows_what_was_told_before_it(app_of, warm) -> None:
    telling = []

    async def site(scope, receive, send):
        found = visitor(scope)
        texts = [found.placed("hero", own)]
        if telling:
            found.prefer("language", "fa")
        texts += [found.placed("other", own), found.placed("hero", own)]
        await html(" ".join(texts))(scope, receive, send)

    app = app_of(site)
    for _ in range(warm):
        assert play(app).text == "English English English"
    telling.append(True)
    assert play(app).text == "English Farsi English"


def test_what_a_fragment_read_is_not_read_again(app_of) -> None:
    async def site(scope, receive, send):
        found = visitor(scope)
        tag = found.placed("hero", own)
        found.identify("user-1", name="Ann")
        await html(f"{ATTRIBUTES}<b>{tag}</b>")(scope, receive, send)

    text = play(app_of(site, NAMED)).text
    assert text.count("for nobody") == 2


def test_for_an_edge_too_each_variant_has_an_entity_tag_of_its_own() -> None:
    async def site(scope, receive, send):
        text = visitor(scope).placed("hero", own)
        kind = ("Content-Type", "application/json")
        await html(f'"{text}"', headers=[*KEPT, kind])(scope, receive, send)

    edge = behind(app=site)
    far = [PHONE, ("CF-IPCountry", "IR")]
    answers = [edge.asked("/", *said) for said in ([DESK], [PHONE], far)]
    assert [each.text for each in answers] == ['"default"', '"touch"', '"far"']
    assert len({each.header("etag") for each in answers}) == 3
    assert all(each.header("cdn-cache-control") for each in answers)
