"""What headers say of one visitor is said of nobody else, however alike their pages."""

import logging

import pytest

from sarto import visitor
from support.browsers import Browser, consenting, site

EVERYBODY = '[[slots.hero.show]]\nfragment = "hero.html"\n'
CONSENT = 'consent.source = "cookieyes"\n'


def of(tmp_path, reads, **more):
    rules = f'{CONSENT}[app]\nreads = {{ "/*" = ["{reads}"] }}\n{EVERYBODY}'
    return site(tmp_path, rules, {"hero.html": "for all"}, **more)


def test_only_who_consents_is_asked_for_hints(tmp_path):
    app = of(tmp_path, "color_scheme")
    known, stranger = consenting(app), Browser(app)

    for _ in range(3):
        assert known.get("/").all("accept-ch")
        assert not stranger.get("/").all("accept-ch")


def test_a_known_visitor_s_page_is_stored_nowhere_whoever_asked_before(tmp_path):
    app = of(tmp_path, "visits")
    known, stranger = consenting(app), Browser(app)

    for _ in range(3):
        assert stranger.get("/").all("cache-control") == ["private, no-cache"]
        known.get("/")
    assert known.get("/").all("cache-control") == ["private, no-store"]


@pytest.mark.parametrize("kept", ["public, max-age=60", ""])
def test_what_a_visitor_chose_is_in_nobody_else_s_answer(tmp_path, caplog, kept):
    async def app(scope, receive, send):
        body = str(dict(visitor(scope).told)).encode()
        fields = [(b"content-type", b"text/plain"), (b"cache-control", kept.encode())]
        start = {"type": "http.response.start", "status": 200, "headers": fields}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    made = site(
        tmp_path, 'languages = ["en", "fa"]\n' + EVERYBODY, {"hero.html": ""}, app
    )
    with caplog.at_level(logging.WARNING):
        answer = Browser(made).get("/")

    assert answer.all("cache-control") == ["private, no-store"]
    assert "[app] reads" in caplog.text
