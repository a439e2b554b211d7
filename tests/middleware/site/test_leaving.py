"""What is kept from others on its way out; what fails there costs the site nothing."""

import pytest

import sarto.site.leaving
from sarto import visitor
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from support.play import html, play
from support.shared_site import KEPT, PAGE, PHONE, behind, page

PLAIN = "[slots.hero]\npages = '/other'\nshow = [{ fragment = 'one.html' }]\n"
LISTENING = "[preferences.view]\nvalues = ['simple']\n" + PLAIN
ONE = 'languages = ["en"]\n[cache]\nedge = "none"\n'
RULES = pytest.mark.parametrize("rules", [PLAIN, LISTENING], ids=["deaf", "listening"])


class BrokenError(Exception):
    pass


def broken(*_args):
    raise BrokenError


def reading(inner):
    """Make an application whose code reads what no file declares."""

    async def app(scope, receive, send):
        _ = visitor(scope).facts.device
        await inner(scope, receive, send)

    return app


@RULES
@pytest.mark.parametrize("said", ["public, max-age=60", "no-store", "private", ""])
def test_what_code_read_and_did_not_declare_is_kept_by_nobody(rules, said) -> None:
    sent = [*([("Cache-Control", said)] if said else []), ("CDN-Cache-Control", "max-age=60")]  # fmt: skip
    site = behind(rules, reading(html(PAGE, headers=sent)), head=ONE)
    answer = site.raw("/")
    assert answer.header("cache-control") == "private, no-store"
    assert answer.header("cdn-cache-control") is None
    assert site.told == {"reads": 1}


@RULES
def test_what_nobody_read_goes_out_as_it_came(rules) -> None:
    inner = html(PAGE, headers=KEPT)
    assert behind(rules, inner, head=ONE).raw("/").messages == play(inner).messages


@RULES
def test_where_that_fails_the_site_s_own_answer_goes_out_and_it_is_counted(
    rules, monkeypatch
) -> None:
    site = behind(rules, reading(html(PAGE, headers=KEPT)), head=ONE)
    monkeypatch.setattr(Visitor, "has_strayed", property(broken))
    answer = site.raw("/")
    assert answer.error is None
    assert answer.header("cache-control") == dict(KEPT)["Cache-Control"]
    assert answer.body == PAGE.encode()
    assert site.told["leave"] == 1


def test_who_could_not_be_met_has_the_site_s_own_page_whatever_fails(monkeypatch):
    site = behind()
    keys = site.keys(PHONE)
    monkeypatch.setattr(Site, "meet", broken)
    assert site.keyed("/", keys).header("x-sarto-pass") == "1"
    monkeypatch.setattr(sarto.site.leaving, "again", broken)
    answer = site.keyed("/", keys)
    assert answer.error is None
    assert answer.body == PAGE.encode()
    assert answer.header("etag") == dict(KEPT)["ETag"]
    assert site.told == {"meet": 2, "leave": 1}


def test_headers_that_are_read_only_once_are_all_there() -> None:
    inner = page()

    async def once(scope, receive, send):
        async def sent(message):
            if message["type"] == "http.response.start":
                message = {**message, "headers": (pair for pair in message["headers"])}
            await send(message)

        await inner(scope, receive, sent)

    for app in (once, reading(once)):
        answer = behind(PLAIN, app, head=ONE).raw("/")
        assert answer.header("etag") == dict(KEPT)["ETag"]
        assert answer.body == PAGE.encode()
