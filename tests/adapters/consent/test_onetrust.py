"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
U = State.UNDECIDED
IMPLIED = State.IMPLIED
STALE = State.STALE
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"OptanonConsent": "groups=C0003:1&interactionCount=0"}, {"C0003": IMPLIED}, "implied"),
    ({}, {"OptanonConsent": "groups=C0003:1", "OptanonAlertBoxClosed": "yesterday"}, {"C0003": IMPLIED}, "implied"),
    ({}, {"OptanonConsent": "groups=C0003:1", "OptanonAlertBoxClosed": "2026-01-01T10%3A00%3A00.000Z"}, {"C0003": G, "C0004": U}, "granted"),
    ({}, {"OptanonConsent": "groups=C0003:1&interactionCount=²"}, {"C0003": IMPLIED}, "implied"),
    ({}, {"OptanonConsent": "groups=13:1,12:0&interactionCount=1"}, {"3": U, "13": G, "C0003": U}, "partial"),
    ({}, {"OptanonConsent": "groups=3:1&interactionCount=1"}, {"C0003": G, "C0002": U, "3": G}, "granted"),
    ({}, {"OptanonConsent": "groups=3:1,C0002:1&interactionCount=1"}, {"C0003": U, "C0002": G}, "granted"),
    ({}, {"OptanonConsent": "groups=C0003:1,C0003:0&interactionCount=1"}, {"C0003": U}, "malformed"),
    ({}, {"OptanonConsent": "groups=C0003:1&groups=C0004:1&interactionCount=1"}, {"C0003": U}, "malformed"),
    ({}, {"OptanonConsent": "landingPath=https%3A%2F%2Fx%3Fa%3Db%26groups%3DC0003%3A1&interactionCount=1"}, {"C0003": U}, "malformed"),
    ({}, {"OptanonConsent": "groups=C0003:1&AwaitingReconsent=maybe&interactionCount=1"}, {"C0003": STALE}, "stale"),
    ({}, {"OptanonConsent": "groups=%FF"}, {}, "malformed"),
    ({}, {"OptanonConsent": "%FF"}, {}, "malformed"),
    ({}, {"OptanonAlertBoxClosed": "2026-01-01T10:00:00.000Z"}, {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("onetrust", settings, cookies, states, told)
