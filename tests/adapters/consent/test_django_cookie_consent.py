"""The grammar of its record, where the vectors do not reach: a case on a line."""

from datetime import timedelta

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cookie_consent": "a=2026-11-01T10:00:00.123456|b=-1"}, {"a": G, "b": D, "c": U}, "partial"),
    ({}, {"cookie_consent": '"a=2026-11-01T10:00:00+00:00"'}, {"a": G}, "granted"),
    ({}, {"cookie_consent": '"a=2026-11-01T10:00:00'}, {"a": U}, "malformed"),
    ({"version": "2026-11-10"}, {"cookie_consent": "a=2026-11-01T10:00:00"}, {"a": U}, "stale"),
    ({"version": "2026-10-10"}, {"cookie_consent": "a=2026-11-01T10:00:00"}, {"a": G}, "granted"),
    ({"version": "new"}, {"cookie_consent": "a=2026-11-01T10:00:00"}, {"a": U}, "stale"),
    ({"max_age": timedelta(days=7)}, {"cookie_consent": "a=2026-11-01T10:00:00"}, {"a": U}, "stale"),
    ({}, {"cookie_consent": "a=2027-11-01T10:00:00"}, {"a": U}, "stale"),
    ({}, {"cookie_consent": "a=-"}, {"a": U}, "malformed"),
    ({}, {"cookie_consent": "a=2026-13-01T10:00:00"}, {"a": U}, "malformed"),
    ({}, {"cookie_consent": "a=0001-01-01T00:00:00+14:00"}, {"a": U}, "malformed"),
    ({}, {"cookie_consent": "a"}, {"a": U}, "malformed"),
    ({}, {"cookie_consent": "%FF"}, {"a": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("django-cookie-consent", settings, cookies, states, told)
