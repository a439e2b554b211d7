from zoneinfo import ZoneInfo

import pytest

from sarto.choices.consent import NO_CONSENT
from sarto.context.classed import CLASS, ClassedVisit, is_by_url
from sarto.context.sources import Sources
from sarto.decide.program import Program
from sarto.vocabulary.facts import CLOCK, FACTS
from sarto.vocabulary.law import Law
from support.visits import sources

WARSAW = ZoneInfo("Europe/Warsaw")
SCOPE = {
    "type": "http",
    "path": "/menu/tea",
    "query_string": b"q=oolong&utm_source=letter",
    "headers": [
        (b"host", b"bistro.example"),
        (b"user-agent", b"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)"),
        (b"accept-language", b"fa"),
        (b"cookie", b"lang=fa; sarto-prefs=level=expert"),
        (b"save-data", b"on"),
        (b"sec-gpc", b"1"),
        (b"referer", b"https://www.google.com/"),
    ],
    "client": ("192.0.2.1", 1234),
}
NAMES = [row.name.replace("*", "a") for row in FACTS]
SAID = {
    "host": "bistro.example",
    "path": "/menu/tea",
    "query.q": "oolong",
    "campaign.source": "letter",
}


def visit(of: Sources | None = None, **given: object) -> ClassedVisit:
    found = ClassedVisit(SCOPE, of or sources(clock_zone=WARSAW))
    found.given = given
    return found


@pytest.mark.parametrize("fact", SAID)
def test_the_address_tells_what_it_tells_everybody(fact: str) -> None:
    assert is_by_url(fact)
    assert visit()[fact] == SAID[fact]
    assert visit()["query.absent"] is None


def test_the_site_s_own_clock_tells_what_it_tells_everybody() -> None:
    found = visit()
    assert (found["days"], found["daypart"]) == ("mon", "afternoon")
    assert str(found["time"]) == "14:00:00"
    assert str(found["date"]) == "2026-06-15"
    assert found.is_within({"days", "daypart", "time", "date"})


@pytest.mark.parametrize("fact", sorted(CLOCK))
def test_visitors_own_clocks_tell_nothing(fact: str) -> None:
    found = visit(sources(clock_zone=None))
    assert found[fact] is None
    assert not found.is_within({fact})


def test_no_clock_alone_tells_a_holiday() -> None:
    assert visit()["holiday"] is None


@pytest.mark.parametrize(
    "name", [n for n in NAMES if not is_by_url(n) and n not in CLOCK]
)
def test_whatever_else_is_asked_has_the_value_of_nobody_known(name: str) -> None:
    found = visit()
    row = found.sources.law.row(name)
    assert row is not None
    assert found[name] == row.unknown


@pytest.mark.parametrize(
    "name", [n for n in NAMES if not is_by_url(n) and n not in CLOCK]
)
def test_what_is_told_is_known(name: str) -> None:
    found = visit(**{name: "x"})
    assert found.known(name) == ("x", "the edge")
    assert found.is_within({name})


SEGMENTS = [
    "device",
    "browser",
    "bot",
    "language",
    "country",
    "eu",
    "channel",
    "save_data",
]
BANDS = ["level", "stage", "returning", "visits", "signals.booked", "preference.view"]


@pytest.mark.parametrize("name", [*SEGMENTS, *BANDS, "interest", "often", "consent"])
def test_a_fact_that_rules_ask_for_is_astray_where_code_asks_for_its_value(
    name,
) -> None:
    found = visit(**{CLASS + name: frozenset()})
    assert found[CLASS + name] == frozenset()
    assert found.is_within({name})

    _ = found[name]

    assert not found.is_within({name})


def test_what_is_somebodys_own_is_told_of_nobody_and_astray() -> None:
    found = visit()
    assert found["traits.name"] is None
    assert found["signed_in"] is False
    assert not found.is_within({"traits.name", "signed_in"})


@pytest.mark.parametrize("name", ["nonsense", "query", "campaign.colour", "", "."])
def test_what_is_no_fact_is_unknown_and_astray(name: str) -> None:
    found = visit()
    assert found.known(name) == (None, "unknown")
    assert not found.is_within({name})


def test_an_address_that_needs_consent_is_read_for_nobody() -> None:
    gated = sources(law=Law.of({"query.q": "personalization", "time": "analytics"}))
    found = visit(gated)
    assert found["query.q"] is None
    assert found["time"] is None
    assert not found.is_within({"query.q", "time"})


def test_nobody_is_counted() -> None:
    found = visit()
    assert found.counted("signals.booked", 86_400.0, None) == 0
    assert found.counted("signals.booked", None, "signals.paid") == 0
    assert found.reads == {"signals.booked"}


def test_what_is_shown_so_many_times_only_is_shown_to_nobody() -> None:
    assert not visit().may_show("rule", 3, "day")


def test_nobody_chose_anything_and_who_looks_is_astray() -> None:
    found = visit()
    assert found.is_within(set())
    assert found.told == {}
    assert not found.is_within(set(NAMES))


def test_consent_is_what_the_edge_tells_of_it() -> None:
    assert visit().consent is NO_CONSENT
    assert visit(consent="personalization").consent is NO_CONSENT
    given = frozenset({"personalization"})
    assert visit(consent=given).consent.granted == given
    assert visit(consent=given).may_find("color_scheme")
    assert not visit().may_find("color_scheme")


def test_a_program_of_no_rules_reads_nothing() -> None:
    found = visit()
    assert Program(()).choose(found) == -1
    assert found.reads == set()
