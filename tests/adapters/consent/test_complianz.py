"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cmplz_marketing": "allow", "cmplz_banner-status": "dismissed"}, {"marketing": G, "statistics": U}, "granted"),
    ({"version": "14"}, {"cmplz_marketing": "allow"}, {"marketing": STALE}, "stale"),
    ({"cookie": "my_"}, {"my_marketing": "deny"}, {"marketing": D}, "denied"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("complianz", settings, cookies, states, told)
