"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read, js

G = State.GRANTED
D = State.DENIED
U = State.UNDECIDED


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"CookieInformationConsent": js(consents_approved=["cookie_cat_necessary", "cookie_cat_functional"], consents_denied=["cookie_cat_statistic"])}, {"cookie_cat_functional": G, "cookie_cat_statistic": D, "cookie_cat_marketing": D}, "partial"),
    ({}, {"CookieInformationConsent": js(consents_approved=["cookie_cat_necessary", "cookie_cat_functional"])}, {"cookie_cat_functional": G, "cookie_cat_statistic": D}, "granted"),
    ({}, {"CookieInformationConsent": js(consents_approved=["cookie_cat_necessary"])}, {"cookie_cat_functional": D}, "denied"),
    ({}, {"CookieInformationConsent": js(consents_approved=["cookie_cat_functional"], consents_denied=["cookie_cat_functional"])}, {"cookie_cat_functional": D}, "denied"),
    ({}, {"CookieInformationConsent": js(consents_approved="cookie_cat_functional")}, {"cookie_cat_functional": U}, "malformed"),
    ({}, {"CookieInformationConsent": js(consents_approved=["cookie_cat_functional"], consents_denied=1)}, {"cookie_cat_functional": U}, "malformed"),
    ({}, {"CookieInformationConsent": "%7B"}, {"cookie_cat_functional": U}, "malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("cookie-information", settings, cookies, states, told)
