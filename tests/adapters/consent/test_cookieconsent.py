"""The grammar of its record, where the vectors do not reach: a case on a line."""

from datetime import timedelta

import pytest

from sarto.vocabulary.consent import State
from support.consent import NOW, assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
TOMORROW = NOW + timedelta(hours=20)
LATER = NOW + timedelta(days=2)
SOUND = {
    "consentId": "x",
    "consentTimestamp": "2026-11-01T10:00:00Z",
    "lastConsentTimestamp": "2026-11-01T10:00:00Z",
    "revision": 0,
}


def ms(moment):
    return int(moment.timestamp() * 1000)


def cc(**fields):
    return js(
        **{**SOUND, "categories": ["a"], "services": {"a": [], "b": []}, **fields}
    )


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cc_cookie": cc()}, {"a": G, "b": D, "c": U}, "partial"),
    ({"version": "0"}, {"cc_cookie": cc()}, {"a": G}, "partial"),
    ({"cookie": "mine"}, {"mine": cc()}, {"a": G}, "partial"),
    ({}, {"cc_cookie": cc(services=None)}, {"a": G, "b": U}, "granted"),
    ({}, {"cc_cookie": cc(consentId="")}, {"a": U}, "undecided"),
    ({}, {"cc_cookie": cc(lastConsentTimestamp="then")}, {"a": STALE, "b": D}, "stale"),
    ({}, {"cc_cookie": cc(lastConsentTimestamp=LATER.isoformat())}, {"a": STALE}, "stale"),
    ({}, {"cc_cookie": cc(lastConsentTimestamp=TOMORROW.isoformat())}, {"a": G}, "partial"),
    ({"max_age": timedelta(days=7)}, {"cc_cookie": cc()}, {"a": STALE}, "stale"),
    ({"max_age": timedelta(days=30)}, {"cc_cookie": cc()}, {"a": G}, "partial"),
    ({}, {"cc_cookie": cc(expirationTime=ms(NOW))}, {"a": STALE}, "stale"),
    ({}, {"cc_cookie": cc(expirationTime=ms(LATER))}, {"a": G}, "partial"),
    ({}, {"cc_cookie": cc(expirationTime="never")}, {"a": STALE}, "stale"),
    ({}, {"cc_cookie": cc(categories="a")}, {"a": U}, "undecided"),
    ({}, {"cc_cookie": cc(categories=["a", 1])}, {"a": U}, "undecided"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("cookieconsent", settings, cookies, states, told)
