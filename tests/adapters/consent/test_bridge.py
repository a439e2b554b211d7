"""The grammar of its record, where the vectors do not reach: a case on a line."""

from datetime import timedelta

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"sarto_bridge": "v1.2.20261101.personalization-analytics."}, {"personalization": G, "analytics": G, "x": D}, "granted"),
    ({}, {"sarto_bridge": "v1.2.20261101.0."}, {"personalization": D}, "denied"),
    ({"version": "3"}, {"sarto_bridge": "v1.2.20261101.analytics."}, {"analytics": STALE}, "stale"),
    ({"version": "2"}, {"sarto_bridge": "v1.2.20261101.analytics."}, {"analytics": G}, "granted"),
    ({}, {"sarto_bridge": "v1.2.20260401.analytics."}, {"analytics": STALE}, "stale"),
    ({"max_age": timedelta(days=7)}, {"sarto_bridge": "v1.2.20261101.analytics."}, {"analytics": STALE}, "stale"),
    ({}, {"sarto_bridge": "v1.2.20261125.analytics."}, {"analytics": STALE}, "stale"),
    ({}, {"sarto_bridge": "v1.2.20261131.analytics."}, {"analytics": U}, "malformed"),
    ({}, {"sarto_bridge": "v1.2.20261101.analytics"}, {"analytics": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("bridge", settings, cookies, states, told)
