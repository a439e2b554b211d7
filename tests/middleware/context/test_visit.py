import logging
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.finders import FINDERS
from sarto.context.language import matcher
from sarto.context.visit import Visit
from sarto.vocabulary.facts import CLOCK, FACTS, Fact, Tier
from sarto.vocabulary.ports import Location
from sarto.vocabulary.reads import ReadSet
from support.visits import NOON, Broken, Devices, Places, sources, trusting, visit

NAMES = [fact.name.replace("*", "some") for fact in FACTS]
EVERYTHING = sources(
    devices=Devices(),
    locations=Places(Location(country="CH", city="Geneva")),
    location_headers=(b"cf-ipcountry",),
    trusted_proxies=trusting("10.0.0.0/8"),
    languages=("en", "fa"),
    language_cookie="lang",
    closest_language=matcher(("en", "fa")),
)
PURPOSES = ("personalization", "analytics")


@pytest.mark.parametrize("granted", [(), PURPOSES], ids=["no consent", "consent"])
@pytest.mark.parametrize("name", NAMES)
def test_what_a_fact_reads_is_in_its_read_set(
    name: str, granted: tuple[str, ...]
) -> None:
    asked = visit(of=EVERYTHING, granted=granted)
    assert asked[name] is asked[name]
    zone = ("zone",) if name in CLOCK else ()  # as the site adds on a visitor's clock
    assert asked.reads <= ReadSet.of((name, *zone)).facts


@pytest.mark.parametrize("name", NAMES)
def test_on_a_site_s_own_clock_the_read_set_needs_no_zone(name: str) -> None:
    asked = visit(of=sources(clock_zone=ZoneInfo("UTC")))
    assert asked[name] is asked[name]
    assert asked.reads <= ReadSet.of((name,)).facts


class Watched(dict[str, Any]):
    """Finders that tell who was called."""

    def __init__(self) -> None:
        super().__init__({fact.name: self.finder(fact.name) for fact in FACTS})
        self.called: list[str] = []

    def finder(self, name: str) -> Any:
        def find(_visit: Visit, _name: str) -> tuple[object, str]:
            self.called.append(name)
            return "found", "a test"

        return find


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    finders = Watched()
    monkeypatch.setattr("sarto.context.visit.FINDERS", finders)
    return finders


GATED = [fact for fact in FACTS if fact.purpose]


@pytest.mark.parametrize("fact", GATED, ids=lambda fact: fact.name)
def test_a_gated_fact_is_never_looked_up_without_consent(
    fact: Fact, watched: Watched
) -> None:
    others = tuple(purpose for purpose in PURPOSES if purpose != fact.purpose)
    name = fact.name.replace("*", "some")
    assert visit(granted=others)[name] == fact.unknown
    assert watched.called == []


@pytest.mark.parametrize("fact", GATED, ids=lambda fact: fact.name)
def test_a_gated_fact_is_looked_up_with_consent(fact: Fact, watched: Watched) -> None:
    granted = (fact.purpose or "",)
    assert visit(granted=granted)[fact.name.replace("*", "some")] == "found"


def test_a_gated_fact_records_that_consent_was_read() -> None:
    asked = visit()
    assert asked["returning"] is False
    assert asked.reads == {"returning", "consent"}


def test_facts_of_a_visitor_alone_are_gated_or_asked_for() -> None:
    free = {f.name for f in FACTS if f.tier is not Tier.SEGMENT and not f.purpose}
    assert free == {"signed_in", "traits.*", "preference.*", "facts.*"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visits", 1),
        ("returning", False),
        ("level", "novice"),
        ("signals.booked", 0),
        ("interest", frozenset[str]()),
        ("arm.hero", None),
        ("stage", None),
    ],
)
def test_without_consent_a_visitor_is_one_nobody_knows(
    name: str, value: object
) -> None:
    assert visit()[name] == value


def test_a_site_may_say_what_nobody_s_value_is() -> None:
    here = sources(unknown={"stage": "first-visit"})
    assert visit(of=here).known("stage") == ("first-visit", "nobody known")


def test_a_fact_is_found_once() -> None:
    places = Places()
    asked = visit(of=sources(locations=places))
    assert (asked["country"], asked["country"]) == (None, None)
    assert len(places.asked) == 1


def test_a_pinned_fact_is_taken_as_it_is() -> None:
    asked = visit(pins={"device": "tv", "level": "expert"})
    assert asked.known("device") == ("tv", "as")
    assert asked["level"] == "expert"
    assert asked.reads == {"device", "level"}


@pytest.mark.parametrize("name", ["nonsense", "query", "query.", "*", "traits.*", ""])
def test_a_fact_that_does_not_exist_is_unknown(name: str) -> None:
    assert visit().known(name) == (None, "unknown")


def test_every_finder_finds_a_fact_of_the_table() -> None:
    assert FINDERS.keys() <= {fact.name for fact in FACTS}


@pytest.mark.parametrize(
    ("path", "root", "inside"),
    [
        ("/app/menu", "/app", "/menu"),
        ("/app/menu", "/app/", "/menu"),
        ("/app", "/app", "/"),
        ("/app/", "/app", "/"),
        ("/apple", "/app", "/apple"),
        ("/menu", "/app", "/menu"),
        ("/app/app", "/app", "/app"),
        ("/menu", "", "/menu"),
        ("/menu", "/", "/menu"),
        ("/menu", None, "/menu"),
        ("", "", "/"),
        (None, None, "/"),
    ],
)
def test_the_path_is_less_the_root_it_is_mounted_at(
    path: str | None, root: str | None, inside: str
) -> None:
    assert visit(scope={"path": path, "root_path": root}).path == inside


def test_a_scope_that_says_nothing_is_a_visit_all_the_same() -> None:
    nobody = Visit({}, sources())
    assert [nobody[name] for name in NAMES] != []


def test_a_header_is_its_first_line() -> None:
    asked = visit(("x-one", "1"), ("X-One", "2"))
    assert (asked.header(b"x-one"), asked.header(b"x-two")) == ("1", None)


def test_all_facts_are_of_one_moment() -> None:
    ticks = iter([NOON, NOON.replace(hour=23)])
    asked = visit(of=sources(clock=lambda: next(ticks)))
    assert (asked["time"], asked.arrived) == (time(12), NOON)


def test_windows_are_held_against_the_clock() -> None:
    assert visit().now == NOON


@pytest.mark.parametrize(
    ("pins", "moment"),
    [
        ({"date": date(2026, 12, 24)}, datetime(2026, 12, 24, 13, tzinfo=UTC)),
        ({"time": time(20)}, datetime(2026, 6, 15, 18, tzinfo=UTC)),
        (
            {"date": date(2026, 12, 24), "time": time(20)},
            datetime(2026, 12, 24, 19, tzinfo=UTC),
        ),
        ({"date": "soon"}, NOON),
    ],
)
def test_a_pinned_day_or_time_moves_the_windows_in_the_site_s_zone(
    pins: dict[str, object], moment: datetime
) -> None:
    here = sources(site_zone=ZoneInfo("Europe/Warsaw"))
    assert visit(of=here, pins=pins).now == moment


def test_a_source_that_fails_is_counted() -> None:
    here = sources(locations=Broken())
    assert visit(of=here)["country"] is None
    assert here.failures.counts == {"location": 1}


def test_a_failure_s_log_line_holds_nothing_of_the_visitor(
    caplog: pytest.LogCaptureFixture,
) -> None:
    here = sources(devices=Broken(ValueError("Mozilla/5.0 secret")))
    with caplog.at_level(logging.ERROR, "sarto"):
        assert visit(("user-agent", "Mozilla/5.0 secret"), of=here)["device"] is None
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


FIELD = st.sampled_from(
    b"host referer user-agent accept-language cookie save-data x-forwarded-for "
    b"forwarded cf-ipcountry sec-ch-ua-mobile".split()
)


@given(
    st.lists(st.tuples(FIELD, st.binary(max_size=80)), max_size=12),
    st.binary(max_size=80),
    st.text(max_size=30),
    st.one_of(st.none(), st.tuples(st.text(max_size=20), st.integers())),
)
def test_nothing_a_visitor_sends_raises(
    headers: list[tuple[bytes, bytes]], query: bytes, path: str, client: object
) -> None:
    scope = {"headers": headers, "query_string": query, "path": path, "client": client}
    asked = visit(of=EVERYTHING, scope=scope, granted=PURPOSES)
    for name in NAMES:
        value, source = asked.known(name)
        assert source
        assert value is None or value == value  # noqa: PLR0124 - and can be compared
