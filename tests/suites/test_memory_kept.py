"""What a memory owes its visitor in odd cases: whole, in time, and nobody else's."""

from collections.abc import Callable
from inspect import isawaitable
from typing import Any

import pytest

from sarto import Sarto, visitor
from sarto.memory.profile import unpacked
from sarto.vocabulary.ports import Stored
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
signals.booked = { on = "POST /book", points = 20 }
signals.told = {}
interests = { from = ["/menu/{topic}"], min = 1 }
[slots.hero]
pages = ["/", "/menu/*"]
default = "told.html"
[consent]
source = "cookieyes"
"""
TOLD = "{{ visitor.facts.visits }} {{ visitor.facts['signals.booked'] }}"
PROFILE = "__Host-sarto"

Told = Callable[[Any], object]


class Shelf:
    """A store that can be looked into."""

    def __init__(self) -> None:
        self.rows: dict[str, Stored] = {}

    async def load(self, key: str) -> Stored | None:
        return self.rows.get(key)

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> bool:
        known = self.rows.get(key)
        if (known.version if known else None) != expected:
            return False
        self.rows[key] = Stored(data, (expected or 0) + 1)
        return True

    async def erase(self, key: str) -> None:
        self.rows.pop(key, None)

    async def close(self) -> None: ...

    def signals(self) -> dict[str, dict[str, int]]:
        """Tell what was counted, by the first letter of each key."""
        found = {key[0]: unpacked(row.data) for key, row in self.rows.items()}
        return {
            key: {seen.name: seen.count for seen in profile.signals}
            for key, profile in found.items()
            if profile
        }


def telling(tell: Told, *, is_late: bool = False, headers: Any = ()) -> Any:
    """Make an application that tells Sarto something, before its answer or after."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        is_told = scope["path"] == "/tell"
        done = tell(visitor(scope)) if is_told and not is_late else None
        if isawaitable(done):
            await done
        html = (b"content-type", b"text/html; charset=utf-8")
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": [html, *headers]})
        if is_told and is_late:
            tell(visitor(scope))
        body = b'<p data-sarto="hero">own</p>'
        await send({"type": "http.response.body", "body": body})

    return app


def made(tmp_path: Any, toml: str = "", app: Any = pages, **options: Any) -> Sarto:
    given = {"clock": Clock(), **options}
    return site(tmp_path, TOML + toml, {"told.html": TOLD}, app, **given)


def slot(answer: Any) -> str:
    return answer.text.partition('hero">')[2].removesuffix("</p>")


def test_a_language_told_in_between_is_nobody_else_s(tmp_path):
    toml = 'languages = ["en", "fa"]\nslots.hero.default = "t.html"\n'
    fragments = {"t.html": "English", "t.fa.html": "فارسی"}
    app = telling(lambda v: v.prefer("language", "fa"))
    sarto = site(tmp_path, toml, fragments, app)
    stranger = Browser(sarto)
    told = Browser(sarto)
    assert "فارسی" in told.get("/tell").text
    assert "فارسی" in told.get("/").text
    assert "English" in stranger.get("/").text
    sarto.app = pages
    assert "English" in Browser(sarto).get("/tell").text


def test_a_cookie_of_the_other_scheme_is_not_read(tmp_path):
    toml = 'languages = ["en", "fa"]\nslots.hero.default = "t.html"\n'
    sarto = site(tmp_path, toml, {"t.html": "English", "t.fa.html": "فارسی"})
    cookies = {"sarto-prefs": "language=fa"}
    assert "فارسی" in Browser(sarto, dict(cookies), scheme="http").get("/").text
    assert "English" in Browser(sarto, dict(cookies)).get("/").text


@pytest.mark.parametrize("fact", ["visits", "level", "preference.view"])
def test_what_code_was_told_of_one_is_kept_by_nobody_else(tmp_path, fact):
    public = [(b"cache-control", b"public, max-age=60")]
    app = telling(lambda v: v.facts[fact], headers=public)
    browser = consenting(made(tmp_path, app=app))
    assert browser.get("/tell").all("cache-control") == ["private, no-store"]
    assert browser.get("/imprint").all("cache-control") == ["public, max-age=60"]


def test_what_is_flushed_is_kept_and_has_a_key(tmp_path):
    store, kept = Shelf(), []

    async def tell(v: Any) -> None:
        v.signal("told")
        kept.append((await v.flush(), store.signals()))

    public = [(b"cache-control", b"public, max-age=60")]
    app = telling(tell, headers=public)
    browser = consenting(made(tmp_path, app=app, profiles=store))
    browser.get("/tell")
    assert kept == [(True, {"b": {"told": 1}})]
    assert PROFILE in browser.cookies
    browser.get("/")
    assert len(store.rows) == 1


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_part_whose_purpose_was_taken_back_goes(tmp_path, is_stored):
    store = Shelf()
    needs = 'needs = { "signals.*" = "analytics" }\n'
    kept = {"profiles": store} if is_stored else {}
    browser = consenting(made(tmp_path, needs, **kept))
    browser.post("/book")
    assert slot(browser.get("/")) == "1 1"
    browser.cookies[CONSENT] = YES.replace("analytics:yes", "analytics:no")
    assert slot(browser.get("/")) == "1 0"
    browser.cookies[CONSENT] = YES
    assert slot(browser.get("/")) == "1 0"


def test_siblings_of_a_fact_need_what_it_needs(tmp_path):
    needs = 'needs = { "signals.*" = "analytics", visits = "none" }\n'
    law = made(tmp_path, needs).current.site.sources.law
    names = ("signals.a", "signals.a.value", "often", "visits", "returning", "level")
    assert [law.row(name).purpose for name in names] == [
        "analytics",
        "analytics",
        "analytics",
        None,
        None,
        "personalization",
    ]


def test_where_visits_need_nothing_what_needs_consent_is_still_taken_back(tmp_path):
    browser = consenting(made(tmp_path, 'needs = { visits = "none" }\n'))
    browser.post("/book")
    browser.get("/menu/fish")
    browser.cookies[CONSENT] = NO
    assert slot(browser.get("/")) == "1 0"
    token = browser.cookies[PROFILE]
    profile = unpacked(browser.app.current.site.keeping.seals.profiles.opened(token))
    assert (profile.signals, profile.points, profile.topics) == ((), (), ())
    assert profile.visits == 1


def test_who_signs_in_and_loads_keeps_what_they_did_before(tmp_path):
    store = Shelf()

    async def tell(v: Any) -> None:
        v.identify("ann")
        await v.load()

    browser = consenting(made(tmp_path, app=telling(tell), profiles=store))
    browser.post("/book")
    browser.get("/tell")
    assert store.signals() == {"u": {"booked": 1}}


def test_a_browser_s_profile_joins_once_whatever_the_store_does(tmp_path):
    store = Shelf()
    app = telling(lambda v: v.identify("ann"))
    browser = consenting(made(tmp_path, app=app, profiles=store))
    browser.post("/book")
    before, rows = dict(browser.cookies), dict(store.rows)
    for _ in range(4):  # nobody heard that it was done
        browser.get("/tell")
        browser.cookies = dict(before)
        store.rows.update(rows)
    assert store.signals()["u"] == {"booked": 1}


@pytest.mark.parametrize(
    "tell",
    [
        lambda v: v.forget_identity(),
        lambda v: v.identify("ann"),
        lambda v: v.prefer("level", "expert"),
    ],
)
def test_what_needs_a_cookie_is_told_too_late_after_the_answer_started(tmp_path, tell):
    app = telling(tell, is_late=True)
    browser = consenting(made(tmp_path, app=app, profiles=Shelf()))
    browser.get("/tell")
    assert browser.app.current.site.failures.counts["late"] == 1


def test_a_signal_after_the_answer_started_needs_a_store(tmp_path):
    app, store = telling(lambda v: v.signal("told"), is_late=True), Shelf()
    browser = consenting(made(tmp_path, app=app, profiles=store))
    browser.get("/")
    browser.get("/tell")
    assert store.signals() == {"b": {"told": 1}}
    browser = consenting(made(tmp_path, app=app))
    browser.get("/")
    browser.get("/tell")
    assert browser.app.current.site.failures.counts["late"] == 1


@pytest.mark.parametrize(
    "cache", [b"no-cache, max-age=0", b"max-age=0", b"no-cache", b"no-store", b""]
)
def test_an_answer_that_nobody_may_reuse_takes_cookies_along(tmp_path, cache):
    app = telling(lambda v: v.signal("told"), headers=[(b"cache-control", cache)])
    browser = consenting(made(tmp_path, app=app))
    answer = browser.get("/tell")
    assert PROFILE in answer.set_cookies
    assert "private" in answer.all("cache-control")[-1]


def test_a_deletion_goes_out_with_any_answer(tmp_path):
    public = [(b"cache-control", b"public, max-age=60")]
    browser = consenting(made(tmp_path))
    browser.get("/")
    browser.app.app = telling(lambda v: None, headers=public)
    browser.cookies[CONSENT] = NO
    answer = browser.get("/imprint")
    assert "Max-Age=0" in answer.set_cookies[PROFILE]
    assert answer.all("cache-control") == ["private, no-store"]
    assert browser.get("/imprint").all("cache-control") == ["public, max-age=60"]


def test_a_preview_is_nobody_s(tmp_path):
    sarto = made(tmp_path, profiles=(store := Shelf()))
    browser = consenting(sarto)
    browser.post("/book")
    browser.get("/")

    async def preview(scope: Any, receive: Any, send: Any) -> None:
        pins = {"consent": frozenset({"personalization"})}
        await sarto({**scope, "sarto.pins": pins}, receive, send)

    browser.app, browser.cookies[CONSENT] = preview, NO
    answer = browser.get("/")
    assert (slot(answer), answer.set_cookies) == ("1 0", {})
    assert store.signals() == {"b": {"booked": 1}}


@pytest.mark.parametrize(
    "tell",
    [
        lambda v: v.identify(17),
        lambda v: v.identify(None),
        lambda v: v.signal("told", "42"),
        lambda v: v.signal("told", "much"),
        lambda v: v.signal("told", 10**400),
        lambda v: v.signal("told", [1]),
        lambda v: v.signal(17),
        lambda v: v.prefer("interests", ["fish", "rice"]),
        lambda v: v.prefer("interests", [1]),
        lambda v: v.prefer("level", None),
        lambda v: v.prefer(None, "expert"),
    ],
)
def test_whatever_code_tells_the_visitor_gets_the_page(tmp_path, tell):
    app = telling(tell)
    for browser in (
        consenting(made(tmp_path, app=app)),
        Browser(made(tmp_path, app=app)),
    ):
        assert browser.get("/tell").status == 200


def test_interests_can_be_told_as_a_list(tmp_path):
    app = telling(lambda v: v.prefer("interests", ["Fish", "rice"]))
    browser = Browser(made(tmp_path, app=app))
    browser.get("/tell")
    assert browser.cookies == {"__Host-sarto-prefs": "interests=fish&interests=rice"}


def test_resolvers_know_the_visitor_as_the_page_does(tmp_path):
    import sarto as front  # noqa: PLC0415 - only here

    seen: list[tuple[int, str]] = []

    @front.resolver(tier="personal")
    def score(asked: Any) -> str:
        seen.append((asked.facts["signals.booked"], asked.facts.level))
        return "x"

    toml = '[[slots.hero.show]]\nwhen = { facts.score = "y" }\nfragment = "told.html"\n'
    browser = consenting(made(tmp_path, toml, resolvers=[score], budget=5.0))
    browser.post("/book")
    browser.cookies["__Host-sarto-prefs"] = "level=expert"
    browser.get("/")
    assert seen[-1] == (1, "expert")


def test_names_of_fields_stay_as_the_site_wrote_them(tmp_path):
    app = telling(lambda v: None, headers=[(b"X-Mixed", b"a"), (b"Vary", b"B")])
    answer = consenting(made(tmp_path, app=app)).get("/imprint")
    assert ("X-Mixed", "a") in answer.headers


def test_fields_that_can_be_read_once_are_passed_on(tmp_path):
    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = (pair for pair in [(b"content-type", b"text/html"), (b"x-a", b"b")])
        start = {"type": "http.response.start", "status": 200, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": b"x"})

    browser = consenting(made(tmp_path, app=app))
    for path in ("/", "/imprint"):
        assert ("x-a", "b") in browser.get(path).headers
