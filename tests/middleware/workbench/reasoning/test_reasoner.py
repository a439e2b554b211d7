"""What can be true of one visitor: each row of the table of implications, both ways."""

import pytest

from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.workbench.reasoning import Reasoner
from support.reasoned_small import CONSENT, HEAD, NOW, found, one_rule, site, verdict

FIXED = 'timezone = "Europe/Warsaw"\n' + HEAD
NEVER = [
    "returning = true, visits = 1",
    "returning = false, visits = '>=2'",
    "visits = 1, days_since_last = '>=0'",
    "visits = '<1'",
    "bot = true, visits = '>=2'",
    "bot = true, signals.booked = true",
    "bot = true, levels.booking = 'expert', not = { preference.level = 'expert' }",
    "visits = 2, not = { consent = 'personalization' }",
    "city = 'Kraków', not = { consent = 'personalization' }",
    "consent = 'personalization', undecided = true",
    "levels.other = 'regular', not = { preference.level = 'regular' }",
    "level = 'novice', preference.level = 'expert'",
    "language = 'en', preference.language = 'fa'",
    "not = { language = ['en', 'fa'] }",
    "interest = 'tea', preference.interests = 'fish', not = { preference.interests = 'tea' }",
    "interest = 'Tea'",
    "country = 'IR', continent = 'EU'",
    "country = 'IR', eu = true",
    "region = 'US-WA', country = 'IR'",
    "region = 'US-WA', not = { country = 'US' }",
    "not = { country = ['US'] }, region = ['US-WA', 'US-CA']",
    "eu = false, continent = 'EU', country = 'PL'",
    "country = 'IR', zone = 'Europe/*'",
    "signed_in = false, traits.tier = 'gold'",
    "traits.age = '<3', all = [{ traits.age = '>5' }]",
    "channel = 'paid', campaign.medium = 'email'",
    "channel = 'direct', campaign.source = 'google', query.utm_medium = 'organic'",
    "campaign.medium = '*', not = { query.utm_medium = '*' }",
    "path = '/a*', not = { path = '/*' }",
    "path = '/?', all = [{ path = '/ab' }]",
    "path = '/{x}', all = [{ path = '/*/*' }]",
    "host = '*/*'",
    "time = '10:00-12:00', daypart = 'evening'",
    "days = 'sat-sun', all = [{ days = 'mon-fri' }]",
    "date = '2026-11-22', days = 'mon'",
    "save_data = true, not = { save_data = true }",
]
SOMETIMES = [
    "returning = true, visits = 2",
    "bot = true, preference.level = 'expert', level = 'expert'",
    "not = { consent = 'personalization' }, level = 'expert'",
    "levels.booking = 'expert'",
    "country = 'IN', zone = 'Asia/Calcutta'",
    "country = 'US', zone = 'Europe/Warsaw'",
    "continent = 'EU', not = { eu = true }",
    "city = 'Kraków', consent = 'personalization'",
    "channel = 'paid', campaign.source = 'google'",
    "channel = 'email', not = { campaign.medium = '*' }",
    "campaign.medium = '*e*', channel = 'paid'",
    "query.q = '*', not = { query.q = '?*' }",
    "host = '*.example', not = { host = 'www.*' }",
    "path = '/{x}/b', not = { path = '/a/*' }",
    "date = '2026-11-22', days = 'sun', time = '23:00-01:00'",
    "device = 'mobile', bot = true, save_data = true",
    "traits.tier = 5, all = [{ traits.tier = '>4' }]",
    "undecided = true, bot = true",
]


@pytest.mark.parametrize("when", NEVER)
def test_nobody_is_that(when: str) -> None:
    assert verdict(when) == "no"


@pytest.mark.parametrize("when", SOMETIMES)
def test_somebody_is_that(when: str) -> None:
    assert verdict(when) == "yes"


@pytest.mark.parametrize(
    "when", ["visits = 2", "returning = true", "signals.left = true"]
)
def test_nobody_is_remembered_where_nobody_is_asked(when: str) -> None:
    assert (verdict(when), verdict(when, HEAD)) == ("yes", "no")


COUNTED = [
    ("{ signals.booked = 1 }, { signals.booked = 2, within = '7d' }", "no"),
    ("{ signals.booked = 2 }, { signals.booked = 1, within = '7d' }", "yes"),
    (
        "{ signals.booked = 1, within = '7d' }, { signals.booked = 2, within = '1d' }",
        "no",
    ),
    ("{ signals.booked = 0 }, { signals.booked.value = '>0' }", "no"),
    ("{ signals.booked = 1 }, { signals.booked.value = '>0', within = '1d' }", "yes"),
    (
        "{ signals.booked = true, since = 'left' }, { signals.left = true, since = 'booked' }",
        "no",  # one of them was the last
    ),
    ("{ signals.booked = true }, { signals.booked = true, since = 'booked' }", "no"),
    (
        "{ signals.booked = true, since = 'left' }, { signals.left = 1, since = 'booked' },"
        "{ signals.left = 2 }, { signals.booked = 1 }",
        "no",
    ),
]


@pytest.mark.parametrize(("tables", "expected"), COUNTED)
def test_counts_of_signals_hang_together(tables: str, expected: str) -> None:
    assert verdict(f"all = [{tables}]") == expected


def test_a_stage_is_what_the_journey_says() -> None:
    journey = """
[journey]
stages = [
  { name = "new" },
  { name = "back", when = { visits = ">=2" } },
  { name = "guest", when = { signals.booked = true } },
]
"""
    head = HEAD + CONSENT + journey
    assert verdict("stage = 'guest', signals.booked = 0", head) == "no"
    assert verdict("stage = 'back', signals.booked = 1", head) == "no"
    assert verdict("stage = 'back', returning = false", head) == "no"
    assert verdict("stage = 'new', bot = true", head) == "yes"
    seen = found("stage = 'guest'", head)
    assert seen.words == "consent=personalization signals.booked=1 stage=guest"


def test_an_hour_that_a_clock_jumps_over_never_comes() -> None:
    when = "date = '2027-03-28', time = '{}'"
    assert verdict(when.format("02:00-03:00"), FIXED) == "no"
    assert verdict(when.format("02:00-03:01"), FIXED) == "yes"
    assert verdict(when.format("02:00-03:00")) == "yes"  # in another zone
    there = ", all = [{ country = 'PL', zone = 'Europe/Warsaw' }]"
    assert verdict(when.format("02:00-03:00") + there) == "no"


def test_windows_and_local_days_are_held_against_one_another() -> None:
    text = """
[[slots.hero.show]]
fragment = "keep"
when     = { date = "2026-12-01", time = "18:00-19:00" }
from     = 2026-12-01T20:00:00
until    = 2026-12-02
"""
    for head, expected in ((FIXED, "no"), (HEAD, "yes")):
        made = site(text, head)
        seen = Reasoner.of(made).find([made.slots[0].outcomes[0].node])
        assert seen.verdict == expected
    assert seen.moment.isoformat() >= "2026-12-01T19:00"


HOLIDAYS = [
    ("holiday = true, country = 'PL', date = '2026-12-20..2026-12-26'", "yes"),
    ("holiday = 'Christmas Day', country = 'PL', days = 'fri'", "yes"),
    ("holiday = true, country = 'PL', date = '2026-07-01..2026-07-31'", "no"),
    ("holiday = false, country = 'PL', date = '2026-12-25'", "no"),
    ("holiday = 'No Such Day'", "no"),
    ("holiday = true, not = { continent = ['EU', 'NA', 'AS'] }", "yes"),
]


@pytest.mark.no_cover
@pytest.mark.parametrize(("when", "expected"), HOLIDAYS)
def test_holidays_are_those_of_the_country_on_that_day(
    when: str, expected: str
) -> None:
    assert verdict(when) == expected


def test_nobody_knows_the_holidays_of_who_may_be_anywhere() -> None:
    made = one_rule("holiday = false")
    seen = Reasoner.of(made).find([made.slots[0].outcomes[0].node])
    assert "country" in seen.pins


def test_a_cap_holds_for_those_who_are_remembered_and_at_last_no_more() -> None:
    text = "[[slots.hero.show]]\nfragment = 'keep'\ncap = { times = 2, per = 'day' }\n"
    made = site(text)
    reasoner, node = Reasoner.of(made), made.slots[0].outcomes[0].node
    seen, refused = reasoner.find([node]), reasoner.find([], [node])
    assert (seen.verdict, refused.verdict) == ("yes", "yes")
    assert seen.pins == {"consent": frozenset({"personalization"})}
    unasked = site(text, HEAD)
    assert not Reasoner.of(unasked).find([unasked.slots[0].outcomes[0].node])


def test_pages_are_globs_of_which_the_path_matches_one() -> None:
    made = one_rule("path = '/menu/*'")
    reasoner, node = Reasoner.of(made), made.slots[0].outcomes[0].node
    assert reasoner.find([node], pages=("/", "/menu/?")).path == "/menu/a"
    assert reasoner.find([node], pages=("/", "/menu")).verdict == "no"
    assert reasoner.find([node], pages=()).verdict == "no"


def test_a_witness_is_decided_by_pins_alone_where_pins_can_say_it() -> None:
    made = one_rule(
        "device = 'mobile', country = 'IR', time = '20:00-21:00', visits = 3"
    )
    reasoner, place = Reasoner.of(made), made.slots[0]
    seen = reasoner.find([place.outcomes[0].node])
    scope = {"type": "http", "method": "GET", "path": seen.path, "headers": []}
    visit = Visit(scope, made.sources, pins=seen.pins, arrived=seen.moment)
    assert decide(visit, place).outcome is place.outcomes[0]
    assert seen.words == (
        "consent=personalization device=mobile country=IR visits=3 returning=true "
        "days_since_last=0 time=20:00"
    )
    assert seen.moment >= NOW


def test_each_site_means_its_own_by_a_stage() -> None:
    stages = '[journey]\nstages = [{{ name = "new" }}, {{ name = "back", when = {{ {} }} }}]\n'
    old = one_rule("stage = 'back'", HEAD + CONSENT + stages.format("visits = '>=2'"))
    new = one_rule("stage = 'back'", HEAD + CONSENT + stages.format("visits = '>=3'"))
    reasoner = Reasoner.of(old, new)
    was = reasoner.asked(old, old.slots[0].outcomes[0].node)
    will = reasoner.asked(new, new.slots[0].outcomes[0].node)
    assert reasoner.find([will], [was]).verdict == "no"
    seen = reasoner.find([was], [will])
    assert (seen.pins["visits"], seen.pins["stage"]) == (2, "back")
    assert reasoner.visit(seen, new)["stage"] == "new"


def test_what_was_told_is_the_interest_and_else_what_was_looked_at() -> None:
    head = HEAD + CONSENT + "[interests]\nfrom = ['/menu/{topic}']\nnever = ['ill*']\n"
    topics = [f"t{number}" for number in range(30)]
    tea = "interest = 'tea'"
    assert found(tea, head).pins["interest"] == frozenset({"tea"})
    assert verdict(f"bot = true, {tea}", head) == "yes"  # they may tell it
    assert (
        verdict(f"bot = true, {tea}, not = {{ preference.interests = 'tea' }}", head)
        == "no"
    )
    assert verdict(f"interest = {topics}", head) == "yes"
    ill = "interest = 'illness', not = { preference.interests = 'illness' }"
    assert verdict(ill, head) == "no"
    assert verdict("interest = 'illness'", head) == "yes"


def test_what_takes_too_many_steps_is_undecided() -> None:
    made = one_rule("device = 'mobile', country = 'IR'")
    tired = Reasoner(Reasoner.of(made).world, steps=1)
    assert tired.find([made.slots[0].outcomes[0].node]).verdict == "undecided"


def test_audiences_that_name_each_other_over_and_over_are_given_up_in_time() -> None:
    text = "[audiences.a0]\ndevice = 'tv'\nnot = { any = [{ bot = true }, { eu = true }] }\n"
    for number in range(1, 40):
        parts = f"{{ all = ['a{number - 1}'] }}"
        text += f"[audiences.a{number}]\nany = [{parts}, {parts}]\n"
    made = site(text + "[[slots.hero.show]]\nfragment = 'keep'\nto = 'a39'\n")
    seen = Reasoner.of(made).find([made.slots[0].outcomes[0].node])
    assert seen.verdict in ("yes", "undecided")


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1950-06-01", "2400-01-01", "9999-12-28"]
)
def test_any_day_may_come_that_a_calendar_has(day: str) -> None:
    text = f"[[slots.hero.show]]\nfragment = 'keep'\nuntil = {day}\n"
    made = site(text + "when = { time = '10:00-11:00' }\n", FIXED)
    assert Reasoner.of(made).find([made.slots[0].outcomes[0].node]) or day < "0002"
    late = site(text.replace("until", "from"), FIXED)
    assert Reasoner.of(late).find([late.slots[0].outcomes[0].node])
    assert verdict(f"date = '{day}'") == ("no" if day < "0002" else "yes")
