"""A preview shows a site as somebody else sees it, and leaves no trace of anybody."""

from dataclasses import replace

import pytest

from support.browsers import CONSENT, YES, Browser, Clock, consenting
from support.previewed_site import (
    BANNER,
    FORM,
    PHONE,
    SECURE,
    TOML,
    entered,
    left,
    less_banner,
    link,
    opened,
)


@pytest.fixture
def app(tmp_path):
    return opened(tmp_path)


def test_every_page_is_decided_with_the_signed_facts(app) -> None:
    browser = entered(app)

    assert "a phone" in browser.get("/").text
    assert "a phone" in browser.get("/any/other").text


@pytest.mark.parametrize("path", ["/", "/data", "/told"])
def test_nobody_keeps_an_answer_of_a_preview(app, path) -> None:
    answer = entered(app).get(path)

    assert answer.all("cache-control") == ["private, no-store"]
    assert answer.all("x-robots-tag") == ["noindex"]
    assert answer.all("cdn-cache-control") == []


def test_the_banner_is_the_last_of_the_page_and_all_else_is_the_same(app) -> None:
    answer = entered(app).get("/")

    body = answer.body.replace(b"a phone", b"own")
    assert less_banner(body) == Browser(app).get("/").body
    assert BANNER.search(body).end() == len(body)
    assert answer.all("etag") == answer.all("content-length") == []


def test_the_banner_names_who_is_seen_and_until_when(app) -> None:
    text = (
        entered(app, "device=mobile country=IR visits=2 city='New York'").get("/").text
    )

    assert "You see this page as device=mobile, country=IR, and visits=2." in text
    assert "It ends on November 24, 2026 at 12:00" in text
    assert "<bdi>city</bdi> <b><bdi>New York</bdi></b>" in text


def test_a_persona_is_called_by_its_name(app) -> None:
    browser = Browser(app)
    browser.get(f"/_sarto/preview/{link(PHONE, name='anna <b>')}")

    assert "You see this page as anna &lt;b&gt;." in browser.get("/").text


def test_the_banner_speaks_to_whoever_looks(app) -> None:
    browser = entered(app, "device=mobile language=en")
    text = browser.get("/", accept_language="fa-IR,fa;q=0.9").text

    assert '<aside class="sarto-preview" lang="fa" dir="rtl"' in text
    assert "<i>en</i>" in text  # the site's own code hears whom they look at


def test_what_is_no_page_has_no_banner(app) -> None:
    assert entered(app).get("/data").body == Browser(app).get("/data").body


def test_a_page_that_the_browser_has_is_sent_anew(app) -> None:
    tag = Browser(app).get("/").all("etag")[0]
    same = entered(app, "device=tv")  # nothing else is seen but the banner
    answer = same.get("/", if_none_match=tag, range="bytes=0-1")

    assert answer.status == 200
    assert b"sarto-preview" in answer.body


def test_nothing_is_remembered_signalled_capped_or_told(tmp_path) -> None:
    clock = Clock()
    app = opened(tmp_path, clock=clock)
    known = consenting(app)
    known.get("/")
    clock.on(hours=1)
    before = dict(known.cookies)

    known.get(f"/_sarto/preview/{link('visits=5 consent=personalization')}")
    for path in ("/", "/told", "/", "/book"):
        clock.on(hours=1)
        assert "visit 5" in known.get(path).text  # a cap of one
        assert known.post("/book").status == 200
    assert known.cookies.pop(SECURE)
    assert known.cookies == before
    assert "visit 2" in known.get("/").text  # as if nothing had been


def test_what_the_site_s_code_tells_goes_into_no_cookie_of_ours(app) -> None:
    answer = entered(app, **{CONSENT: YES}).get("/told")

    assert set(answer.set_cookies) == {"own"}


def test_the_banner_s_button_ends_it_and_leads_back(app) -> None:
    browser = entered(app)
    answer = left(browser, "/menu?a=b")

    assert (answer.status, answer.all("location")) == (303, ["/menu?a=b"])
    assert SECURE not in browser.cookies
    assert browser.get("/").body == Browser(app).get("/").body


def test_nobody_else_s_page_ends_it(app) -> None:
    browser = entered(app)
    other = {**FORM, "sec-fetch-site": "cross-site"}

    assert browser.post("/_sarto/preview/exit", b"next=/", **other).status == 403
    assert SECURE in browser.cookies


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "", "\\x"])
def test_the_exit_never_leads_to_another_site(app, next_) -> None:
    assert left(entered(app), next_).all("location") == ["/"]


def test_where_a_page_has_no_banner_the_exit_is_a_page_of_its_own(app) -> None:
    answer = entered(app).get("/_sarto/preview/exit")

    assert answer.status == 200
    assert '<form action="/_sarto/preview/exit" method="post">' in answer.text
    assert answer.all("x-robots-tag") == ["noindex"]


def test_whoever_looks_on_sees_no_previews(app) -> None:
    seen = []
    app.current.site = replace(app.current.site, watchers=(seen.append,))
    entered(app).get("/")
    assert seen == []
    Browser(app).get("/")
    assert len(seen) == 1


def test_the_site_s_own_cookie_of_a_language_says_whom_they_look_at(tmp_path) -> None:
    app = opened(tmp_path, f'language.cookie = "lang"\n{TOML}')
    heard = []

    async def hearing(scope, receive, send):
        heard.append(dict(scope["headers"])[b"cookie"].decode())
        await inner(scope, receive, send)

    inner, app.app = app.app, hearing
    browser = entered(app, "language=fa", lang="en", basket="7")
    browser.get("/")

    assert heard == [f"basket=7; {SECURE}={link('language=fa')}; lang=fa"]


def test_our_own_pages_speak_to_whoever_looks(app) -> None:
    browser, url = entered(app), "/_sarto/privacy?page=/"

    assert browser.get(url).text == Browser(app).get(url).text


def test_below_another_path_all_addresses_are_below_it(app) -> None:
    async def mounted(scope, receive, send):
        below = {"root_path": "/shop", "path": f"/shop{scope['path']}"}
        await app({**scope, **below}, receive, send)

    browser = Browser(mounted)
    answer = browser.get(f"/_sarto/preview/{link()}")
    assert answer.all("location") == ["/shop/menu?a=b"]
    text = browser.get("/menu").text
    assert '<form action="/shop/_sarto/preview/exit"' in text
    assert 'href="/shop/_sarto/preview-' in text
    assert 'value="/shop/menu"' in text


def test_the_banner_s_style_is_a_file_that_may_be_kept(app) -> None:
    browser = entered(app)
    style = browser.get("/").text.partition('href="')[2].partition('"')[0]
    answer = browser.get(style)

    assert answer.all("content-type") == ["text/css; charset=utf-8"]
    assert "immutable" in answer.all("cache-control")[0]


def test_there_is_no_script_in_it(app) -> None:
    text = entered(app).get("/").text
    assert "<script" not in text
    assert " style=" not in text
    assert " on" not in BANNER.search(text.encode())[0].decode().replace(" on ", "")


def test_a_browser_may_ask_for_head(app) -> None:
    answer = entered(app).ask("HEAD", "/")
    assert answer.all("cache-control") == ["private, no-store"]


@pytest.mark.parametrize("name", ["consent", "preferences", "forget"])
def test_a_form_changes_nothing_of_one_s_own_as_long_as_it_lasts(
    tmp_path, name
) -> None:
    app = opened(tmp_path, TOML.replace('"cookieyes"', '"form"'))
    browser = entered(app)
    said = {"consent": b"choice=none", "preferences": b"view=expert"}
    body = said.get(name, b"everything=yes") + b"&next=/menu"
    answer = browser.post(f"/_sarto/{name}", body, **FORM)

    assert (answer.status, answer.all("location")) == (303, ["/menu"])
    assert answer.set_cookies == {}
    assert answer.all("clear-site-data") == []
    left(browser)
    assert browser.post(f"/_sarto/{name}", body, **FORM).set_cookies


@pytest.mark.parametrize(
    ("path", "raw"),
    [("/a?b", "/a%3Fb"), ("/50%-off", "/50%25-off"), ("/c#d", "/c%23d")],
)
def test_the_way_back_leads_to_the_very_page(app, path, raw) -> None:
    browser = entered(app)

    async def decoded(scope, receive, send):
        is_page = not scope["path"].startswith("/_sarto")
        await app({**scope, "path": path} if is_page else scope, receive, send)

    browser.app = decoded
    assert f'name="next" value="{raw}?q=1"' in browser.get("/x?q=1").text
