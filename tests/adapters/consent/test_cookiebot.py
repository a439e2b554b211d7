"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
IMPLIED = State.IMPLIED
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"CookieConsent": "-1"}, {"statistics": IMPLIED}, "implied"),
    ({}, {"CookieConsent": "1"}, {"statistics": U}, "malformed"),
    ({}, {"CookieConsent": "{necessary:true}"}, {"statistics": U}, "malformed"),
    ({}, {"CookieConsent": "{statistics:true,statistics:false}"}, {"statistics": U}, "malformed"),
    ({}, {"CookieConsent": "{statistics:1,marketing:false,method:'explicit'}"}, {"statistics": U, "marketing": D}, "denied"),
    ({}, {"CookieConsent": "{statistics:true,stamp:'-1',method:'explicit'}"}, {"statistics": IMPLIED}, "implied"),
    ({}, {"CookieConsent": "{statistics:true%2C+method:'explicit'}"}, {"statistics": G}, "granted"),
    ({}, {"CookieConsent": "{statistics:true,method:'explicit'}x"}, {"statistics": U}, "malformed"),
    ({}, {"CookieConsent": "{statistics:true,method:'explicit"}, {"statistics": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("cookiebot", settings, cookies, states, told)
