"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"_iub_cs-s1": js(consent=False, purposes={"4": True})}, {"4": D}, "denied"),
    ({}, {"_iub_cs-1": js(purposes={"4": True}), "_iub_cs-2": js(purposes={"4": False})}, {"4": D}, "conflict"),
    ({}, {"_iub_cs-1": js(purposes={"4": True}), "_iub_cs-2": js(purposes={"4": True})}, {"4": G}, "granted"),
    ({}, {"_iub_cs-1": js(purposes=[])}, {"4": U}, "malformed"),
    ({}, {"_iub_cs-1": js(id=1)}, {"4": U}, "undecided"),
    ({}, {"_iub_cs-1": js(consent=1)}, {"4": U}, "malformed"),
    ({}, {"_iub_cs-1": js(consent=False)}, {"4": D}, "denied"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("iubenda", settings, cookies, states, told)
