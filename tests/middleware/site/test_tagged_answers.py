"""What is said of an answer that a tag, or the site's code, made by a decision."""

import pytest

from sarto import Sarto, visitor
from sarto.compose.rewrite import Rewriter
from support.play import html, play
from support.remembered_site import SECRET, consenting

CONFIG = """
timezone = "UTC"
[slots.hero]
pages = "/"
show = [ { when = { device = "mobile" }, fragment = "hero.html" } ]
[slots.capped]
pages = "/"
show = [ { fragment = "capped.html", cap = { times = 2, per = "visitor" } } ]
[consent]
source = "cookieyes"
map = { personalization = "functional", analytics = "analytics" }
"""
PHONE = [("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1")]  # fmt: skip
PUBLIC = ("Cache-Control", "public, max-age=600")
TAG = ("ETag", '"1"')
TEXT = ("Content-Type", "text/plain; charset=utf-8")
CONSENTED = f"cookieyes-consent={consenting()}"


@pytest.fixture
def app_of(folder):
    def make(site, **more):
        path = folder(CONFIG, hero="yours", capped="once")
        return Sarto(site, config=path, secret=SECRET, **more)

    return make


def writing(*headers, slot="hero", **said):
    async def site(scope, receive, send):
        text = visitor(scope).placed(slot, lambda: "own")
        await html(f"<p>{text}</p>", headers=headers, **said)(scope, receive, send)

    return site


KINDS = {
    "text": [TEXT],
    "xml": [("Content-Type", "application/xml")],
    "a part for a script": [("Content-Type", "application/json")],
    "attached": [("Content-Disposition", "attachment")],
    "not to be transformed": [("Cache-Control", "public, max-age=600, no-transform")],
    "a coding that nobody knows": [("Content-Encoding", "xpress")],
    "another charset": [("Content-Type", "text/html; charset=utf-16")],
    "a page": [],
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=[*KINDS])
def test_whatever_a_tag_stands_in_is_for_nobody_else(app_of, kind) -> None:
    app = app_of(writing(PUBLIC, TAG, *kind))
    yours, own = play(app, headers=PHONE), play(app)
    assert (yours.text, own.text) == ("<p>yours</p>", "<p>own</p>")
    for answer in (yours, own):
        control = answer.header("cache-control").split(", ")
        assert "public" not in control
        assert "private" in control
        assert "user-agent" in answer.header("vary").lower()
        assert answer.header("etag").startswith('W/"')
    assert yours.header("etag") != own.header("etag")


def test_what_no_tag_stands_in_keeps_its_headers(app_of) -> None:
    answer = play(app_of(html("plain", headers=[PUBLIC, TEXT, TAG])), headers=PHONE)
    assert answer.header("cache-control") == "public, max-age=600"
    assert answer.header("etag") == '"1"'
    assert answer.header("vary") is None


def test_that_the_sites_code_asks_for_a_decision_counts_like_a_tag(app_of) -> None:
    async def site(scope, receive, send):
        fragment = visitor(scope).decide("hero").fragment
        kind = ("Content-Type", "application/json")
        await html(f'"{fragment}"', headers=[PUBLIC, kind])(scope, receive, send)

    answer = play(app_of(site), headers=PHONE)
    assert answer.text == '"hero.html"'
    assert answer.header("cache-control") == "private, no-cache"


def test_a_known_variant_is_answered_304(app_of) -> None:
    app = app_of(writing(TAG, TEXT))
    tag = play(app, headers=PHONE).header("etag")
    assert play(app, headers=[*PHONE, ("If-None-Match", tag)]).status == 304
    assert play(app, headers=[("If-None-Match", tag)]).status == 200


def test_where_deciding_fails_nobody_else_gets_what_a_tag_wrote(
    app_of, monkeypatch
) -> None:
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr("sarto.site.answer.Answer.recalled", broken)
    answer = play(app_of(writing(PUBLIC, TEXT)), headers=PHONE)
    assert answer.text == "<p>yours</p>"
    assert answer.header("cache-control") == "private, no-store"


@pytest.mark.parametrize("chunks", [1, 3])
def test_where_composing_fails_nobody_else_gets_what_a_tag_wrote(
    app_of, monkeypatch, chunks
) -> None:
    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("sarto.compose.edit.cut", broken)
    monkeypatch.setattr(Rewriter, "_note", broken)
    answer = play(app_of(writing(PUBLIC, chunks=chunks)), headers=PHONE)
    assert answer.text == "<p>yours</p>"
    assert answer.header("cache-control") == "private, no-cache"


def streaming(kind, *headers):
    """Write a tag after the answer has started."""

    async def site(scope, _receive, send):
        fields = [(n.lower().encode(), v.encode()) for n, v in (kind, *headers)]
        start = {"type": "http.response.start", "status": 200, "headers": fields}
        await send(start)
        await send({"type": "http.response.body", "body": b"<p>", "more_body": True})
        text = visitor(scope).placed("hero", lambda: "own").encode()
        await send({"type": "http.response.body", "body": text, "more_body": True})
        await send({"type": "http.response.body", "body": b"</p>"})

    return site


def test_a_tag_in_a_page_that_streams_shows_what_is_decided(app_of) -> None:
    app = app_of(streaming(("Content-Type", "text/html; charset=utf-8"), PUBLIC))
    for headers, text in ((PHONE, "<p>yours</p>"), ([], "<p>own</p>")):
        answer = play(app, headers=headers)
        assert answer.text == text
        assert answer.header("cache-control") == "private, no-cache"


def test_it_is_too_late_in_an_answer_that_says_it_is_for_everybody(app_of) -> None:
    answer = play(app_of(streaming(TEXT, PUBLIC)), headers=PHONE)
    assert answer.text == "<p>own</p>"
    assert answer.header("cache-control") == "public, max-age=600"


def again(answer):
    """Come back with the cookie that an answer took along, if any."""
    pairs = [CONSENTED, *filter(None, [answer and answer.header("set-cookie")])]
    return [("Cookie", "; ".join(pair.partition(";")[0] for pair in pairs))]


@pytest.mark.parametrize("headers", [[], [TAG]])
def test_what_is_shown_so_often_is_counted_once_however_it_is_reached(
    app_of, headers
) -> None:
    async def site(scope, receive, send):
        text = visitor(scope).placed("capped", lambda: "own") * 2
        page = f'<p>{text}</p><p data-sarto="capped">own</p>'
        await html(page, headers=headers)(scope, receive, send)

    app = app_of(site)
    answers = [play(app, headers=again(None))]
    for _ in range(2):
        answers.append(play(app, headers=again(answers[-1])))
    counts = [answer.text.count("once") for answer in answers]
    assert counts == [3, 3, 0]


def test_what_a_tag_alone_shows_is_counted(app_of) -> None:
    app = app_of(writing(TAG, slot="capped"))
    answers = [play(app, headers=again(None))]
    for _ in range(2):
        answers.append(play(app, headers=again(answers[-1])))
    assert [each.text for each in answers] == ["<p>once</p>"] * 2 + ["<p>own</p>"]


def test_a_slot_that_no_tag_showed_is_not_counted(app_of) -> None:
    app = app_of(writing(TAG))
    answers = [play(app, headers=again(None))]
    for _ in range(3):
        answers.append(play(app, headers=again(answers[-1])))
    app.app = writing(TAG, slot="capped")
    assert play(app, headers=again(answers[-1])).text == "<p>once</p>"
