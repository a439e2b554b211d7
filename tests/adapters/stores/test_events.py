"""The contract of an `EventStore`, kept by all of ours and by the one in memory."""

import pytest

from sarto.vocabulary.measured import Cell, Ledger, Outcomes, Sums
from support.happenings import (
    DAY,
    HERO,
    PLACE,
    asked,
    days,
    did,
    shown,
    told,
    unit_of,
    units,
    write,
)


def test_nothing_was_measured_yet(events):
    assert events.subjects() == []
    assert events.outcomes(asked()) == [Outcomes(cells=[], days=[])]
    assert events.outcomes() == []
    assert events.crossed(asked()) == 0
    assert events.signals(since=0, until=2**62) == {}
    assert events.ledgers() == []
    events.tidy(keep_from=100 * DAY, questions=[asked()])
    events.forget(unit_of("ann"))
    assert events.subjects() == []


def test_units_are_counted_by_variant_audience_and_facts(events):
    mobile, desktop = '{"device":"mobile","stage":"new"}', '{"device":"desktop"}'
    write(
        events,
        shown("ann", "x.html", subject=PLACE, audience="novices", facts=mobile),
        shown("bob", "x.html", subject=PLACE, audience="novices", facts=mobile),
        shown("cyd", "x.html", subject=PLACE, facts=desktop),
        shown("dan", "", subject=PLACE, facts=desktop),
    )
    facts = {"device": "desktop"}
    assert list(events.outcomes(asked(PLACE))[0].cells) == [
        Cell(variant="", audience="", facts=facts, sums=Sums(units=1)),
        Cell(variant="x.html", audience="", facts=facts, sums=Sums(units=1)),
        Cell(
            variant="x.html",
            audience="novices",
            facts={"device": "mobile", "stage": "new"},
            sums=Sums(units=2),
        ),
    ]
    assert events.outcomes(asked(HERO))[0].cells == []
    assert events.subjects() == [PLACE]


def test_several_questions_are_answered_as_each_would_be_alone(events):
    before, late = (did("b", 8 * DAY, 2.0), did("c", 11 * DAY + 9, signal="left"))
    write(
        events, *(shown(n, "ab"[n > "b"], (9 + i) * DAY) for i, n in enumerate("abcd"))
    )
    write(events, shown("a", "x.html", subject=PLACE), did("a", 9 * DAY + 99, 5.0))
    write(events, before, late)
    questions = [asked(before=3 * DAY), asked(signal="left"), asked(PLACE)]
    questions += [asked(since=10 * DAY), asked(until=11 * DAY), asked(window=60)]
    alone = [found for each in questions for found in events.outcomes(each)]
    assert events.outcomes(*questions, *questions) == alone + alone
    assert len({repr(each) for each in alone}) == len(questions)


def test_what_is_written_again_is_there_once(events, opened):
    batch = (shown("ann", "a"), did("ann", 10 * DAY, 5.0), shown("bob", "b"))
    for store in (events, events, opened()):
        write(store, *batch)
    write(events, *batch, *batch)
    assert units(opened(), asked()) == {"a": 1, "b": 1}
    assert told(events.outcomes(asked())[0].cells[0].sums)["x"] == 1
    assert events.signals(since=0, until=2**62) == {"booked": 1}


def test_one_id_of_a_units_signal_keeps_what_came_first(events):
    first = did("ann", 10 * DAY, 5.0)
    write(events, shown("ann", "a"), first)
    write(events, first._replace(value=7.0, at=10 * DAY + 1))
    assert told(events.outcomes(asked())[0].cells[0].sums)["v"] == 5.0


@pytest.mark.parametrize("turn", [1, -1])
def test_the_first_moment_is_kept_with_its_audience_and_facts(events, turn):
    first = shown(
        "ann", "x", 9 * DAY, subject=PLACE, audience="early", facts='{"a":"1"}'
    )
    later = shown("ann", "x", 11 * DAY, subject=PLACE, audience="late")
    for event in (first, later)[::turn]:
        write(events, event)
    write(events, later, first, later)
    (cell,) = events.outcomes(asked(PLACE))[0].cells
    assert (cell.audience, cell.facts, cell.sums.units) == ("early", {"a": "1"}, 1)
    assert days(events, asked(PLACE)) == [("x", 9, 1, 0)]


def test_a_signal_counts_from_the_first_moment_until_the_window_ends(events):
    at = 10 * DAY + 500
    moments = [at - 1, at, at + 3599, at + 3600]
    write(events, shown("ann", "a", at), *(did("ann", each, 1.0) for each in moments))
    (cell,) = events.outcomes(asked(window=3600))[0].cells
    assert told(cell.sums) == {
        "units": 1,
        "converted": 1,
        "x": 2,
        "xx": 4,
        "v": 2,
        "vv": 4,
        "xv": 4,
    }


def test_what_was_done_before_is_the_covariate(events):
    at = 10 * DAY
    moments = [at - 3601, at - 3600, at - 1, at]
    write(events, shown("ann", "a", at), *(did("ann", each, 2.0) for each in moments))
    (cell,) = events.outcomes(asked(before=3600))[0].cells
    assert told(cell.sums) == {
        "units": 1,
        "converted": 1,
        "x": 1,
        "xx": 1,
        "v": 2,
        "vv": 4,
        "xv": 2,
        "b": 2,
        "bb": 4,
        "xb": 2,
        "c": 4,
        "cc": 16,
        "vc": 8,
    }


def test_sums_are_over_units_not_over_signals(events):
    at = 10 * DAY
    write(
        events,
        *(shown(who, "a", at) for who in ("ann", "bob", "cyd")),
        *(did("ann", at + n, 10.0 * n) for n in (1, 2, 3)),
        did("bob", at + 1),
        did("cyd", at + 1, 99.0, "left"),
        did("eve", at + 1, 99.0),
    )
    (cell,) = events.outcomes(asked())[0].cells
    assert told(cell.sums) == {
        "units": 3,
        "converted": 2,
        "x": 4,
        "xx": 10,
        "v": 60,
        "vv": 3600,
        "xv": 180,
    }
    (cell,) = events.outcomes(asked(signal="left"))[0].cells
    assert (cell.sums.converted, cell.sums.v) == (1, 99)


def test_units_that_saw_several_arms_are_left_out_and_counted(events):
    write(events, shown("ann", "a"), shown("bob", "a"), shown("cyd", "b", 12 * DAY))
    write(events, shown("bob", "b", 11 * DAY), did("bob", 11 * DAY))
    write(events, shown("bob", "a", 13 * DAY), shown("bob", "b", 9 * DAY))
    assert units(events, asked()) == {"a": 1, "b": 1}
    assert days(events, asked()) == [("a", 10, 1, 0), ("b", 12, 1, 0)]
    assert events.crossed(asked()) == 1
    assert events.crossed(asked(since=10 * DAY)) == 0
    assert events.crossed(asked(until=9 * DAY)) == 0


def test_arms_seen_in_one_batch_cross_as_well(events):
    write(events, shown("ann", "a", 11 * DAY), shown("ann", "b", 10 * DAY))
    assert (events.outcomes(asked())[0].cells, events.crossed(asked())) == ([], 1)


def test_a_unit_counts_for_each_thing_that_it_saw_in_a_place(events):
    for variant, at in (("x", 10 * DAY), ("y", 11 * DAY)):
        write(events, shown("ann", variant, at, subject=PLACE))
    write(events, did("ann", 11 * DAY + 5))
    assert units(events, asked(PLACE)) == {"x": 1, "y": 1}
    assert days(events, asked(PLACE)) == [("x", 10, 1, 0), ("y", 11, 1, 1)]
    assert events.crossed(asked(PLACE)) == 0


def test_a_span_asks_for_units_first_exposed_in_it(events):
    write(events, *(shown(f"u{day}", "a", day * DAY) for day in range(10, 15)))
    write(events, shown("u10", "a", 12 * DAY), did("u12", 12 * DAY + 1))
    span = asked(since=11 * DAY, until=13 * DAY)
    assert days(events, span) == [("a", 11, 1, 0), ("a", 12, 1, 1)]
    assert units(events, span) == {"a": 2}


def test_a_day_counts_who_first_did_it_on_that_day(events):
    write(events, *(shown(who, "a", 10 * DAY) for who in ("ann", "bob", "cyd")))
    write(events, did("ann", 12 * DAY), did("ann", 11 * DAY), did("bob", 11 * DAY))
    assert days(events, asked(window=9 * DAY)) == [("a", 10, 3, 0), ("a", 11, 0, 2)]


def test_signals_of_a_span_are_counted_by_name(events):
    write(
        events,
        *(did("ann", at) for at in (99, 100, 199, 200)),
        did("bob", 150, signal="left"),
    )
    assert events.signals(since=100, until=200) == {"booked": 2, "left": 1}
    assert events.signals(since=300, until=400) == {}


def test_each_run_has_a_ledger_the_last_it_wrote(events):
    events.write([], Ledger(run="b", seen=5, stored=3, dropped=1))
    events.write([], Ledger(run="a", seen=1, stored=1))
    events.write([], Ledger(run="b", seen=9, stored=8, dropped=1))
    assert list(events.ledgers()) == [
        Ledger(run="a", seen=1, stored=1),
        Ledger(run="b", seen=9, stored=8, dropped=1),
    ]


def test_who_is_forgotten_leaves_nothing(events, opened):
    write(
        events,
        shown("ann", "a"),
        shown("ann", "x", subject=PLACE),
        did("ann", 10 * DAY),
        did("ann", 10 * DAY, signal="left"),
        shown("bob", "a"),
        did("bob", 10 * DAY),
    )
    events.forget(unit_of("ann"))
    events.forget(unit_of("nobody"))
    assert units(opened(), asked()) == {"a": 1}
    assert units(events, asked(PLACE)) == {}
    assert events.signals(since=0, until=2**62) == {"booked": 1}


def test_a_store_that_was_closed_opens_again(events):
    write(events, shown("ann", "a"))
    events.close()
    write(events, shown("bob", "a"))
    events.close()
    assert units(events, asked()) == {"a": 2}
