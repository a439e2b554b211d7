import pytest

from sarto.choices.consent import NO_CONSENT, Consent, Permit, Sealed
from sarto.vocabulary.facts import FACTS, Fact, fact_named

PERSONALIZATION = Consent(frozenset({"personalization"}))


def permit(name: str, consent: Consent = PERSONALIZATION) -> Permit | None:
    row = fact_named(name)
    assert row is not None
    return consent.permit(row, name)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_consent_opens_the_facts_of_its_purpose(fact: Fact) -> None:
    assert PERSONALIZATION.opens(fact) is (fact.purpose in (None, "personalization"))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_without_consent_only_facts_without_a_purpose_are_open(fact: Fact) -> None:
    assert NO_CONSENT.opens(fact) is (fact.purpose is None)


def test_who_said_nothing_granted_nothing() -> None:
    assert NO_CONSENT.granted == frozenset()


def test_consent_gives_a_permit_for_the_fact_it_opens() -> None:
    found = permit("city")
    assert found is not None
    assert found.fact == "city"


def test_without_consent_there_is_no_permit() -> None:
    assert permit("city", NO_CONSENT) is None


def test_nobody_makes_a_permit_but_consent() -> None:
    with pytest.raises(TypeError, match="only consent gives a permit"):
        Permit("city")


def test_what_is_sealed_opens_with_the_permit_of_its_fact_alone() -> None:
    sealed, right, wrong = Sealed("city", "Warsaw"), permit("city"), permit("visits")
    assert right is not None
    assert wrong is not None
    assert sealed.opened(right) == "Warsaw"
    with pytest.raises(TypeError, match="no permit for `city`"):
        sealed.opened(wrong)


def test_what_is_sealed_is_not_shown() -> None:
    sealed = Sealed("city", "Warsaw")
    assert "Warsaw" not in repr(sealed)
    assert not hasattr(sealed, "__value")
