"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
U = State.UNDECIDED
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"klaro": '{"a":"true","b":1,"c":true}'}, {"a": U, "b": U, "c": G}, "granted"),
    ({}, {"klaro": '{"a":true,"a":false}'}, {"a": U}, "malformed"),
    ({}, {"klaro": '{"a":NaN,"b":true}'}, {"b": U}, "malformed"),
    ({}, {"klaro": '{"a":true,"b":[[[[1]]]]}'}, {"a": U}, "malformed"),
    ({}, {"klaro": "[" * 4000}, {}, "malformed"),
    ({}, {"klaro": "%00" + '{"a":true}'}, {"a": U}, "malformed"),
    ({}, {"klaro": '{"a%20b":true}'}, {"a%20b": G, "a b": U}, "granted"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("klaro", settings, cookies, states, told)
