"""The grammar of its record, where the vectors do not reach: a case on a line."""

from base64 import b64encode
from datetime import timedelta
from json import dumps

import pytest

from sarto.vocabulary.consent import State
from support.consent import NOW, assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
LATER = NOW + timedelta(days=2)


def didomi(**fields):
    return b64encode(
        dumps(
            {
                "version": 2,
                "purposes": {"enabled": ["a"], "disabled": ["b"]},
                "updated": "2026-11-01T10:00:00Z",
                **fields,
            }
        ).encode()
    ).decode()


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"didomi_token": didomi()}, {"a": G, "b": D, "c": U}, "partial"),
    ({}, {"didomi_token": didomi(purposes={"enabled": ["a"], "disabled": ["a"]})}, {"a": D}, "denied"),
    ({}, {"didomi_token": didomi(purposes=[])}, {"a": U}, "malformed"),
    ({}, {"didomi_token": didomi(purposes={"enabled": "a"})}, {"a": U}, "malformed"),
    ({}, {"didomi_token": didomi(purposes={"disabled": 1})}, {"a": U}, "malformed"),
    ({}, {"didomi_token": didomi(updated=LATER.isoformat())}, {"a": STALE, "b": D}, "stale"),
    ({"max_age": timedelta(days=7)}, {"didomi_token": didomi()}, {"a": STALE}, "stale"),
    ({"max_age": timedelta(days=30)}, {"didomi_token": didomi(updated=None)}, {"a": STALE}, "stale"),
    ({}, {"didomi_token": didomi(updated=None)}, {"a": G}, "partial"),
    ({}, {"didomi_token": "/w=="}, {}, "malformed"),
    ({}, {"didomi_token": "%FF"}, {}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("didomi", settings, cookies, states, told)
