from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import gettempdir

import pytest

from sarto import Config
from sarto.config.pins import pins
from sarto.decide.why import pinning
from sarto.site.compile import compile_site
from sarto.site.explained import explained, explained_of, scope_of
from sarto.site.steady import decided

HEAD = 'timezone = "UTC"\nlanguages = ["en", "fa"]\n'
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=1)))


def near(show: str, as_: str = "", more: str = "") -> list[tuple[str | None, str]]:
    """Give the near misses of a slot with these rules."""
    toml = f"{HEAD}{more}\n[slots.hero]\nshow = [{show}]\n"
    config = Config.loads(toml, folder=Path(gettempdir()))
    site = compile_site(config, fragments=Fragments(), clock=lambda: NOW)
    told = explained(site, "/", pins(site.config.dictionary, as_))
    return [(it["fragment"], it["would"]) for it in told["slots"]["hero"]["near"]]


class Fragments:
    def names(self) -> frozenset[str]:
        return frozenset({"a", "b", "c"})

    def text(self, name: str) -> str:
        return name


@pytest.mark.parametrize(
    ("when", "as_", "would"),
    [
        ('device = "mobile"', "", ["device=mobile"]),
        ('device = "mobile"', "device=mobile", []),
        ('device = "mobile", country = "PL"', "device=mobile", ["country=PL"]),
        ('device = "mobile", country = "PL"', "", ["device=mobile country=PL"]),
        ('any = [{ device = "mobile", country = "PL" }, { bot = true }]', "", ["bot=true"]),
        ('not = { device = "mobile" }', "device=mobile", ["device=tablet"]),
        ('not = { device = "mobile" }', "", []),
        ('not = { country = ["PL", "US"] }', "country=PL", ["country=JP"]),
        ('not = { any = [{ device = "mobile" }, { bot = true }] }', "device=mobile bot=true", ["device=tablet bot=false"]),
        ('not = { visits = ">=2" }', "visits=3", ["visits=1"]),
        ('signals.booked = ">=3", within = "7d"', "", ["signals.booked=3"]),
        ('not = { path = "/*" }', "", ["path=other"]),
        ('query.q = "a?c"', "", ["query.q=axc"]),
        ('query.q = "news*", all = [{ query.q = "*letter" }]', "", ["query.q=newsletter"]),
        ('query.q = ["a*", "b*"], not = { query.q = "a*" }', "query.q=a", ["query.q=bx"]),
        ('not = { query.q = "*" }', "query.q=a", []),
        ('city = "New York"', "", ["city='New York'"]),
        ('consent = "analytics"', "", ["consent=analytics"]),
        ('not = { consent = "analytics" }', "consent=analytics", ["consent=''"]),
        ('traits.tier = "gold"', "", ["traits.tier=gold"]),
        ('not = { traits.tier = ["gold", "other"] }', "traits.tier=gold", ["traits.tier=/other"]),
        ('zone = "Asia/K*"', "", ["zone=Asia/Kabul"]),
        ('not = { zone = "UTC" }', "zone=UTC", ["zone=Europe/Warsaw"]),
        ('not = { time = "08:00-20:00" }', "time=12:00", ["time=20:00"]),
        ('not = { days = "mon-fri" }', "days=mon", ["days=sat"]),
        ("not = { holiday = true }", "holiday=X", ["holiday=false"]),
        ('facts.weather = "rain"', "", ["facts.weather=rain"]),
        ('all = [{ device = ["mobile", "tv"] }, { device = ["tv", "desktop"] }]', "", ["device=tv"]),
        ('all = [{ device = "mobile" }, { device = "tv" }]', "", []),
    ],
)  # fmt: skip
def test_a_near_miss_names_the_fewest_facts(
    when: str, as_: str, would: list[str]
) -> None:
    more = '[signals.booked]\non = "POST /book"'
    found = near(f'{{ when = {{ {when} }}, fragment = "a" }}', as_, more)
    assert [facts for _, facts in found] == would


def test_one_fact_is_preferred_to_two_wherever_it_is_written() -> None:
    rule = 'any = [{ device = "mobile", country = "PL" }, { language = "fa" }]'
    assert near(f'{{ when = {{ {rule} }}, fragment = "a" }}') == [("a", "language=fa")]


def test_a_fact_that_follows_from_another_is_not_asked_for_besides() -> None:
    rule = '{ when = { country = "PL", zone = "Europe/Warsaw" }, fragment = "a" }'
    assert near(rule, "zone=UTC") == [("a", "country=PL zone=Europe/Warsaw")]
    assert near(rule) == [("a", "country=PL")]
    rule = '{ when = { time = "20:15-20:45", daypart = "evening" }, fragment = "a" }'
    assert near(rule, "language=fa") == [("a", "time=20:15")]


def test_one_fact_that_two_follow_from_is_preferred_to_them() -> None:
    rule = '{ when = { eu = true, zone = "Europe/W*" }, fragment = "a" }'
    assert near(rule) == [("a", "country=PL")]
    rule = (
        '{ when = { days = "sun", date = "2026-11-23..2026-11-30" }, fragment = "a" }'
    )
    assert near(rule, "date=2026-11-22 days=mon") == [("a", "days=sun date=2026-11-23")]
    assert near(rule, "date=2026-11-21") == [("a", "date=2026-11-29")]
    rule = '{ when = { daypart = "evening", time = "20:00-23:00" }, fragment = "a" }'
    assert near(rule, "time=12:00") == [("a", "time=20:00")]


def test_one_fact_is_enough_that_keeps_an_earlier_rule_away_besides() -> None:
    rules = (
        '{ when = { eu = false, continent = "EU" }, fragment = "a" },'
        '{ when = { continent = "EU" }, fragment = "b" }'
    )
    found = dict(near(rules, "country=IR"))
    assert found["b"] == "country=AT"


def test_what_the_page_shows_already_is_no_near_miss() -> None:
    rules = '{ when = { bot = true }, fragment = "a" }, { fragment = "a" }'
    assert near(rules) == []


def test_rules_below_the_shown_one_are_no_near_misses() -> None:
    rules = '{ fragment = "a" }, { when = { bot = true }, fragment = "b" }'
    assert near(rules) == []


def test_a_fact_that_an_earlier_rule_would_take_is_not_told() -> None:
    rules = (
        '{ when = { device = "mobile", country = "PL" }, fragment = "a" },'
        '{ when = { country = ["PL", "US"] }, fragment = "b" }'
    )
    found = near(rules, "device=mobile")
    assert found == [("a", "country=PL"), ("b", "country=US")]


def test_where_only_a_second_fact_keeps_an_earlier_rule_away_both_are_told() -> None:
    rules = (
        '{ when = { device = "mobile" }, fragment = "a" },'
        '{ when = { any = [{ device = "mobile" }, { device = "tv" }], country = "PL" }, fragment = "b" },'
        '{ when = { country = "PL", all = [{ any = [{ device = "tv" }, { language = "fa" }] }] }, fragment = "c" }'
    )
    found = dict(near(rules, "device=desktop"))
    assert found["a"] == "device=mobile"
    assert found["b"] == "country=PL device=tv"
    assert found["c"] == "country=PL language=fa"


def test_a_rule_that_an_earlier_one_always_takes_is_never_near() -> None:
    rules = (
        '{ when = { country = "PL" }, fragment = "a" },'
        '{ when = { country = "PL", bot = true }, fragment = "b" }'
    )
    assert near(rules) == [("a", "country=PL")]


def test_each_audience_of_a_rule_is_a_way_to_it() -> None:
    more = '[audiences.one]\ndevice = "tv"\n[audiences.two]\ncountry = "PL"\n'
    found = near('{ to = ["one", "two"], fragment = "a" }', "", more)
    assert found == [("a", "device=tv"), ("a", "country=PL")]


def test_a_cap_needs_consent() -> None:
    rule = '{ fragment = "a", cap = { times = 2, per = "day" } }'
    assert near(rule) == [("a", "consent=personalization")]
    assert near(rule, "consent=analytics") == [
        ("a", "consent=analytics,personalization")
    ]
    assert near(rule, "consent=personalization") == []


def window_of(rule: str, as_: str = "") -> dict[str, object]:
    config = Config.loads(
        f"{HEAD}[slots.hero]\nshow = [{rule}]\n", folder=Path(gettempdir())
    )
    site = compile_site(config, fragments=Fragments(), clock=lambda: NOW)
    told = explained(site, "/", pins(site.config.dictionary, as_))
    (found,) = told["slots"]["hero"]["near"]
    return found


def test_a_window_that_is_shut_is_told_besides_with_a_day_of_it() -> None:
    found = window_of('{ fragment = "a", from = 2026-12-01, until = 2026-12-24 }')
    assert found["would"] == "date=2026-12-01"
    assert found["window"] == {
        "from": "2026-12-01T00:00:00+00:00",
        "until": "2026-12-25T00:00:00+00:00",
    }


def test_a_window_that_begins_with_an_hour_has_a_day_that_is_all_in_it() -> None:
    found = window_of('{ fragment = "a", from = 2026-12-01T18:00:00 }')
    assert found["would"] == "date=2026-12-02"


def test_a_window_that_is_over_says_so() -> None:
    found = window_of('{ fragment = "a", until = 2026-10-01 }')
    assert found["would"] == "date=2026-10-01"
    assert found["window"] == {"from": None, "until": "2026-10-02T00:00:00+00:00"}


def test_a_window_that_is_open_is_not_told() -> None:
    rule = '{ fragment = "a", until = 2027-10-01, when = { bot = true } }'
    assert "window" not in window_of(rule)


def test_what_is_pinned_already_stays() -> None:
    rule = '{ when = { device = "mobile", bot = true }, fragment = "a" }'
    assert near(rule, "device=mobile country=PL") == [("a", "bot=true")]


def test_facts_are_written_as_after_as() -> None:
    assert pinning({"bot": True, "consent": frozenset({"b", "a"}), "city": "A B"}) == (
        "bot=true consent=a,b city='A B'"
    )


MANY = ", ".join(
    f'{{ when = {{ query.q = "{n}", device = "mobile" }}, fragment = "a" }}'
    for n in range(50)
)


def live(tries: int) -> list[dict[str, object]]:
    """Explain two slots of many rules, as a running site does."""
    toml = f"{HEAD}[slots.one]\nshow = [{MANY}]\n[slots.two]\nshow = [{MANY}]\n"
    config = Config.loads(toml, folder=Path(gettempdir()))
    site = compile_site(config, fragments=Fragments(), clock=lambda: NOW)
    visitor = site.meet(scope_of("/", {}))
    return [*explained_of(site, visitor, tries=tries)["slots"].values()]


def test_where_rules_are_too_many_the_rest_is_left_out_and_that_is_said() -> None:
    one, two = live(40)
    assert one["more"] is two["more"] is True
    assert 0 < len(one["near"]) == len(two["near"]) < 20
    assert one["near"][0]["would"] == "query.q=0 device=mobile"


def test_no_more_is_tried_than_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def counting(*given: object) -> object:
        tried.append(given)
        return decided(*given)

    monkeypatch.setattr("sarto.site.near.decided", counting)
    live(40)
    assert len(tried) == 40


def test_where_all_was_tried_nothing_is_said() -> None:
    one, two = live(1_000_000)
    assert len(one["near"]) == len(two["near"]) == 50
    assert "more" not in one
    assert "more" not in two
