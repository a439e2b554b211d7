"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

U = State.UNDECIDED
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cookieyes-consent": "consent:no,action:yes,analytics:yes"}, {"analytics": U}, "conflict"),
    ({}, {"cookieyes-consent": "hello"}, {}, "malformed"),
    ({}, {"cookieyes-consent": "consent:yes,action:yes,analytics:yes,analytics:no"}, {"analytics": U}, "malformed"),
    ({}, {"cookieyes-consent": "%FF"}, {}, "malformed"),
    ({}, {"viewed_cookie_policy": "yes"}, {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("cookieyes", settings, cookies, states, told)
