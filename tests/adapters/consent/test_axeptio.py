"""The grammar of its record, where the vectors do not reach: a case on a line."""

from datetime import timedelta

import pytest

from sarto.vocabulary.consent import State
from support.consent import NOW, assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
LATER = NOW + timedelta(days=2)


def axeptio(**fields):
    return js(**{"$$completed": True, "$$date": NOW.isoformat(), "a": True, **fields})


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"axeptio_cookies": axeptio()}, {"a": G, "$$completed": U}, "granted"),
    ({}, {"axeptio_cookies": axeptio(**{"$$duration": 1})}, {"a": G}, "granted"),
    ({}, {"axeptio_cookies": axeptio(**{"$$duration": 1, "$$date": "2026-11-20T10:00:00Z"})}, {"a": STALE}, "stale"),
    ({}, {"axeptio_cookies": axeptio(**{"$$duration": "long"})}, {"a": STALE}, "stale"),
    ({}, {"axeptio_cookies": axeptio(**{"$$duration": 10**9})}, {"a": STALE}, "stale"),
    ({}, {"axeptio_cookies": axeptio(**{"$$date": "then"})}, {"a": STALE}, "stale"),
    ({}, {"axeptio_cookies": axeptio(**{"$$date": LATER.isoformat()})}, {"a": STALE}, "stale"),
    ({}, {"axeptio_cookies": js(**{"$$completed": True, "a": True})}, {"a": G}, "granted"),
    ({"max_age": timedelta(days=1)}, {"axeptio_cookies": js(**{"$$completed": True, "a": True})}, {"a": STALE}, "stale"),
    ({"max_age": timedelta(days=1)}, {"axeptio_cookies": axeptio(**{"$$duration": 90, "$$date": "2026-11-20T10:00:00Z"})}, {"a": STALE}, "stale"),
    ({}, {"axeptio_cookies": "{"}, {}, "malformed"),
    ({}, {"axeptio_cookies": axeptio(b=True), "axeptio_authorized_vendors": "%2Ca%2C"}, {"a": G, "b": D}, "partial"),
    ({}, {"axeptio_authorized_vendors": "%2C%2C"}, {"a": D}, "denied"),
    ({}, {"axeptio_authorized_vendors": "%2Ca%2C"}, {"a": U}, "undecided"),
    ({}, {"axeptio_authorized_vendors": "%2Ca"}, {"a": D}, "denied"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("axeptio", settings, cookies, states, told)
