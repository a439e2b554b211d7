import pytest
from itsdangerous import Signer

from sarto.memory.fitting import fitted, lesser
from sarto.memory.known import MOST, Lately
from sarto.memory.profile import (
    NOBODY,
    Pick,
    Profile,
    Seen,
    Shown,
    Topic,
    packed,
    told,
    unpacked,
)
from sarto.memory.seals import Seals, browser_key, user_key
from sarto.memory.token import LARGEST, Seal
from sarto.memory.token import MOST as FITTING

SECRET, OLDER = "s" * 32, "o" * 32
SEAL = Seal.of([SECRET], "profile")


@pytest.mark.parametrize("data", [b"", b"a", b"ab", b"abc", bytes(range(256))])
def test_what_is_sealed_can_be_opened(data):
    assert SEAL.opened(SEAL.sealed(data)) == data


@pytest.mark.parametrize(
    "token",
    ["", ".", "YQ", "YQ.", ".YQ", "é.é", "YQ.\udc80", "x" * (LARGEST + 1) + ".y"],
)
def test_what_is_no_token_is_nothing(token):
    assert SEAL.opened(token) is None


def test_a_token_has_one_spelling():
    token = SEAL.sealed(b"\xff\xfe")
    text, _, signature = token.rpartition(".")
    last = signature[-1]
    others = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for other in others - {last}:  # some decode to the same bytes
        assert SEAL.opened(f"{text}.{signature[:-1]}{other}") is None
    for other in (f"{text}=.{signature}", f" {token}", f"{token}=", token.upper()):
        assert SEAL.opened(other) is None


def test_of_several_secrets_the_first_signs_and_all_are_believed():
    both = Seal.of([SECRET, OLDER], "profile")
    old = Seal.of([OLDER], "profile").sealed(b"a")
    assert both.opened(old) == b"a"
    assert both.sealed(b"a") == SEAL.sealed(b"a")
    assert SEAL.opened(old) is None


@pytest.mark.parametrize("secrets", [[], ["short"], [SECRET, ""]])
def test_a_secret_that_can_be_guessed_is_refused(secrets):
    with pytest.raises(ValueError, match="at least 16 characters"):
        Seal.of(secrets, "profile")


def test_what_is_signed_for_one_purpose_is_nothing_for_another():
    seals = Seals.of([SECRET], "")
    others = [seals.keys, Seals.of([SECRET], "shop").profiles]
    token = seals.profiles.sealed(b"a")
    assert [each.opened(token) for each in others] == [None, None]
    plain = Signer(SECRET).sign("YQ").decode()
    assert seals.profiles.opened(plain) is None


def test_a_user_has_the_same_name_after_a_rotation():
    before, after = Seals.of([OLDER], ""), Seals.of([SECRET, OLDER], "")
    assert before.owner("ann@example.org") == after.owner("ann@example.org")
    assert before.owner("a") != before.owner("b")
    assert before.owner("a") != Seals.of([OLDER], "shop").owner("a")
    assert "ann" not in before.owner("ann")
    assert before.owner("\udc80")


def test_keys_are_never_the_same():
    assert browser_key() != browser_key()
    assert user_key("x") == "u.x"


FULL = Profile(
    visits=9,
    signals=(Seen("a", 3, 2),),
    log=((0, 1), (0, 2), (0, 2)),
    topics=(Topic("t", 1, 1.0, 1),),
    shown=(Shown("r", 1, 1, 1, 1, 1),),
    picks=(Pick("p", "r", "g"),),
)


def test_detail_goes_first_and_counts_never():
    *_, least = lesser(FULL)
    assert least == Profile(visits=9, signals=FULL.signals)
    sizes = [len(packed(each)) for each in lesser(FULL)]
    assert sizes == sorted(sizes, reverse=True)
    for most in range(len(packed(least)), len(packed(FULL)) + 1):
        data = fitted(FULL, most)
        assert data is not None
        assert len(data) <= most
        assert unpacked(data).signals == FULL.signals


def test_what_has_no_room_for_its_counts_is_not_written():
    *_, least = lesser(FULL)
    assert fitted(FULL, len(packed(least)) - 1) is None


def test_the_fullest_token_fits_into_a_cookie():
    fullest = SEAL.sealed(b"x" * FITTING)
    assert LARGEST - 4 < len(fullest) <= LARGEST
    assert SEAL.opened(fullest)


@pytest.mark.parametrize(
    "data",
    [b"", b"x", packed(FULL)[:-1], packed(FULL) + b"x", b"\x91" * 5000, b"\x91\x02"],
)
def test_what_is_no_profile_is_none(data):
    assert unpacked(data) is None


def test_a_profile_of_another_version_is_none():
    assert unpacked(packed(Profile(version=2))) is None


def test_a_profile_is_told_by_the_names_of_its_parts():
    found = told(FULL)
    assert found["signals"] == [{"name": "a", "count": 3, "last": 2, "value": None}]
    assert found["log"][0] == [0, 1]


def test_what_was_read_lately_is_known_and_a_flood_drops_strangers():
    lately = Lately()
    lately.keep("mine", FULL)
    for number in range(MOST):
        lately.keep(f"a{number}", NOBODY)
    assert lately.get("mine") is FULL  # from the old ones, and young again
    for number in range(MOST):
        lately.keep(f"b{number}", NOBODY)
    assert lately.get("mine") is FULL
    assert len(lately.young) + len(lately.old) <= 2 * MOST
    lately.forget("mine")
    lately.forget("nobody")
    assert lately.get("mine") is None
