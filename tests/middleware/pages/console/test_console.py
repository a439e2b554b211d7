"""The console is there for who signed in, and for nobody else."""

from datetime import timedelta

import pytest

from support.browsers import NOON, Browser
from support.console_site import (
    HOME,
    PERSIAN,
    ROOMS,
    TOML,
    entered,
    opened,
    token,
)

SECURE = "__Host-sarto-console"
SAME = {"sec-fetch-site": "same-origin"}
FORM = {"content-type": "application/x-www-form-urlencoded", **SAME}
NOT_THERE = "/_sarto/nothing/of/ours"


@pytest.fixture
def app(tmp_path):
    return opened(tmp_path)


@pytest.fixture
def unknown(app):
    """What an address of ours that there is not answers."""
    return Browser(app).get(NOT_THERE)


def test_a_link_sets_a_strict_cookie_that_is_not_its_token_and_leads_in(app) -> None:
    browser, text = Browser(app), token()
    answer = browser.get(f"{HOME}enter/{text}")

    assert answer.status == 303
    assert answer.all("location") == [HOME]
    (cookie,) = answer.all("set-cookie")
    name, _, rest = cookie.partition("=")
    assert name == SECURE
    assert rest.endswith("; Path=/; HttpOnly; SameSite=Strict; Secure")
    assert text not in cookie
    assert browser.get(HOME).status == 200


def test_on_plain_http_the_cookie_stands_without_its_prefix(app) -> None:
    assert entered(app, scheme="http").cookies.keys() == {"sarto-console"}


def test_who_comes_from_another_site_goes_one_step_more(app) -> None:
    browser = Browser(app)
    answer = browser.get(f"{HOME}enter/{token()}", **{"sec-fetch-site": "cross-site"})

    assert answer.status == 200
    assert f'href="{HOME}"' in answer.text
    assert SECURE in browser.cookies


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_without_the_cookie_each_address_is_one_that_we_do_not_have(
    app, unknown, room, method
) -> None:
    browser = Browser(app)
    browser.get("/", **PERSIAN)
    answer = browser.ask(method, HOME + room, SAME)

    assert answer.status == 404
    assert answer.headers == unknown.headers
    assert answer.body == (b"" if method == "HEAD" else unknown.body)


@pytest.mark.parametrize(
    "toml",
    [TOML.replace("[console]\nrecent = 50", ""), 'site = "other"\n' + TOML],
)
def test_without_its_table_or_as_another_site_there_is_none(
    tmp_path, toml, unknown
) -> None:
    browser = Browser(opened(tmp_path / "other", toml))
    answer = browser.get(f"{HOME}enter/{token()}")

    assert (answer.status, answer.body) == (404, unknown.body)
    assert browser.cookies == {}


def test_without_a_secret_there_is_none(tmp_path, monkeypatch, unknown) -> None:
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    toml = '[slots.hero]\nshow = [{ attrs = { class = "a" } }]\n[console]\nrecent = 5\n'
    answer = Browser(opened(tmp_path / "bare", toml, secret="")).get(
        f"{HOME}enter/{token()}"
    )

    assert answer.status == unknown.status
    assert answer.text == unknown.text


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_is_shown_to_who_signed_in_and_kept_by_nobody(app, room) -> None:
    browser = entered(app)
    browser.get("/", **PERSIAN)
    answer = browser.get(HOME + room)

    assert answer.status == 200
    assert answer.all("cache-control") == ["private, no-store"]
    assert answer.all("x-robots-tag") == ["noindex"]
    assert answer.all("x-frame-options") == ["DENY"]
    (policy,) = answer.all("content-security-policy")
    assert policy == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    assert "<script" not in answer.text
    assert " style=" not in answer.text


def test_its_style_is_no_stranger_s_either(app) -> None:
    browser = entered(app)
    style = browser.get(HOME).text.partition('rel="stylesheet" href="')[2]
    style = style.partition('"')[0]

    assert browser.get(style).all("content-type") == ["text/css; charset=utf-8"]
    assert Browser(app).get(style).status == 404


@pytest.mark.parametrize("said", ["cross-site", "same-site", "nonsense"])
def test_other_sites_see_nothing_even_with_the_cookie(app, said) -> None:
    assert entered(app).get(HOME, **{"sec-fetch-site": said}).status == 404


def test_a_link_is_good_for_ten_minutes_and_a_stay_as_long_as_was_said(
    app,
) -> None:
    clock = app.current.site.sources.clock
    text, browser = token(1), Browser(app)
    clock.now = NOON + timedelta(minutes=9)
    assert browser.get(f"{HOME}enter/{text}").status == 303
    clock.now = NOON + timedelta(minutes=10)
    assert Browser(app).get(f"{HOME}enter/{text}").status == 404
    clock.now = NOON + timedelta(minutes=68)
    assert browser.get(HOME).status == 200
    clock.now = NOON + timedelta(minutes=69)
    assert browser.get(HOME).status == 404


def test_signing_out_deletes_the_cookie_and_is_asked_by_this_site_alone(app) -> None:
    browser = entered(app)
    kept = dict(browser.cookies)
    strange = {"origin": "https://evil.example", "host": "site.example"}
    assert browser.post(f"{HOME}exit", b"", **strange).status == 403
    assert browser.cookies == kept
    assert browser.get(f"{HOME}exit").status == 405
    answer = browser.post(f"{HOME}exit", b"", **FORM)

    assert answer.status == 303
    assert answer.all("location") == ["/"]
    assert browser.cookies == {}
    assert browser.get(HOME).status == 404


@pytest.mark.parametrize(
    ("bare", "room"), [("console", "console/"), ("console/gallery", "console/gallery/")]
)
def test_who_forgets_the_slash_is_led_on(app, bare, room) -> None:
    assert entered(app).get(f"/_sarto/{bare}").all("location") == [f"/_sarto/{room}"]


@pytest.mark.parametrize("number", ["2", "0", "9" * 5000, "x", "-1", "1/2", "۱۲۳"])
def test_a_page_that_is_not_kept_is_not_there(app, number) -> None:
    browser = entered(app)
    browser.get("/")
    assert browser.get(f"{HOME}recent/{number}").status == 404


def test_below_a_root_path_all_its_links_stay_below(tmp_path) -> None:
    app = opened(tmp_path)

    async def mounted(scope, receive, send):
        await app({**scope, "root_path": "/shop"}, receive, send)

    browser = Browser(mounted)
    answer = browser.get(f"/shop{HOME}enter/{token()}")
    assert answer.all("location") == [f"/shop{HOME}"]
    assert f'href="/shop{HOME}rules"' in browser.get(f"/shop{HOME}").text


def test_the_page_of_who_came_from_elsewhere_tells_its_address_to_nobody(app) -> None:
    browser = Browser(app)
    answer = browser.get(f"{HOME}enter/{token()}", **{"sec-fetch-site": "cross-site"})
    assert answer.status == 200
    assert answer.all("referrer-policy") == ["no-referrer"]
