"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"wp_consent_marketing": "allow", "wp_consent_statistics": "deny"}, {"marketing": G, "statistics": D, "preferences": U}, "partial"),
    ({}, {"wp_consent_marketing": "yes"}, {"marketing": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("wp-consent-api", settings, cookies, states, told)
