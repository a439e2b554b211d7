"""A running site explains a request to whoever has leave to ask, and to nobody else."""

import json
from datetime import timedelta
from threading import current_thread, main_thread

import pytest

from sarto.site.explained import UNTOLD, explained_of
from sarto.site.visitor import KEY
from support.browsers import CHROME, NOON, SECRET, Browser, Clock, consenting
from support.previewed_site import link, opened, token
from support.shared_site import HERO, behind

NAME = "x-sarto-explain"


@pytest.fixture
def app(tmp_path):
    return opened(tmp_path)


def told(browser, path="/", **headers):
    """Ask for the explanation of a request."""
    signed = token(NOON + timedelta(days=1))
    answer = browser.get(path, **{NAME: signed, **headers})
    assert answer.all("content-type") == ["application/json; charset=utf-8"]
    return json.loads(answer.text)


def test_the_very_request_is_explained_and_kept_by_nobody(app) -> None:
    answer = Browser(app).get("/menu", **{NAME: token(), "accept-language": "fa"})

    found = json.loads(answer.text)
    assert answer.status == 200
    assert answer.all("cache-control") == ["private, no-store"]
    assert answer.all("x-robots-tag") == ["noindex"]
    assert found["path"] == "/menu"
    assert found["facts"]["device"] == {"value": "desktop", "from": "user-agent"}
    assert found["slots"]["hero"]["fragment"] is None
    assert found["slots"]["hero"]["near"][0] == {
        "fragment": "phone.html",
        "would": "device=mobile",
    }


def test_it_is_decided_with_what_is_remembered_and_nothing_is_noted(tmp_path) -> None:
    clock = Clock()
    browser = consenting(opened(tmp_path, clock=clock))
    browser.get("/")
    clock.on(hours=1)
    before = dict(browser.cookies)

    for _ in range(3):
        found = told(browser)
        assert found["facts"]["visits"] == {"value": 2, "from": "profile"}
        assert found["slots"]["hero"]["fragment"] == "visits.html"
        (because,) = found["slots"]["hero"]["because"]
        assert because == {
            "condition": 'visits = ">=2"',
            "value": 2,
            "holds": True,
        }
    assert browser.cookies == before
    assert "visit 2" in browser.get("/").text  # capped at one: nothing was shown yet
    assert told(browser)["slots"]["hero"]["fragment"] is None


def test_a_near_miss_of_somebody_known_counts_what_is_known_of_them(tmp_path) -> None:
    toml = """
timezone = "UTC"
consent.source = "cookieyes"
[slots.hero]
show = [{ when = { visits = ">=2", device = "mobile" }, fragment = "phone.html" }]
"""
    clock = Clock()
    browser = consenting(opened(tmp_path, toml, clock=clock))
    browser.get("/")
    clock.on(hours=1)

    (near,) = told(browser)["slots"]["hero"]["near"]
    assert near["would"] == "device=mobile"


def test_what_a_resolver_said_counts_for_near_misses(tmp_path) -> None:
    toml = """
[slots.hero]
show = [{ when = { facts.weather = "rain", device = "mobile" }, fragment = "phone.html" }]
"""

    async def weather(_asked):
        return "rain"

    app = opened(tmp_path, toml, resolvers={"weather": weather})
    found = told(Browser(app))
    assert found["facts"]["facts.weather"]["value"] == "rain"
    (near,) = found["slots"]["hero"]["near"]
    assert near["would"] == "device=mobile"


def test_a_cap_that_is_used_up_is_no_near_miss(tmp_path) -> None:
    clock = Clock()
    browser = consenting(opened(tmp_path, clock=clock))
    for _ in range(3):
        browser.get("/")
        clock.on(hours=1)

    near = told(browser)["slots"]["hero"]["near"]
    assert [it["fragment"] for it in near] == ["phone.html", "booked.html"]


def test_no_address_no_cookie_and_no_user_agent_is_told(app) -> None:
    text = json.dumps(told(Browser(app, {"session": "secret"})))
    assert CHROME not in text
    assert "127.0.0.1" not in text
    assert "secret" not in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        token()[:-1],
        token(NOON),
        token(site="other"),
        link(),
        "a" * 9000,
        "\xff",
    ],
)
def test_a_wrong_token_is_no_token(app, text) -> None:
    assert Browser(app).get("/", **{NAME: text}) == Browser(app).get("/")


def test_a_token_ends(tmp_path) -> None:
    clock = Clock()
    browser = Browser(opened(tmp_path, clock=clock))
    assert ">own<" not in browser.get("/", **{NAME: token()}).text
    clock.on(hours=1)
    assert ">own<" in browser.get("/", **{NAME: token()}).text


def test_without_a_secret_no_token_is_heard(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    app = opened(
        tmp_path, '[slots.hero]\nshow = [{ fragment = "phone.html" }]', secret=""
    )
    assert "a phone" in Browser(app).get("/", **{NAME: token()}).text


def test_a_preview_is_explained_as_it_is_seen(app) -> None:
    browser = Browser(app)
    browser.get(f"/_sarto/preview/{link()}")

    found = told(browser)
    assert found["facts"]["device"] == {"value": "mobile", "from": "as"}
    assert found["slots"]["hero"]["fragment"] == "phone.html"


def test_what_is_somebody_s_own_is_told_to_nobody_else(tmp_path) -> None:
    toml = """
[slots.hero]
show = [{ when = { traits.tier = "gold" }, fragment = "phone.html" }]
"""
    app = opened(tmp_path, toml)
    site = app.current.site
    visitor = site.meet(Browser(app).scope("GET", "/", {}))
    visitor.identify("user-17", tier="gold")

    own = explained_of(site, visitor, is_their_own=True)
    assert own["facts"]["traits.tier"] == {"value": "gold", "from": "the site"}
    other = explained_of(site, visitor)
    assert other["facts"]["traits.tier"] == {"value": None, "from": UNTOLD}
    (because,) = other["slots"]["hero"]["because"]
    assert because["value"] is None
    assert other["slots"]["hero"]["fragment"] == "phone.html"


def test_before_an_edge_only_who_comes_past_it_is_heard() -> None:
    site = behind(HERO, clock=lambda: NOON, secret=SECRET)
    asking = (NAME, token())

    assert site.raw("/", asking).header("content-type").startswith("application/json")
    passed = site.raw("/", site.token, asking)
    assert passed.body == site.raw("/", site.token).body
    keyed = site.keyed("/", {**site.keys(), NAME: token()})
    assert keyed.body == site.asked("/").body


def test_of_the_classes_that_an_edge_tells_the_decision_is_explained() -> None:
    site = behind(HERO, clock=lambda: NOON, secret=SECRET)
    met = []
    site.app.app = watched(site.app.app, met)
    assert site.asked("/").status == 200

    found = explained_of(site.site, met[0])
    assert found["slots"]["hero"]["fragment"] == "default.html"
    assert found["slots"]["hero"]["near"] == []


def watched(app, met):
    """Let a test see whom the application meets."""

    async def seen(scope, receive, send):
        met.append(scope[KEY])
        await app(scope, receive, send)

    return seen


def test_nobody_waits_while_somebody_is_explained_to(app, monkeypatch) -> None:
    threads = []

    def watched(*given, **more):
        threads.append(current_thread())
        return explained_of(*given, **more)

    monkeypatch.setattr("sarto.pages.pages.explained_of", watched)
    assert told(Browser(app))["path"] == "/"
    assert threads
    assert main_thread() not in threads
