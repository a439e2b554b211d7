"""The grammar of its record, where the vectors do not reach: a case on a line."""

from datetime import timedelta

import pytest

from sarto.vocabulary.consent import State
from support.consent import NOW, assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
LATER = NOW + timedelta(days=2)


def ms(moment):
    return int(moment.timestamp() * 1000)


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"TC_PRIVACY": f"0@002@12@34@1,3@@{ms(NOW)}"}, {"1": G, "3": G, "2": D}, "granted"),
    ({"max_age": timedelta(days=180)}, {"TC_PRIVACY": "0@002@12@34@1@4@1592900933049"}, {"1": STALE}, "stale"),
    ({}, {"TC_PRIVACY": f"0@002@12@34@1@4@{ms(LATER)}"}, {"1": STALE}, "stale"),
    ({}, {"TC_PRIVACY": "0@002@12@34@1@4@159290093304"}, {"1": U}, "malformed"),
    ({}, {"TC_PRIVACY": "2@002"}, {"1": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("commanders-act", settings, cookies, states, told)
