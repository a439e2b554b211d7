"""The grammar of its record, where the vectors do not reach: a case on a line."""

from datetime import timedelta
from json import dumps

import pytest

from sarto.vocabulary.consent import State
from support.consent import NOW, assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
IMPLIED = State.IMPLIED
STALE = State.STALE
LATER = NOW + timedelta(days=2)


def ms(moment):
    return int(moment.timestamp() * 1000)


def civic(**fields):
    return dumps(
        {
            "optionalCookies": {"a": "accepted"},
            "interactedWith": True,
            "consentDate": ms(NOW),
            "consentExpiry": 90,
            **fields,
        }
    )


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"CookieControl": civic()}, {"a": G, "b": D}, "granted"),
    ({}, {"CookieControl": civic(consentDate=None)}, {"a": STALE}, "stale"),
    ({}, {"CookieControl": civic(consentExpiry=True)}, {"a": STALE}, "stale"),
    ({}, {"CookieControl": civic(consentDate=10**15)}, {"a": STALE}, "stale"),
    ({}, {"CookieControl": civic(consentDate=9 * 10**14)}, {"a": STALE}, "stale"),
    ({}, {"CookieControl": civic(consentDate=ms(LATER))}, {"a": STALE}, "stale"),
    ({}, {"CookieControl": civic(interactedWith=False)}, {"a": IMPLIED, "b": U}, "implied"),
    ({}, {"CookieControl": civic(optionalCookies={"a": "legitimate interest", "b": 1})}, {"a": U, "b": U}, "undecided"),
    ({}, {"CookieControl": civic(optionalCookies=[])}, {"a": U}, "malformed"),
    ({}, {"CookieControl": civic(optionalCookies={})}, {"a": D}, "denied"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("civic", settings, cookies, states, told)
