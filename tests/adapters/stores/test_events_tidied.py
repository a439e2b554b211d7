"""What is old is summed up by day and erased: what is told of it afterwards."""

from support.happenings import (
    DAY,
    PLACE,
    asked,
    days,
    did,
    shown,
    unit_of,
    units,
    write,
)

WEEK = asked(window=7 * DAY, before=3 * DAY)


def month(events):
    """Let somebody come each day, and do something each third day."""
    for day in range(10, 40):
        at = day * DAY + day
        write(
            events,
            shown(f"u{day}", "ab"[day % 2], at, facts=f'{{"n":"{day % 3}"}}'),
            shown(f"u{day}", f"v{day % 4}", at, subject=PLACE),
        )
        if day % 3 == 0:
            write(events, did(f"u{day}", at + DAY, 0.5 * day))
            write(events, did(f"u{day}", at - DAY, 2.0), did(f"u{day}", at - 5 * DAY))


def told(events, *questions):
    return [
        (list(found.cells), list(found.days), events.crossed(each))
        for each, found in zip(questions, events.outcomes(*questions), strict=True)
    ]


def test_what_was_asked_for_is_told_as_before(events):
    month(events)
    place = asked(PLACE, window=7 * DAY)
    before = told(events, WEEK, place)
    for day in (15, 16, 16, 23, 60):
        events.tidy(keep_from=day * DAY + 77, questions=[WEEK, place, WEEK])
        assert told(events, WEEK, place) == before


def test_rows_that_are_old_are_erased_and_others_are_not(events):
    month(events)
    write(events, did("nobody", 22 * DAY))
    events.tidy(keep_from=23 * DAY, questions=[WEEK])
    for day in range(10, 40):
        events.forget(unit_of(f"u{day}"))
    # Whose covariate was about to be erased went with it.
    assert units(events, WEEK) == {"a": 8, "b": 8}
    assert max(day for _, day, *_ in days(events, WEEK)) == 25


def test_what_was_not_asked_for_is_told_of_the_rows_that_are_left(events):
    month(events)
    events.tidy(keep_from=35 * DAY, questions=[])
    assert units(events, WEEK) == {"a": 2, "b": 3}
    assert events.subjects() == ["experiments.hero", PLACE]


def test_a_span_of_whole_days_is_told_as_before(events):
    month(events)
    spans = [
        asked(window=DAY, since=a * DAY, until=b * DAY) for a, b in ((12, 18), (0, 11))
    ]
    before = told(events, *spans)
    events.tidy(keep_from=15 * DAY, questions=[asked(window=DAY)])
    events.tidy(keep_from=30 * DAY, questions=[asked(window=DAY)])
    assert told(events, *spans) == before


def test_signals_are_counted_as_before_and_once(events):
    month(events)
    before = events.signals(since=0, until=2**40)
    assert before == {"booked": 30}
    for day in (20, 20, 30, 90):
        events.tidy(keep_from=day * DAY, questions=[])
        assert events.signals(since=0, until=2**40) == before
    span = {"since": 13 * DAY, "until": 14 * DAY}
    assert events.signals(**span) == {"booked": 2}


def test_crossed_units_go_as_one_and_stay_counted(events):
    write(events, shown("ann", "a", 10 * DAY), shown("ann", "b", 30 * DAY))
    write(events, shown("bob", "a", 30 * DAY), shown("cyd", "a", 11 * DAY))
    for _ in range(2):
        events.tidy(keep_from=20 * DAY, questions=[WEEK])
        assert events.crossed(WEEK) == 1
        assert events.crossed(asked(until=10 * DAY)) == 0
        assert units(events, WEEK) == {"a": 2}


def test_a_unit_that_comes_back_after_that_is_a_new_one(events):
    write(events, shown("ann", "a", 10 * DAY))
    events.tidy(keep_from=20 * DAY, questions=[WEEK])
    write(events, shown("ann", "b", 30 * DAY))
    assert units(events, WEEK) == {"a": 1, "b": 1}
    assert events.crossed(WEEK) == 0


def test_one_window_is_not_taken_for_another(events):
    write(events, shown("ann", "a", 10 * DAY), did("ann", 12 * DAY))
    short, long = asked(window=DAY), asked(window=5 * DAY)
    events.tidy(keep_from=20 * DAY, questions=[short, long])
    assert [each.sums.converted for each in events.outcomes(short)[0].cells] == [0]
    assert [each.sums.converted for each in events.outcomes(long)[0].cells] == [1]
    assert events.outcomes(asked(window=6 * DAY))[0].cells == []


def test_more_rows_than_one_transaction_takes_are_all_summed_up(events):
    some = 4_100
    write(events, *(shown(f"u{n}", "ab"[n % 2], 10 * DAY) for n in range(some)))
    write(events, *(did(f"u{n}", 10 * DAY + 1) for n in range(0, some, 5)))
    write(events, *(did("u0", 10 * DAY + n) for n in range(some)))
    before = told(events, WEEK)
    events.tidy(keep_from=20 * DAY, questions=[WEEK])
    assert told(events, WEEK) == before
    assert events.signals(since=0, until=2**40) == {"booked": some + some // 5}
    events.forget(unit_of("u7"))
    assert told(events, WEEK) == before
