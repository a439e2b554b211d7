from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.reading import ConditionError
from sarto.vocabulary.spans import WEEK, Calendar, Clock, Weekdays

TIMES = [
    # condition, in, out
    ("18:00-23:00", "18:00", "23:00"),
    ("18:00-23:00", "22:59", "17:59"),
    ("22:00-06:00", "23:30", "06:00"),
    ("22:00-06:00", "00:00", "21:59"),
    ("18:00-24:00", "23:59", "00:00"),
    ("18:00-00:00", "23:59", "00:00"),
    ("24:00-06:00", "00:00", "06:00"),
    ("00:00-24:00", "12:00", None),
    ("8:00 - 9:30", "09:29", "09:30"),
    (["08:00-09:00", "20:00-21:00"], "20:30", "12:00"),
]


@pytest.mark.parametrize(("raw", "yes", "no"), TIMES)
def test_a_window_of_the_day_starts_in_and_ends_out(raw, yes, no):
    pattern = Clock().pattern(raw)
    assert pattern.holds(Clock().value(yes))
    assert no is None or not pattern.holds(Clock().value(no))


def test_a_window_may_pass_midnight():
    pattern = Clock().pattern("23:00-01:00")
    assert [pattern.holds(time(hour)) for hour in (22, 23, 0, 1)] == [
        False,
        True,
        True,
        False,
    ]


TIME_MISTAKES = [
    ("18:00", '"18:00" is no window', 'write it like "18:00-23:00"'),
    (
        "18:00\u201323:00",
        '"18:00\u201323:00" is no window',
        'write it like "18:00-23:00"',
    ),
    ("25:00-26:00", '"25:00" is not a time of day', "write it like 18:00"),
    ("18:00-23:60", '"23:60" is not a time of day', "write it like 18:00"),
    ("24:01-25:00", '"24:01" is not a time of day', "write it like 18:00"),
    ("6pm-11pm", '"6pm" is not a time of day', "write it like 18:00"),
    (
        "\u0661\u0668:\u0660\u0660-\u0662\u0663:\u0660\u0660",
        '"\u0661\u0668:\u0660\u0660" is not a time of day',
        "write it like 18:00",
    ),
    (
        "18:00-18:00",
        '"18:00-18:00" starts where it ends, so it never holds',
        'the whole day is "00:00-24:00"',
    ),
    (
        18,
        '18 is not a window like "18:00-23:00"',
        'write a window like "18:00-23:00", or a list of them',
    ),
]


@pytest.mark.parametrize(("raw", "message", "hint"), TIME_MISTAKES)
def test_what_is_no_window_of_the_day_is_refused(raw, message, hint):
    with pytest.raises(ConditionError) as caught:
        Clock().pattern(raw)
    assert (caught.value.message, caught.value.help) == (message, hint)


DAYS = [
    ("mon", {"mon"}),
    ("mon-fri", {"mon", "tue", "wed", "thu", "fri"}),
    ("fri-mon", {"fri", "sat", "sun", "mon"}),
    ("sun - mon", {"sun", "mon"}),
    (["sat", "sun"], {"sat", "sun"}),
    (["mon-tue", "sat"], {"mon", "tue", "sat"}),
    ("tue-mon", set(WEEK)),
]


@pytest.mark.parametrize(("raw", "days"), DAYS, ids=[str(d[0]) for d in DAYS])
def test_days_of_the_week_may_wrap(raw, days):
    pattern = Weekdays().pattern(raw)
    assert {day for day in WEEK if pattern.holds(day)} == days


DAY_MISTAKES = [
    ("Mon", '"Mon" is not a day of the week', "did you mean 'mon'?"),
    ("weekend", '"weekend" is not a day of the week', "did you mean 'sat-sun'?"),
    ("friday", '"friday" is not a day of the week', "did you mean 'fri'?"),
    ("mon-fir", '"fir" is not a day of the week', "did you mean 'fri'?"),
    (
        "x",
        '"x" is not a day of the week',
        "one of: mon, tue, wed, thu, fri, sat, sun",
    ),
    (1, '1 is not days like "mon-fri"', 'write days like "mon-fri", or a list of them'),
]


@pytest.mark.parametrize(("raw", "message", "hint"), DAY_MISTAKES)
def test_what_is_no_day_of_the_week_is_refused(raw, message, hint):
    with pytest.raises(ConditionError) as caught:
        Weekdays().pattern(raw)
    assert (caught.value.message, caught.value.help) == (message, hint)


DATES = [
    ("2026-12-01..2026-12-26", "2026-12-01", "2026-11-30"),
    ("2026-12-01..2026-12-26", "2026-12-26", "2026-12-27"),
    ("2026-12-24", "2026-12-24", "2026-12-25"),
    (" 2026-12-24 .. 2026-12-25 ", "2026-12-25", "2026-12-26"),
    (date(2026, 12, 24), "2026-12-24", "2026-12-23"),
    ([date(2026, 12, 24), "2027-01-01"], "2027-01-01", "2026-12-31"),
]


@pytest.mark.parametrize(("raw", "yes", "no"), DATES, ids=[str(d[0]) for d in DATES])
def test_a_span_of_days_holds_both_its_ends(raw, yes, no):
    pattern = Calendar().pattern(raw)
    assert pattern.holds(Calendar().value(yes))
    assert not pattern.holds(Calendar().value(no))


DATE_MISTAKES = [
    ("24.12.2026", '"24.12.2026" is not a date', "write it like 2026-12-24"),
    ("2026-02-30", '"2026-02-30" is not a date', "write it like 2026-12-24"),
    ("20261224", '"20261224" is not a date', "write it like 2026-12-24"),
    ("2026-W52-4", '"2026-W52-4" is not a date', "write it like 2026-12-24"),
    ("2026-12-01..", '"" is not a date', "write it like 2026-12-24"),
    ("", '"" is not a date', "write it like 2026-12-24"),
    (
        "2026-12-26..2026-12-01",
        '"2026-12-26..2026-12-01" ends before it starts, so it never holds',
        'write "2026-12-01..2026-12-26"',
    ),
    (
        datetime(2026, 12, 24, 18, 0),  # noqa: DTZ001 - TOML has local ones
        "2026-12-24T18:00:00 is not a date",
        'write dates like "2026-12-01..2026-12-26"',
    ),
    (
        [["2026-12-24"]],
        '["2026-12-24"] is not a date',
        'write dates like "2026-12-01..2026-12-26"',
    ),
]


@pytest.mark.parametrize(("raw", "message", "hint"), DATE_MISTAKES)
def test_what_is_no_span_of_days_is_refused(raw, message, hint):
    with pytest.raises(ConditionError) as caught:
        Calendar().pattern(raw)
    assert (caught.value.message, caught.value.help) == (message, hint)


CLOCKS = st.times().map(lambda t: f"{t:%H:%M}")


@given(CLOCKS, CLOCKS)
def test_a_window_and_its_rest_make_a_day(start, end):
    if start == end:
        return
    window, rest = Clock().pattern(f"{start}-{end}"), Clock().pattern(f"{end}-{start}")
    minutes = [time(*divmod(minute, 60)) for minute in range(24 * 60)]
    assert all(window.holds(minute) != rest.holds(minute) for minute in minutes)
    assert window.holds(Clock().value(window.example))


@given(st.dates(), st.dates())
def test_the_example_of_a_span_of_days_is_accepted(one, other):
    pattern = Calendar().pattern(f"{min(one, other)}..{max(one, other)}")
    assert pattern.holds(Calendar().value(pattern.example))


@pytest.mark.parametrize("kind", [Clock(), Weekdays(), Calendar()])
def test_the_schema_is_of_texts_with_a_shape(kind):
    one, several = kind.schema["anyOf"]
    assert one["type"] == "string"
    assert "pattern" in one
    assert several["items"] == one
