"""What is kept of the last pages: small, bounded, and nobody's."""

import pytest

from sarto import Sarto
from sarto.site.recent import MINUTES, RATE, Recent
from support.browsers import CONSENT, NOON, SECRET, YES, Browser
from support.console_site import PERSIAN, TOML, opened


@pytest.fixture
def app(tmp_path):
    return opened(tmp_path)


def kept(app):
    (recent,) = app.current.site.watchers
    return [*recent.kept]


def test_it_is_off_unless_the_file_says_how_many(tmp_path) -> None:
    for toml in (TOML.replace("recent = 50", ""), TOML.partition("[console]")[0]):
        assert opened(tmp_path, toml).current.site.watchers == ()


def test_a_page_is_kept_with_what_was_decided_and_why(app) -> None:
    Browser(app).get("/?a=b", **PERSIAN)

    (seen,) = kept(app)
    assert (seen.number, seen.method, seen.path, seen.status) == (1, "GET", "/", 200)
    assert seen.moment == NOON
    (part,) = seen.parts
    assert (part.kind, part.name, part.shows) == ("slots", "hero", "readers.html")
    assert (part.audience, part.rule) == ("readers", "sarto.toml:26")
    (ground,) = part.grounds
    assert (ground.condition, ground.holds) == ('language = "fa"', True)
    assert (ground.fact.value, ground.fact.source) == ("fa", "accept-language")


def test_it_is_the_same_where_the_decision_was_recalled(app) -> None:
    browser = Browser(app)
    for _ in range(3):
        browser.get("/", **PERSIAN)
    assert len({each.parts for each in kept(app)}) == 1
    assert len({each.facts for each in kept(app)}) == 1
    assert [each.number for each in kept(app)] == [1, 2, 3]


def test_what_is_one_s_own_is_known_or_unknown(app) -> None:
    async def told(scope, receive, send):
        scope["sarto"].identify("user-17", tier="gold")
        await inner(scope, receive, send)

    inner, app.app = app.app, told
    Browser(app).get("/")

    (seen,) = kept(app)
    (part,) = seen.parts
    (ground,) = part.grounds
    assert part.shows == "gold.html"
    assert (ground.fact.value, ground.holds) == ("known", None)
    assert "gold" not in [fact.value for fact in seen.facts]


@pytest.mark.parametrize(
    ("consent", "value"),
    [(YES, "1"), (YES.replace("analytics:yes", "analytics:no"), "not told")],
)
def test_what_is_remembered_is_told_of_those_who_let_us_count(
    app, consent, value
) -> None:
    browser = Browser(app, {CONSENT: consent})
    browser.get("/")
    browser.post("/book")
    browser.get("/")

    seen = kept(app)[-1]
    (part,) = seen.parts
    (ground,) = part.grounds
    assert part.shows == "guests.html"
    assert ground.fact.value == value
    assert ground.holds is (True if value == "1" else None)
    told = {fact.name: fact.value for fact in seen.facts}
    assert told["signals.booked"] == value


def test_what_is_no_page_is_not_kept(tmp_path) -> None:
    async def data(scope, receive, send):
        kind = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        await send({"type": "http.response.body", "body": b"{}"})

    app = opened(tmp_path, app=data)
    Browser(app).get("/data")
    assert kept(app) == []


def test_the_oldest_go_when_there_is_no_more_room(tmp_path) -> None:
    app = opened(tmp_path, TOML.replace("recent = 50", "recent = 3"))
    recent = Patient()
    recent.resize(3)
    object.__setattr__(app.current.site, "watchers", (recent,))
    for _ in range(5):
        Browser(app).get("/")
    assert [each.number for each in recent.kept] == [3, 4, 5]
    assert recent.found(1) is None
    assert recent.found(5).number == 5


class Patient(Recent):
    """Has time for all."""

    def may_keep(self, now):
        return True


def test_of_those_that_come_too_fast_some_are_only_counted() -> None:
    recent = Recent()
    recent.resize(10)
    at_once = sum(recent.may_keep(1000.0) for _ in range(100))
    later = sum(recent.may_keep(1000.0 + each / 1000) for each in range(1, 5001))
    assert at_once == 10
    assert later == pytest.approx(RATE * 5, abs=1)


def test_a_reload_keeps_what_fits(tmp_path) -> None:
    recent = Recent()
    recent.resize(4)
    recent.kept.extend("abcd")
    recent.resize(2)
    assert [*recent.kept] == ["c", "d"]
    recent.resize(3)
    recent.kept.append("e")
    assert [*recent.kept] == ["c", "d", "e"]
    recent.resize(0)
    assert [*recent.kept] == []


def test_minutes_of_long_ago_are_forgotten() -> None:
    recent = Recent()
    for minute in [*range(1000), 10**6, *range(10**6, 10**6 - 200, -1)]:
        recent.count(minute)
        assert len(recent.minutes) <= MINUTES + 1


def test_a_config_that_is_loaded_again_goes_on_with_the_same_ring(
    tmp_path,
) -> None:
    (tmp_path / "sarto.toml").write_text(TOML, "utf-8")
    app = Sarto(opened(tmp_path).app, config=tmp_path / "sarto.toml", secret=SECRET)
    Browser(app).get("/", **PERSIAN)
    before = app.current.site
    (tmp_path / "sarto.toml").write_text(TOML + "# more\n", "utf-8")
    for _ in range(2):
        app.current.refresh(settled=False)
    assert app.current.site is not before
    assert [each.path for each in kept(app)] == ["/"]
    app.current.close()
