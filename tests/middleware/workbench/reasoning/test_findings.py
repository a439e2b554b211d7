"""What is told of rules that nobody matches: the code, the line, and the reason."""

from pathlib import Path

import pytest

from sarto import Config
from sarto.site.compile import compile_site
from sarto.workbench.reasoning import reasoned
from support.reasoned_small import CONSENT, HEAD, NOW, findings

BISTRO = Path(__file__).parents[4] / "examples/bistro/sarto.toml"
FIXED = 'timezone = "Europe/Warsaw"\n' + HEAD + CONSENT
HEAD_LINES = (HEAD + CONSENT).count("\n")
NONE: list[str] = []


def told(text: str, head: str = HEAD + CONSENT) -> list[str]:
    """List the findings: the code, the line within the text, the message."""
    before = head.count("\n")
    found = findings(text, head)
    return [f"{each.code} {each.line - before}: {each.message}" for each in found]


def test_the_bistro_is_silent() -> None:
    site = compile_site(Config.read(BISTRO), clock=lambda: NOW)
    assert reasoned(site) == ()


def test_a_rule_that_others_take_everybody_from_is_shadowed() -> None:
    text = """
[slots.hero]
show = [
  { when = { device = "mobile" }, fragment = "keep" },
  { when = { country = "IR" }, fragment = "keep" },
  { when = { device = "mobile", country = "IR" }, fragment = "keep" },
  { when = { language = "en" }, fragment = "keep" },
  { when = { device = "tv" }, fragment = "keep" },
  { when = { language = "fa" }, fragment = "keep" },
  { fragment = "keep" },
]
"""
    taken = "every visitor it could match is taken by"
    assert told(text) == [
        f"SARTO031 6: {taken} line {HEAD_LINES + 4}",
        f"SARTO031 10: {taken} lines {HEAD_LINES + 7} and {HEAD_LINES + 9}",
    ]


def test_rules_of_one_line_are_told_by_their_columns() -> None:
    text = "[slots.a]\nshow = [{ fragment = 'keep' }, { fragment = 'keep' }]"
    taken = "every visitor it could match is taken by"
    assert findings(text)[0].message == f"{taken} line {HEAD_LINES + 2}:9"


def test_a_contradiction_is_told_with_a_smallest_set_and_the_reason() -> None:
    text = """
[[slots.hero.show]]
fragment = "keep"
when     = { device = "mobile", returning = true, language = "fa", visits = 1 }
"""
    why = "somebody who returns has visited twice at least"
    assert told(text) == [
        "SARTO032 4: this rule can never match: "
        f"`returning = true` and `visits = 1`: {why}"
    ]


def test_a_dead_audience_is_told_once_where_it_is_written() -> None:
    text = """
[audiences.ghosts]
bot = true
signals.booked = ">=1"
[audiences.haunted]
all = ["ghosts"]
device = "tv"
[slots.hero]
show = [ { to = "haunted", fragment = "keep" }, { to = "ghosts", fragment = "keep" } ]
"""
    assert [each[:10] for each in told(text)] == ["SARTO032 2"]


def test_audiences_that_contradict_each_other_are_opened_up() -> None:
    text = """
[audiences.phones]
device = "mobile"
[audiences.screens]
device = "tv"
[audiences.none]
all = ["phones", "screens"]
[slots.hero]
show = [ { to = ["phones", "screens", "none"], fragment = "keep" } ]
"""
    both = '`device = "mobile"` and `device = "tv"`: no visitor\'s `device` is both'
    assert told(text) == [f"SARTO032 6: this audience can never match: {both}"]


def test_a_rule_is_told_where_its_pages_or_its_target_contradict() -> None:
    text = """
[audiences.phones]
device = "mobile"
[slots.hero]
pages = ["/menu/*"]
[[slots.hero.show]]
fragment = "keep"
when     = { path = "/" }
[[slots.hero.show]]
to       = "phones"
fragment = "keep"
when     = { device = "tv" }
"""
    assert told(text) == [
        'SARTO032 6: this rule can never match: `path = "/"` and `pages = '
        '["/menu/*"]`: no visitor\'s `path` is both',
        'SARTO032 9: this rule can never match: `device = "mobile"` and '
        '`device = "tv"`: no visitor\'s `device` is both',
    ]


def test_where_nobody_is_asked_it_is_said_that_nobody_is_remembered() -> None:
    text = "[[slots.a.show]]\nfragment = 'keep'\nwhen = { returning = true }"
    assert told(text, HEAD) == [
        "SARTO032 3: this rule can never match: `returning = true`: "
        "nobody is remembered where nobody is asked: there is no [consent]"
    ]


def test_an_audience_that_nobody_uses_is_told() -> None:
    text = """
[audiences.lonely]
all = ["part"]
[audiences.part]
device = "mobile"
[audiences.staged]
device = "tv"
[journey]
stages = [ { name = "a" }, { name = "b", when = { all = ["staged"] } } ]
"""
    assert told(text) == [
        "SARTO033 2: nobody uses the audience 'lonely'",
        "SARTO033 4: nobody uses the audience 'part'",
    ]


IDLE = [
    ("show = [ { fragment = 'keep', off = true } ]", ["SARTO034"]),
    ("default = 'sarto:consent'\nshow = [ { fragment = 'keep', off = true } ]", NONE),
    ("off = true\nshow = [ { fragment = 'keep', off = true } ]", NONE),
    ("pages = ['/']", NONE),
    ("show = [ { fragment = 'keep', off = true }, { fragment = 'keep' } ]", NONE),
]


@pytest.mark.parametrize(("slot", "codes"), IDLE)
def test_a_slot_whose_rules_are_all_off_does_nothing(
    slot: str, codes: list[str]
) -> None:
    assert [each.code for each in findings(f"[slots.hero]\n{slot}")] == codes


def test_what_has_passed_is_told_by_the_clock_of_the_site() -> None:
    text = """
[audiences.then]
date = "2025-12-01..2026-11-21"
[slots.hero]
show = [
  { until = 2026-11-21, fragment = "keep" },
  { when = { date = "2026-11-20" }, fragment = "keep" },
  { to = "then", fragment = "keep" },
  { when = { date = "2026-11-20..2026-11-23" }, fragment = "keep" },
]
"""
    assert told(text) == [
        "SARTO035 2: no day is left on which this audience holds",
        "SARTO035 6: this window has passed: "
        "it ended on 2026-11-22 00:00 (Europe/Warsaw)",
        "SARTO035 7: no day is left on which this rule holds",
    ]


def test_a_time_that_a_clock_jumps_over_is_told_with_its_day_and_zone() -> None:
    text = """
[slots.hero]
show = [
  { when = { date = "2027-03-28", time = "02:10-02:50" }, fragment = "keep" },
  { from = 2027-03-28T02:30:00, fragment = "keep" },
]
"""
    assert told(text, FIXED) == [
        'SARTO036 4: this rule never holds: `date = "2027-03-28"` and '
        '`time = "02:10-02:50"`: in Europe/Warsaw a clock jumps over that time',
        "SARTO036 5: 02:30 does not come on 2027-03-28 in Europe/Warsaw: clocks jump "
        "over it, and it is read as 03:30",
    ]


def test_what_is_too_large_is_said_to_be_undecided() -> None:
    names = "abcdefgh"
    signals = "".join(f"[signals.{name}]\n" for name in names)
    tables = ", ".join(f"{{ signals.left = 1, since = '{name}' }}" for name in names)
    rule = f"[[slots.a.show]]\nfragment = 'keep'\nwhen = {{ all = [{tables}] }}"
    assert [each.code for each in findings(signals + rule)] == ["SARTO037"]


def test_rules_that_are_off_or_try_something_out_count_for_nothing() -> None:
    text = """
[experiments.photo]
arms = { control = 50, photo = 50 }
goal = "booked"
[slots.hero]
show = [
  { fragment = "keep", off = true },
  { experiment = "photo", fragments = { control = "keep", photo = "keep" } },
  { when = { device = "mobile" }, fragment = "keep" },
  { fragment = "keep" },
]
"""
    assert told(text) == NONE
