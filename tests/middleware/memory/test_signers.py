import pytest

from sarto.memory.signers import signers

NEW, OLD = "n" * 16, "o" * 16


@pytest.mark.parametrize("secrets", [[], [""], ["x" * 15], [NEW, "short"]])
def test_secrets_that_can_be_guessed_sign_nothing(secrets):
    with pytest.raises(ValueError, match="at least 16 characters"):
        signers(secrets, "profile")


def test_there_is_one_for_each_secret_in_their_order():
    texts = [each.get_signature("a") for each in signers([NEW, OLD], "profile")]
    assert texts == [signers([each], "profile")[0].get_signature("a") for each in (NEW, OLD)]  # fmt: skip


def test_each_purpose_has_a_key_of_its_own():
    a, b = (signers([NEW], purpose)[0].get_signature("a") for purpose in ("p", "q"))
    assert a != b
