"""Texts and values that nobody expects, in every event store."""

import pytest

from support.happenings import DAY, asked, did, shown, write

ODD = ["", "a b", "'; --", "%s", ":unit", "?", "\0", "a\0b", "\ud800", "żółć", "🧵"]


@pytest.mark.parametrize("odd", ODD)
def test_any_text_is_kept_as_it_is(events, odd):
    subject = f"slots.{odd}"
    write(
        events,
        shown("ann", odd, subject=subject, audience=odd),
        did("ann", 10 * DAY, signal=odd),
    )
    (cell,) = events.outcomes(asked(subject, odd))[0].cells
    assert (cell.variant, cell.audience, cell.sums.converted) == (odd, odd, 1)
    assert list(events.subjects()) == [subject]
    assert events.signals(since=0, until=2**62) == {odd: 1}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e101, 10**400, None])
def test_a_value_that_cannot_be_summed_up_is_none_and_breaks_nothing(events, value):
    at = 10 * DAY
    write(events, shown("ann", "a"), did("ann", at, value), did("ann", at, 1e100))
    (cell,) = events.outcomes(asked())[0].cells
    assert (cell.sums.x, cell.sums.v, cell.sums.vv) == (2, 1e100, 1e100**2)
