"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from support.consent import assert_read

CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cookiefirst-consent": "x"}, {}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("cookiefirst", settings, cookies, states, told)
