"""What of a request the decisions of a page are remembered by."""

import pytest

from sarto.config.model import SartoToml
from sarto.site.inputs import inputs
from sarto.vocabulary.reads import ReadSet

TOML = SartoToml(version=1, languages=["en"])


def found(*facts):
    return inputs(ReadSet.of(facts), TOML)


@pytest.mark.parametrize("fact", ["level", "signed_in", "city", "preference.view"])
def test_what_is_somebodys_own_is_not_remembered(fact):
    assert found(fact) is None
    assert found(fact, "arm.photo") is None


def test_arms_are_asked_of_the_visit():
    given = found("arm.photo", "arm.words", "device")

    assert given.asked == ("arm.photo", "arm.words")
    assert b"cookie" not in given.headers
    assert b"user-agent" in given.headers


def test_consent_is_remembered_by_only_beside_an_arm():
    assert found("consent") is None
    assert found("consent", "arm.photo").asked == ("arm.photo",)
    assert found("undecided", "arm.photo") is None


def test_without_an_arm_nothing_is_asked():
    assert found("device").asked == ()
