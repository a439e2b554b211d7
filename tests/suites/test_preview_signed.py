"""A link to a preview is signed: any other is nothing, and it is good for a while."""

from datetime import timedelta

import pytest

from support.browsers import NOON, Browser, Clock
from support.previewed_site import SECURE, TOML, entered, left, link, opened


@pytest.fixture
def app(tmp_path):
    return opened(tmp_path)


def test_a_link_sets_a_cookie_of_this_visit_and_leads_to_its_page(app) -> None:
    browser = Browser(app)
    answer = browser.get(f"/_sarto/preview/{link()}")

    assert answer.status == 303
    assert answer.all("location") == ["/menu?a=b"]
    (cookie,) = answer.all("set-cookie")
    assert cookie == f"{SECURE}={link()}; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert answer.all("cache-control") == ["private, no-store"]
    assert answer.all("x-robots-tag") == ["noindex"]


def test_on_plain_http_the_cookie_stands_without_its_prefix(app) -> None:
    browser = Browser(app, scheme="http")
    browser.get(f"/_sarto/preview/{link()}")

    assert browser.cookies == {"sarto-preview": link()}
    assert "a phone" in browser.get("/").text


OTHERS = {
    "forged": link()[:-1] + ("A" if link()[-1] != "A" else "B"),
    "over": link(ends=NOON),
    "of another secret": link(secret="another secret that is long enough"),  # noqa: S106 - a test's
    "of another site": link(site="other"),
    "too long": "a" * 3900,
    "empty": ".",
    "of nobody": link(""),
    "of facts that are gone": link("preference.colour=red arm.x=y device=phone"),
    "cut": "device='mobile",
    "unreadable": link("device='mobile"),
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_link_that_is_no_good_is_calmly_not_there(app, text) -> None:
    answer = Browser(app).get(f"/_sarto/preview/{text}")

    assert answer.status == 404
    assert answer.all("set-cookie") == []
    assert answer.all("x-robots-tag") == ["noindex"]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_cookie_that_is_no_good_changes_nothing(app, text) -> None:
    for path in ("/", "/data"):
        with_it = Browser(app, {SECURE: text}).get(path)
        assert with_it == Browser(app).get(path)


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "x", "/\\x"]
)
def test_a_signed_path_that_leaves_the_site_is_not_followed(app, path) -> None:
    assert Browser(app).get(f"/_sarto/preview/{link(path=path)}").status == 404


def test_facts_that_are_not_declared_any_more_are_left_out(app) -> None:
    browser = entered(app, "preference.colour=red device=mobile level=guru")
    text = browser.get("/").text

    assert "a phone" in text
    assert "colour" not in text


def test_it_ends_by_itself(tmp_path) -> None:
    clock = Clock()
    browser = entered(opened(tmp_path, clock=clock))
    clock.on(days=2, seconds=-1)
    assert "a phone" in browser.get("/").text
    clock.on(seconds=1)
    assert browser.get("/").body == Browser(browser.app).get("/").body


def test_without_a_secret_there_are_no_previews(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    toml = '[slots.hero]\nshow = [{ when = { device = "mobile" }, fragment = "phone.html" }]'
    app = opened(tmp_path, toml, secret="")

    assert Browser(app).get(f"/_sarto/preview/{link()}").status == 404
    assert Browser(app).get("/_sarto/preview/exit").status == 404
    assert b"own" in Browser(app, {SECURE: link()}).get("/").body


def test_sites_side_by_side_have_previews_of_their_own(tmp_path) -> None:
    app = opened(tmp_path, f'site = "shop"\n{TOML}')
    browser = Browser(app)

    assert browser.get(f"/_sarto/preview/{link()}").status == 404
    browser.get(f"/_sarto/preview/{link(site='shop')}")
    assert list(browser.cookies) == [f"{SECURE}~shop"]
    assert "a phone" in browser.get("/").text
    assert left(browser).status == 303
    assert browser.cookies == {"own": "1"}


def test_where_a_preview_breaks_the_visitor_gets_the_site(app) -> None:
    browser = entered(app)
    site = app.current.site

    class Broken:
        def shown(self, *_):
            raise ZeroDivisionError

    app.pages(site).previews = Broken()
    assert browser.get("/").body == Browser(app).get("/").body
    assert site.failures.counts["preview"] == 1


@pytest.mark.parametrize("days", [0, 1])
def test_a_link_works_for_as_many_as_have_it(app, days) -> None:
    text = link(ends=NOON + timedelta(days=days + 1))
    for _ in range(3):
        assert Browser(app).get(f"/_sarto/preview/{text}").status == 303
