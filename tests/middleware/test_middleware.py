import asyncio
from datetime import UTC, datetime

import pytest

from sarto import Config, ConfigError, Sarto, visitor
from support.play import html, play, played, scope_of

CONFIG = """
languages = ["en", "fa"]
timezone = "UTC"
[slots.hero]
show = [ { when = { query.who = "you" }, fragment = "hero/you.html" } ]
[[pages]]
path = "/"
show = [ { when = { query.page = "other" }, serve = "/other" } ]
"""
PAGE = '<html lang="en"><p data-sarto="hero">own</p></html>'
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero__you="yours")


def echo(scope_seen):
    async def app(scope, receive, send):
        scope_seen.append(scope)
        await html(PAGE)(scope, receive, send)

    return app


def test_two_visitors_get_two_pages_at_one_url(config):
    app = Sarto(html(PAGE), config=config)

    assert play(app, "/?who=you").text == PAGE.replace("own", "yours")
    assert play(app, "/").text == PAGE


def test_a_page_that_can_change_is_private_and_varies(config):
    answer = play(Sarto(html(PAGE), config=config), "/")

    assert answer.header("cache-control") == "private, no-cache"
    assert answer.header("content-length") == str(len(answer.body))


def test_a_page_is_swapped_for_another_route_and_its_query_stays(config):
    seen = []

    play(Sarto(echo(seen), config=config), "/?page=other")

    assert seen[0]["path"] == "/other"
    assert seen[0]["raw_path"] == b"/other"
    assert seen[0]["query_string"] == b"page=other"


def test_a_post_is_not_swapped_for_another_route(config):
    seen = []

    play(Sarto(echo(seen), config=config), "/?page=other", method="POST")

    assert seen[0]["path"] == "/"


def test_globs_and_facts_speak_of_the_visible_path(config):
    seen = []

    play(Sarto(echo(seen), config=config), "/?page=other")

    assert visitor(seen[0]).facts.path == "/"


def test_the_sites_own_code_may_ask_who_is_there(config):
    seen = []

    play(Sarto(echo(seen), config=config), "/?who=you")

    decision = visitor(seen[0]).decide("hero")
    assert decision.fragment == "hero/you.html"
    assert [each.condition for each in decision.because] == ['query.who = "you"']


def test_without_sarto_a_visitor_is_nobody_known():
    stranger = visitor(scope_of("/?who=you"))

    assert stranger.facts.device is None
    assert stranger.level == "novice"
    assert stranger.stage is None
    assert stranger.consent == frozenset()
    assert stranger.decide("hero").is_own


def test_a_visitor_is_found_in_a_request_object(config):
    class Request:
        def __init__(self, scope):
            self.scope = scope

    seen = []
    play(Sarto(echo(seen), config=config), "/?who=you")

    assert visitor(Request(seen[0])) is visitor(seen[0])


def test_switched_off_the_site_passes_untouched(config, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")
    config.write_text("not = [ a config", "utf-8")
    seen = []

    answer = play(Sarto(echo(seen), config=config), "/?who=you")

    assert answer.text == PAGE
    assert answer.header("cache-control") is None
    assert "sarto" not in seen[0]


def test_a_mistake_in_the_config_stops_the_start(folder):
    with pytest.raises(ConfigError) as stopped:
        Sarto(html(PAGE), config=folder("[slots.hero]\nshw = []"))

    assert [finding.line for finding in stopped.value.findings] == [2]


def test_a_config_may_be_given_as_read(tmp_path):
    config = Config.loads(
        '[slots.hero]\nshow = [{ attrs = { class = "x" } }]', folder=tmp_path
    )

    assert 'class="x"' in play(Sarto(html(PAGE), config=config)).text


@pytest.mark.parametrize("kind", ["websocket", "lifespan", "something"])
def test_other_scopes_reach_the_application_as_they_are(config, kind):
    seen = []

    async def app(scope, receive, send):
        seen.append((scope, receive, send))

    scope, receive, send = {"type": kind}, object(), object()
    asyncio.run(Sarto(app, config=config)(scope, receive, send))

    assert seen[0][0] is scope
    assert seen[0][1:] == (receive, send)


def test_an_inner_sarto_steps_aside(config):
    app = Sarto(Sarto(html(PAGE), config=config), config=config)

    assert play(app, "/?who=you").text == PAGE.replace("own", "yours")


def test_an_inner_sarto_of_another_config_is_told_once(config, tmp_path, caplog):
    other = tmp_path / "other.toml"
    other.write_text("", "utf-8")
    app = Sarto(Sarto(html(PAGE), config=other), config=config)

    play(app)
    play(app)

    assert caplog.text.count("different configs") == 1


def test_a_page_no_rule_can_touch_passes_with_every_header(folder):
    config = folder(
        '[slots.hero]\npages = "/menu"\nshow = [{ attrs = { class = "x" } }]'
    )
    site = html(
        PAGE, headers=[("ETag", '"1"'), ("Cache-Control", "public, max-age=60")]
    )

    answer, bare = play(Sarto(site, config=config)), play(site)

    assert answer.messages == bare.messages


def test_two_hundred_interleaved_visitors_are_never_mixed(folder):
    config = folder(
        '[slots.a]\nshow = [{ fragment = "a.html" }]\n'
        '[[slots.b.show]]\nwhen = { query.n = "*[02468]" }\nfragment = "b.html"\n',
        a='{{ visitor.facts["query.n"] }}',
        b='even {{ visitor.facts["query.n"] }}',
    )

    async def site(scope, receive, send):
        number = scope["query_string"].removeprefix(b"n=")
        start = {"type": "http.response.start", "status": 200}
        await send(start | {"headers": [(b"content-type", b"text/html")]})
        for chunk in (
            b"<p data-sa",
            b'rto="a">-</p><p data-sarto',
            b'="b">odd</p>',
            number,
        ):
            await asyncio.sleep(0)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body"})

    async def all_at_once():
        app = Sarto(site, config=config)
        scopes = [scope_of(f"/?n={n}") for n in range(200)]
        return await asyncio.gather(*(played(app, scope) for scope in scopes))

    for n, answer in enumerate(asyncio.run(all_at_once())):
        second = "odd" if n % 2 else f"even {n}"
        expected = f'<p data-sarto="a">{n}</p><p data-sarto="b">{second}</p>{n}'
        assert answer.text == expected


@pytest.mark.parametrize("cookie", [b"sarto-preview=x", b"__Host-sarto-preview=x"])
def test_where_our_own_pages_cannot_be_made_the_site_answers(
    config, monkeypatch, cookie
) -> None:
    def broken(*_given, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("sarto.middleware.Pages", broken)
    app = Sarto(html(PAGE), config=config, secret="long enough to be a secret")  # noqa: S106 - a test's
    fields = [("cookie", cookie.decode())]
    assert play(app, "/?who=you", headers=fields).text == PAGE.replace("own", "yours")
    assert play(app, "/_sarto/privacy").text == PAGE
    assert app.current.site.failures.counts["pages"] == 2
