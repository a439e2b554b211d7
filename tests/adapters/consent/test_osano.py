"""The grammar of its record, where the vectors do not reach: a case on a line."""

import pytest

from sarto.vocabulary.consent import State
from support.consent import assert_read, js

U = State.UNDECIDED


CASES = [  # settings, cookies, the states of ids, the word for people
    ({}, {"cookieconsent_status": "allowed"}, {"all": U}, "malformed"),
    ({}, {"osano_consentmanager": js(ANALYTICS="accept")}, {"ANALYTICS": U}, "undecided"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "cookies", "states", "told"), CASES)
def test_a_record_is_read_by_its_grammar(settings, cookies, states, told):
    assert_read("osano", settings, cookies, states, told)
