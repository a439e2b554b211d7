"""What is remembered of a visitor, and when, through the whole of Sarto."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from sarto import ConfigError, Sarto, visitor
from support.browsers import (
    CONSENT,
    NO,
    YES,
    Browser,
    Clock,
    consenting,
    pages,
    site,
)

TOML = """
languages = ["en", "fa"]
consent.source = "cookieyes"
signals.booked = { on = "POST /book", points = 20 }
signals.seen = { on = "GET /menu/*" }
signals.told = {}
journey.stages = [
  { name = "new" },
  { name = "exploring", when = { visits = ">=2" } },
  { name = "customer", when = { signals.booked = ">=1" } },
]
interests = { from = ["/menu/{topic}", "?q"], min = 2 }
level.freeze = ["/book/*"]
preferences.view.values = ["simple", "full"]

[slots.hero]
pages = ["/", "/menu/*", "/book/*"]
default = "told.html"
"""
TOLD = (
    "{{ visitor.facts.visits }} {{ visitor.level }} {{ visitor.stage }} "
    "{{ visitor.facts['signals.booked'] }} {{ visitor.facts['signals.seen'] }} "
    "{{ visitor.facts['interest']|sort|join('+') }} "
    "{{ visitor.facts['preference.view'] }} {{ visitor.facts.signed_in }}"
)
NOBODY = "1 novice new 0 0   False"
PROFILE = "__Host-sarto"

Made = Callable[..., Sarto]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["cookie", "store"])
def made(request, tmp_path, clock) -> Made:
    def make(more: str = "", app: Any = pages, **options: Any) -> Sarto:
        url = f"sqlite:///{tmp_path / 'profiles.db'}"
        kept = {"profiles": url} if request.param == "store" else {}
        given = {"clock": clock, "budget": 2.0, **kept, **options}
        return site(tmp_path, TOML + more, {"told.html": TOLD}, app, **given)

    return make


def slot(answer: Any) -> str:
    found = re.search(r"<p [^>]*>(.*?)</p>", answer.text)
    assert found
    return found[1]


def test_who_comes_back_is_known(made, clock):
    browser = consenting(made())
    assert slot(browser.get("/")) == NOBODY
    browser.post("/book")
    assert slot(browser.get("/")).startswith("1 novice customer 1 ")
    clock.on(days=1)
    assert slot(browser.get("/")).startswith("2 regular customer 1 ")


def test_what_happens_counts_from_the_next_request_on(made):
    browser = consenting(made())
    assert slot(browser.get("/menu/fish")).split()[4] == "0"
    assert slot(browser.get("/menu/fish")).split()[4] == "1"
    assert slot(browser.get("/menu/fish")).split()[4:6] == ["2", "fish"]


def test_a_search_tells_an_interest(made):
    browser = consenting(made())
    for _ in range(2):
        browser.get("/?q=Pierogi")
    assert "pierogi" in slot(browser.get("/"))


def test_the_level_stays_in_the_middle_of_a_task(made, clock):
    browser = consenting(made())
    browser.post("/book")
    clock.on(days=1)
    assert " novice " in slot(browser.get("/book/2"))
    assert " novice " in slot(browser.get("/"))
    clock.on(days=1)
    assert " regular " in slot(browser.get("/"))


@pytest.mark.parametrize("said", [None, NO, "", "nonsense"])
def test_nobody_is_remembered_who_did_not_consent(made, said):
    app = made()
    browser = Browser(app, {} if said is None else {CONSENT: said})
    for _ in range(3):
        assert slot(browser.get("/")) == NOBODY
        browser.post("/book")
    assert PROFILE not in browser.cookies


def test_who_takes_consent_back_is_forgotten_in_that_very_answer(made):
    browser = consenting(made())
    browser.get("/")
    browser.post("/book")
    stolen = browser.cookies[PROFILE]
    browser.cookies[CONSENT] = NO
    answer = browser.get("/")
    assert slot(answer) == NOBODY
    assert answer.set_cookies[PROFILE].startswith("; Max-Age=0; Path=/; HttpOnly;")
    browser.cookies[CONSENT] = YES
    assert slot(browser.get("/")) == NOBODY
    browser.cookies[PROFILE] = stolen
    is_signed = not browser.app.current.site.keeping.keeper
    assert (slot(browser.get("/")) != NOBODY) is is_signed  # a store has nothing left


def test_taking_back_is_heard_on_pages_that_no_rule_touches(made):
    browser = consenting(made())
    browser.get("/")
    browser.cookies[CONSENT] = NO
    assert PROFILE in browser.get("/imprint").set_cookies
    assert PROFILE not in browser.cookies


def test_the_cookie_is_as_the_contract_says(made):
    browser = consenting(made())
    attributes = browser.get("/").set_cookies[PROFILE].split("; ")[1:]
    assert attributes == [
        "Max-Age=34128000",
        "Path=/",
        "HttpOnly",
        "SameSite=Lax",
        "Secure",
    ]
    plain = Browser(browser.app, {CONSENT: YES}, scheme="http")
    attributes = plain.get("/").set_cookies["sarto"].split("; ")[1:]
    assert attributes == ["Max-Age=34128000", "Path=/", "HttpOnly", "SameSite=Lax"]


def test_behind_a_proxy_that_ends_tls_cookies_stay_secure(tmp_path):
    app = site(tmp_path, 'https = "always"\nsite = "shop"' + TOML, {"told.html": TOLD})
    browser = Browser(app, {CONSENT: YES}, scheme="http")
    assert "Secure" in browser.get("/").set_cookies["__Host-sarto~shop"]


def test_nothing_is_set_when_nothing_changed(made):
    browser = consenting(made())
    browser.get("/")
    assert not browser.get("/").set_cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x_moz": "prefetch"},
        {"x_purpose": "preview"},
        {"user_agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
    ],
)
def test_who_only_looks_ahead_leaves_no_trace(made, headers):
    browser = consenting(made())
    assert not browser.get("/menu/fish", **headers).set_cookies
    assert slot(browser.get("/")) == NOBODY


def test_head_leaves_no_trace(made):
    browser = consenting(made())
    assert not browser.ask("HEAD", "/menu/fish").set_cookies
    assert not browser.ask("OPTIONS", "/menu/fish").set_cookies


def test_a_bot_is_nobody_though_it_brings_a_profile(made, clock):
    browser = consenting(made())
    browser.post("/book")
    clock.on(days=1)
    browser.agent = "Googlebot/2.1 (+http://www.google.com/bot.html)"
    assert slot(browser.get("/")) == NOBODY
    assert PROFILE in browser.cookies


def test_a_cookie_of_ours_never_goes_where_others_share_the_answer(made):
    async def shared(scope: Any, receive: Any, send: Any) -> None:
        html = (b"content-type", b"text/html")
        fresh = (b"cache-control", b"public, max-age=60")
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": [html, fresh]})
        await send({"type": "http.response.body", "body": b"<p>x</p>"})

    app = made(app=shared)
    browser = consenting(app)
    answer = browser.get("/elsewhere")
    assert answer.all("cache-control") == ["public, max-age=60"]
    assert not answer.set_cookies


def test_an_answer_that_takes_a_cookie_along_is_nobody_else_s(made):
    app = made()

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        visitor(scope).signal("told")
        await pages(scope, receive, send)

    app.app = asked
    answer = consenting(app).get("/elsewhere")
    assert answer.all("cache-control") == ["private, no-store"]
    assert PROFILE in answer.set_cookies


def telling(tell: Callable[[Any], object]) -> Any:
    """Make an application that tells Sarto something on `/tell`."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/tell":
            tell(visitor(scope))
        await pages(scope, receive, send)

    return app


def test_code_can_tell_a_signal_with_a_value(made):
    seen = []

    def tell(v: Any) -> None:
        seen.append((v.facts["signals.told"], v.facts["signals.told.value"], v.often))
        v.signal("told", value=42.5)

    browser = consenting(made(app=telling(tell)))
    for _ in range(2):
        browser.get("/tell")
    if browser.app.current.site.keeping.keeper is None:
        assert seen == [(0, None, ()), (1, 42.5, ("told",))]


@pytest.mark.parametrize("worth", [float("nan"), float("inf"), None])
def test_a_value_that_is_no_number_is_none(made, worth):
    browser = consenting(made(app=telling(lambda v: v.signal("told", worth))))
    browser.get("/tell")
    browser.get("/tell")
    assert not browser.app.current.site.failures.counts


def test_a_signal_that_is_not_declared_is_told_to_the_author(made, caplog):
    browser = consenting(made(app=telling(lambda v: v.signal("booket"))))
    assert browser.get("/tell").status == 200
    assert browser.app.current.site.failures.counts["undeclared"] == 1


def test_the_visitor_s_own_choice_outranks_what_was_inferred(made):
    browser = Browser(made(app=telling(lambda v: v.prefer("level", "expert"))))
    browser.get("/tell")
    assert browser.cookies == {"__Host-sarto-prefs": "level=expert"}
    assert slot(browser.get("/")) == NOBODY.replace("novice", "expert")


def test_a_choice_can_be_taken_back(made):
    choices = iter(["simple", "full", ""])
    app = made(app=telling(lambda v: v.prefer("view", next(choices))))
    browser = Browser(app)
    for said in ("simple", "full"):
        browser.get("/tell")
        assert f" {said} " in slot(browser.get("/"))
    browser.get("/tell")
    assert not browser.cookies


def test_what_cannot_be_chosen_is_told_to_the_author(made):
    browser = Browser(made(app=telling(lambda v: v.prefer("view", "x"))))
    assert not browser.get("/tell").set_cookies
    assert browser.app.current.site.failures.counts["undeclared"] == 1


def test_the_language_that_was_chosen_is_spoken(made):
    browser = Browser(made(app=telling(lambda v: v.prefer("language", "fa"))))
    browser.get("/tell")
    said: list[str] = []

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        said.append(visitor(scope).facts.language)
        await pages(scope, receive, send)

    browser.app.app = asked
    browser.get("/", accept_language="en")
    assert said == ["fa"]


def test_without_a_secret_nothing_can_be_remembered(tmp_path, monkeypatch):
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    with pytest.raises(ConfigError, match=r"SARTO027.*at least 16 characters"):
        site(tmp_path, TOML, {"told.html": TOLD}, secret="")
    with pytest.raises(ConfigError, match="SARTO027"):
        site(tmp_path, TOML, {"told.html": TOLD}, secret=["short"])
    monkeypatch.setenv("SARTO_SECRET", "one of the environment")
    site(tmp_path, TOML, {"told.html": TOLD}, secret=[])


def test_who_remembers_nobody_needs_no_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    app = site(tmp_path, "slots.hero.show = []", {}, secret="")
    assert app.current.site.keeping is None
    app = site(tmp_path, TOML.replace("consent.source", "#"), {"told.html": TOLD})
    assert app.current.site.keeping is None


def test_nothing_of_a_visitor_s_is_logged(made, caplog):
    caplog.set_level(logging.DEBUG)
    browser = consenting(made())
    for path in ("/", "/menu/fish", "/tell"):
        browser.get(path)
    assert browser.cookies[PROFILE] not in caplog.text
    assert YES not in caplog.text
