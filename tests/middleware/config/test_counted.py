import pytest

SIGNALS = "signals.booked = {}\nsignals.left = {}\n[audiences.a]\n"

MISTAKES = [
    (
        'signals.booked = 1\nwithin = "7 days"',
        '5:10: SARTO006: `within`: "7 days" is not a length of time '
        '(write it like "7d" or "12h")',
    ),
    (
        "signals.booked = 1\nwithin = 7",
        "5:10: SARTO006: `within`: 7 is not a length of time "
        '(write it like "7d" or "12h")',
    ),
    (
        'signals.booked = 1\nsince = "boked"',
        "5:9: SARTO007: there is no signal called \"boked\" (did you mean 'booked'?)",
    ),
    (
        "signals.booked = 1\nsince = []",
        "5:9: SARTO007: there is no signal called [] (one of: booked, left)",
    ),
    (
        'within = "7d"',
        "4:1: SARTO006: `within` says when signals were seen, but no signal is named "
        "here (write it into the table that names them)",
    ),
    (
        'any = [{ signals.booked = 1 }]\nsince = "left"',
        "5:1: SARTO006: `since` says when signals were seen, but no signal is named "
        "here (write it into the table that names them)",
    ),
]


@pytest.mark.parametrize(("lines", "told"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_in_when_signals_count_is_told(wrong, lines, told):
    assert wrong(SIGNALS + lines) == [told]


def test_without_any_signal_the_help_is_to_declare_it(wrong):
    assert wrong('[audiences.a]\nsince = "x"')[1] == (
        '2:9: SARTO007: there is no signal called "x" (declare it: [signals.NAME])'
    )
