"""The grammar of its record, where the vectors do not reach: a case on a line."""

from datetime import timedelta

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
STALE = State.STALE
PUB = "CQHkJEAQHkJEAAHABBENBNFoAP_AAAAAACQgF5wBwAPAAyAGiAP0AiIBigF5gAAAHLQAYAAgqIIAAFIAMAAQVECQAYAAgqIOgAwABBUQhABgACCohKADAAEFRAAA"
DENIED_TC = "CPSG_8APSG_8AAAAAAENAAFgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA"
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"euconsent-v2": PUB}, {"5": G, "core:5": G, "publisher:5": U, "11": D, "special:1": G}, "granted"),
    ({}, {"euconsent-v2": PUB + ".YAAAAAAAAAAA"}, {"5": D, "core:5": G, "publisher:5": D}, "denied"),
    ({}, {"euconsent-v2": PUB, "eupubconsent-v2": DENIED_TC}, {"5": D}, "conflict"),
    ({}, {"euconsent-v2": PUB, "eupubconsent-v2": PUB}, {"5": G}, "granted"),
    ({"cookie": "tc"}, {"tc": PUB}, {"5": G}, "granted"),
    ({"max_age": timedelta(days=395)}, {"euconsent-v2": PUB}, {"5": STALE, "11": D}, "stale"),
    ({"max_age": timedelta(days=3950)}, {"euconsent-v2": PUB}, {"5": G}, "granted"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("tcf", settings, cookies, states, told)
