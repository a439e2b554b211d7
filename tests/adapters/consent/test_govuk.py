"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cookies_policy": js(usage=True, settings=False), "cookies_preferences_set": "true"}, {"usage": G, "settings": D}, "partial"),
    ({}, {"cookies_policy": "yes"}, {"usage": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("govuk", settings, cookies, states, told)
