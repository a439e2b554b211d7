"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cookie-agreed": "2"}, {"agreed": G, "x": D}, "granted"),
    ({}, {"cookie-agreed": "0"}, {"agreed": D}, "denied"),
    ({}, {"cookie-agreed": "1", "cookie-agreed-categories": '["a"]'}, {"a": G, "b": D}, "granted"),
    ({}, {"cookie-agreed": "1", "cookie-agreed-categories": "%5B%22a%22%5D"}, {"a": G}, "granted"),
    ({}, {"cookie-agreed": "1", "cookie-agreed-categories": "%5B%22a%22"}, {"a": U}, "malformed"),
    ({}, {"cookie-agreed": "1", "cookie-agreed-categories": "%FF"}, {"a": U}, "malformed"),
    ({}, {"cookie-agreed": "3"}, {"agreed": U}, "malformed"),
    ({"version": "1.0.1"}, {"cookie-agreed": "2", "cookie-agreed-version": "1.0.0"}, {"agreed": STALE}, "stale"),
    ({"version": "1.0.1"}, {"cookie-agreed": "2", "cookie-agreed-version": "1.0.1"}, {"agreed": G}, "granted"),
    ({"version": "1.0.1"}, {"cookie-agreed": "0"}, {"agreed": D}, "denied"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("drupal", settings, cookies, states, told)
