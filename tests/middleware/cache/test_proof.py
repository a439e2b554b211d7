import re

import pytest

from sarto.cache.proof import Proof, digest
from sarto.memory.signers import signers

NEW, OLD = "the newest secret", "the one before it"
PROOF = Proof.of([NEW, OLD], "shop")


@pytest.mark.parametrize("secrets", [[], [""], ["short"], [NEW, "x" * 15]])
def test_without_a_secret_that_nobody_guesses_nothing_can_be_proved(secrets) -> None:
    with pytest.raises(ValueError, match="at least 16 characters"):
        Proof.of(secrets, "shop")


def test_the_token_is_one_word_of_forty_hexadecimal_digits() -> None:
    assert re.fullmatch("[0-9a-f]{40}", PROOF.token)


def test_the_newest_secret_proves_and_every_one_is_believed() -> None:
    assert PROOF.token == Proof.of([NEW], "shop").token
    assert all(PROOF.is_edge(token.encode()) for token in PROOF.tokens)
    assert PROOF.is_edge(Proof.of([OLD], "shop").token.encode())


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"0" * 40,
        PROOF.token[:-1].encode(),
        PROOF.token.upper().encode(),
        f" {PROOF.token}".encode(),
        f"{PROOF.token}, {PROOF.token}".encode(),
        b"\xff" * 40,
        NEW.encode(),
    ],
    ids=repr,
)
def test_nothing_but_the_very_token_is_believed(said: bytes) -> None:
    assert not PROOF.is_edge(said)


def test_the_token_of_another_site_or_another_secret_is_not_believed() -> None:
    for other in (Proof.of([NEW], "blog"), Proof.of(["another secret of it"], "shop")):
        assert not PROOF.is_edge(other.token.encode())


def test_where_nobody_is_served_nobody_is_believed() -> None:
    assert not Proof().is_edge(b"")
    assert not Proof().is_signed("", "fragment")


def test_a_signature_holds_for_the_very_parts_that_were_signed() -> None:
    signature = PROOF.signed("fragment", "hero", "/menu?q=1")
    assert PROOF.is_signed(signature, "fragment", "hero", "/menu?q=1")


@pytest.mark.parametrize(
    "parts",
    [
        ("fragment", "hero", "/menu?q=2"),
        ("fragment", "her", "o/menu?q=1"),
        ("fragment", "hero/menu?q=1"),
        ("fragment", "hero", "/menu?q=1", ""),
        ("", "fragment", "hero", "/menu?q=1"),
    ],
)
def test_no_other_parts_read_the_same(parts: tuple[str, ...]) -> None:
    signature = PROOF.signed("fragment", "hero", "/menu?q=1")
    assert not PROOF.is_signed(signature, *parts)


def test_an_older_secret_s_signature_holds_as_long_as_it_is_listed() -> None:
    signature = Proof.of([OLD], "shop").signed("fragment", "hero")
    assert PROOF.is_signed(signature, "fragment", "hero")
    assert not Proof.of([NEW], "shop").is_signed(signature, "fragment", "hero")


@pytest.mark.parametrize("said", ["", "0" * 40, "é" * 40, "\udcff", "\0"])
def test_junk_is_no_signature(said: str) -> None:
    assert not PROOF.is_signed(said, "fragment", "hero")


def test_a_signature_is_no_token_and_a_token_no_signature() -> None:
    assert not PROOF.is_edge(PROOF.signed().encode())
    assert not PROOF.is_signed(PROOF.token)


def test_half_characters_can_be_signed() -> None:
    signature = PROOF.signed("\udcff")
    assert PROOF.is_signed(signature, "\udcff")
    assert not PROOF.is_signed(signature, "?")


def test_no_token_tells_the_secret_or_is_like_another_purpose_s() -> None:
    a, b = (signers([NEW], purpose)[0] for purpose in ("a", "b"))
    assert digest(a, ()) != digest(b, ())
    assert NEW.encode().hex() not in PROOF.token
