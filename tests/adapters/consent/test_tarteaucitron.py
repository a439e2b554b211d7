"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

D = State.DENIED
U = State.UNDECIDED
IMPLIED = State.IMPLIED
CASES = [  # settings, cookies, the states of ids, the word for people
    ({"is_implied": True}, {"tarteaucitron": "!gtag=true!x=false"}, {"gtag": IMPLIED, "x": D}, "implied"),
    ({}, {"tarteaucitron": "gtag=true"}, {"gtag": U}, "malformed"),
    ({}, {"tarteaucitron": "!gtag=true!gtag=false"}, {"gtag": U}, "malformed"),
    ({}, {"tarteaucitron": "!gtag=tru"}, {"gtag": U}, "undecided"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("tarteaucitron", settings, cookies, states, told)
