from datetime import timedelta

import pytest

from sarto.vocabulary.periods import period
from sarto.vocabulary.reading import ConditionError

LENGTHS = [
    ("90s", timedelta(seconds=90)),
    ("30m", timedelta(minutes=30)),
    ("12h", timedelta(hours=12)),
    ("7d", timedelta(days=7)),
    ("1.5 w", timedelta(days=10.5)),
    (" 7d ", timedelta(days=7)),
]


@pytest.mark.parametrize(("text", "length"), LENGTHS, ids=[t for t, _ in LENGTHS])
def test_a_length_of_time_has_a_unit(text, length):
    assert period(text) == length


WRONG = ["7", "d", "7 days", "0d", "-1d", "7D", "9999999d", "", 7, True, ["7d"], {}]


@pytest.mark.parametrize("raw", WRONG, ids=map(str, WRONG))
def test_what_is_no_length_of_time_is_refused(raw):
    with pytest.raises(ConditionError) as caught:
        period(raw)
    assert caught.value.message.endswith("is not a length of time")
    assert caught.value.help == 'write it like "7d" or "12h"'
