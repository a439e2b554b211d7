import pytest

from sarto.choices.consent import NO_CONSENT, Consent
from sarto.vocabulary.facts import FACTS, Fact


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_consent_opens_the_facts_of_its_purpose(fact: Fact) -> None:
    personalization = Consent(frozenset({"personalization"}))
    assert personalization.opens(fact) is (fact.purpose in (None, "personalization"))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_without_consent_only_facts_without_a_purpose_are_open(fact: Fact) -> None:
    assert NO_CONSENT.opens(fact) is (fact.purpose is None)


def test_who_said_nothing_granted_nothing() -> None:
    assert NO_CONSENT.granted == frozenset()
