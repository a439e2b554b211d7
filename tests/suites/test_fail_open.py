"""Fail-open: whatever fails inside Sarto, the visitor gets the site's own page."""

import pytest

import sarto.site.answer
from sarto import Sarto
from sarto.compose.scanner import Scanner
from sarto.site.site import Site
from support.play import html, play, scope_of

# MathML has the page scanned: a glance is not enough for it.
PAGE = '<html lang="en"><math></math><p data-sarto="hero">own</p>' + "tail " * 500
CONFIG = '[slots.hero]\nshow = [{ fragment = "hero.html" }]'


class BrokenError(Exception):
    pass


def broken(*_args, **_kwargs):
    raise BrokenError


@pytest.fixture
def app_of(folder):
    def make(fragment="new", site=None, config=CONFIG):
        return Sarto(site or html(PAGE), config=folder(config, hero=fragment))

    return make


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Site, "meet"),
        (sarto.site.answer.Answer, "asked"),
        (sarto.site.answer.Answer, "edits"),
        (Scanner, "feed"),
    ],
    ids=lambda part: getattr(part, "__name__", part),
)
@pytest.mark.parametrize("chunks", [1, 7])
def test_a_failing_part_leaves_the_sites_own_bytes(
    app_of, monkeypatch, owner, name, chunks
):
    site = html(PAGE, chunks=chunks)
    app = app_of(site=site)
    monkeypatch.setattr(owner, name, broken)

    answer = play(app)

    assert answer.body == play(site).body
    assert answer.is_complete
    assert answer.error is None
    assert sum(app.current.site.failures.counts.values()) >= 1


def test_a_failure_before_the_start_leaves_the_sites_own_headers(app_of, monkeypatch):
    app = app_of()
    monkeypatch.setattr(sarto.site.answer.Answer, "edits", broken)

    assert play(app).raw_headers == play(html(PAGE)).raw_headers


@pytest.mark.parametrize(
    "fragment",
    [
        "{{ 1 / 0 }}",
        "{{ visitor.facts.device.nothing.at.all }}",
        "{{ original|upper }}",
        "{% for a in range(99999999) %}{% endfor %}",
        "{{ visitor.__class__.__mro__ }}",
    ],
)
def test_a_fragment_that_fails_leaves_the_slot_as_it_was(app_of, fragment):
    try:
        app = app_of(fragment)
    except sarto.ConfigError:
        return  # told at the start, which is better still

    answer = play(app, headers=[("User-Agent", "curl/8")])

    assert answer.text == PAGE


def test_an_application_error_stays_the_applications(app_of):
    async def failing(scope, receive, send):
        raise BrokenError

    answer = play(app_of(site=failing))

    assert isinstance(answer.error, BrokenError)
    assert answer.messages == []


def test_an_application_that_dies_in_mid_page_stays_cut(app_of):
    async def dying(scope, receive, send):
        kind = (b"content-type", b"text/html")
        await send({"type": "http.response.start", "status": 200, "headers": [kind]})
        body = b'<p>first</p><p data-sarto="hero">held'
        await send({"type": "http.response.body", "body": body, "more_body": True})
        raise BrokenError

    answer = play(app_of(site=dying))

    assert answer.body == b'<p>first</p><p data-sarto="hero">held'
    assert not answer.is_complete
    assert isinstance(answer.error, BrokenError)


def test_a_missing_location_database_leaves_places_unknown(app_of):
    config = (
        '[location]\ndatabase = "nowhere.mmdb"\n'
        '[slots.hero]\nshow = [{ when = { country = "IR" }, fragment = "hero.html" }]'
    )
    app = app_of(config=config)

    assert play(app).text == PAGE
    assert [f.code for f in app.current.site.warnings] == ["SARTO020"]


def test_a_failure_is_counted_each_time_and_logged_once(app_of, monkeypatch, caplog):
    app = app_of()
    monkeypatch.setattr(Site, "meet", broken)

    for _ in range(5):
        play(app)

    assert app.current.site.failures.counts["meet"] == 5
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"headers": []},
        {"headers": [(b"user-agent", b"\xff\x00" * 3000)]},
        {"headers": [(b"accept-language", b",;q=,,*;q=9" * 500)]},
        {"headers": [(b"cookie", b"=;;a=\xff;" * 500), (b"cookie", b"b")]},
        {"headers": [(b"x-forwarded-for", b"nowhere, ::::1, 999.1.1.1")]},
        {"headers": [(b"referer", b"http://[::1"), (b"host", b"[")]},
        {"query_string": b"utm_source=%ff&&=&a[]=%zz" * 200},
        {"path": "/\udcff/\x00", "raw_path": b"/%ff/%00"},
        {"client": None},
        {"extensions": None},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_nothing_a_visitor_sends_raises(app_of, odd):
    facts = (
        "device = 'tv', language = 'en', country = 'IR', zone = '*', bot = true,"
        "time = '00:00-00:01', channel = 'paid', campaign.source = 'x',"
        "host = 'x', path = '/x', query.x = 'y'"
    )
    rule = f"show = [{{ when = {{ not = {{ {facts} }} }},"
    app = app_of(config=CONFIG.replace("show = [{", rule))

    answer = play(lambda s, r, send: app({**scope_of(), **odd}, r, send))

    assert answer.status == 200
    assert answer.error is None
    assert not app.current.site.failures.counts
