"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"CookieScriptConsent": js(action="reject", categories="[]")}, {"performance": D}, "denied"),
    ({}, {"CookieScriptConsent": js(action="accept", categories=["performance"])}, {"performance": G, "targeting": D}, "partial"),
    ({}, {"CookieScriptConsent": js(action="accept", categories="[")}, {"performance": U}, "malformed"),
    ({}, {"CookieScriptConsent": js(action=["accept"])}, {"performance": U}, "malformed"),
    ({}, {"CookieScriptConsent": js(action="reject", categories='["performance"]')}, {"performance": D}, "denied"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("cookie-script", settings, cookies, states, told)
