"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED
CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cmapi_cookie_privacy": "permit 1,2,3,4"}, {"4": G}, "granted"),
    ({}, {"cmapi_cookie_privacy": "permit%201,2%20functional"}, {"2": G, "3": D, "4": U}, "partial"),
    ({}, {"notice_preferences": "2"}, {"2": U}, "malformed"),
    ({}, {"notice_preferences": "4:"}, {"2": U}, "malformed"),
    ({}, {"notice_preferences": "2:", "notice_gdpr_prefs": "0;1"}, {"2": U}, "malformed"),
    ({}, {"notice_preferences": "2:", "notice_gdpr_prefs": "0,1:"}, {"2": U, "3": D}, "conflict"),
    ({}, {"notice_gdpr_prefs": "0,1,2:"}, {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("trustarc", settings, cookies, states, told)
