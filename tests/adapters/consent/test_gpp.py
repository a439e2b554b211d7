"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
IMPLIED = State.IMPLIED
PUB = "CQHkJEAQHkJEAAHABBENBNFoAP_AAAAAACQgF5wBwAPAAyAGiAP0AiIBigF5gAAAHLQAYAAgqIIAAFIAMAAQVECQAYAAgqIOgAwABBUQhABgACCohKADAAEFRAAA"
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"IABGPP_HDR_GppString": "DBABMA~" + PUB + ".f_gAAAAAAAAA"}, {"5": G, "personalization": G, "analytics": G, "sale": U}, "granted"),
    ({}, {"IABGPP_HDR_GppString": "DBABMA~" + PUB}, {"5": G, "personalization": D}, "granted"),
    ({}, {"IABGPP_HDR_GppString": "DBABMA~" + PUB + ".f_gAAAAAAAAA", "usprivacy": "1YYN"}, {"5": G, "personalization": D, "sale": D}, "partial"),
    ({}, {"IABGPP_HDR_GppString": "DBABMA~" + PUB + ".f_gAAAAAAAAA", "usprivacy": "1YNN"}, {"personalization": G, "sale": U}, "granted"),
    ({}, {"IABGPP_HDR_GppString": "DBABLA~BVQqAAAAAgA.QA", "usprivacy": "1YYN"}, {"sale": D, "sharing": IMPLIED, "personalization": D}, "implied"),
    ({}, {"IABGPP_HDR_GppString": "DBABLA~BVQqAAAAAgA.YA"}, {"sale": D, "personalization": D}, "denied"),
    ({}, {"IABGPP_HDR_GppString": "DBABLA~BVVVAAAAAgA.QA", "usprivacy": "1YNN"}, {"sale": D, "personalization": D}, "denied"),
    ({}, {"IABGPP_HDR_GppString": "DBABjw~1~1---"}, {"sale": U, "personalization": U}, "undecided"),
    ({}, {"IABGPP_HDR_GppString": "DBABMA~" + "BObdrPUOevsguAfDqFENCNAAAAAmeAAA"}, {"5": U}, "malformed"),
    ({}, {"IABGPP_HDR_GppString": "%FF"}, {"5": U}, "malformed"),
    ({}, {"usprivacy": "{"}, {"sale": U}, "malformed"),
    ({}, {"usprivacy": "1YNN"}, {"sale": IMPLIED}, "implied"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("gpp", settings, cookies, states, told)
