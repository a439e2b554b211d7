"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"borlabs-cookie": js(consents={"essential": ["borlabs-cookie"], "statistics": ["matomo"], "marketing": []})}, {"statistics": G, "marketing": D, "external-media": D}, "partial"),
    ({}, {"borlabs-cookie": js(consents={"essential": ["borlabs-cookie"], "statistics": ["matomo"], "marketing": []}, expires="Tue, 01 Dec 2026 09:00:00 GMT")}, {"statistics": G}, "partial"),
    ({}, {"borlabs-cookie": js(consents={"essential": ["borlabs-cookie"], "statistics": ["matomo"], "marketing": []}, expires="Tue, 01 Dec 2026 09:00:00 -0000")}, {"statistics": G}, "partial"),
    ({}, {"borlabs-cookie": js(consents={"essential": ["borlabs-cookie"], "statistics": ["matomo"], "marketing": []}, expires="Tue, 04 Aug 2020 09:00:00 GMT")}, {"statistics": STALE, "marketing": D}, "stale"),
    ({}, {"borlabs-cookie": js(consents={"essential": ["borlabs-cookie"], "statistics": ["matomo"], "marketing": []}, expires="soon")}, {"statistics": STALE}, "stale"),
    ({"version": "2"}, {"borlabs-cookie": js(consents={"essential": ["borlabs-cookie"], "statistics": ["matomo"], "marketing": []}, version="1")}, {"statistics": STALE}, "stale"),
    ({"version": "2"}, {"borlabs-cookie": js(consents={"essential": ["borlabs-cookie"], "statistics": ["matomo"], "marketing": []}, version="2")}, {"statistics": G}, "partial"),
    ({}, {"borlabs-cookie": js(consents={"essential": ["x"]})}, {"statistics": D}, "denied"),
    ({}, {"borlabs-cookie": js(consents=["statistics"])}, {"statistics": U}, "malformed"),
    ({}, {"borlabs-cookie": "[]"}, {"statistics": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("borlabs", settings, cookies, states, told)
