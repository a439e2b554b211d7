"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"_tracking_consent": js(purposes={"p": True, "a": True, "m": True})}, {"p": G}, "granted"),
    ({}, {"_tracking_consent": js(purposes={"x": True})}, {"p": U}, "malformed"),
    ({}, {"_tracking_consent": "3"}, {"p": U}, "malformed"),
    ({}, {"_tracking_consent": js(con={"CMP": {"a": "1", "p": "0", "m": "", "s": "1"}})}, {"a": G, "p": D, "m": U, "s": U}, "partial"),
    ({}, {"_tracking_consent": js(con={"CMP": []})}, {"a": U}, "malformed"),
    ({}, {"_tracking_consent": js(con=[])}, {"a": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("shopify", settings, cookies, states, told)
