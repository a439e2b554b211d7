"""Ids and kept arms: who has one, whose it is, and who may see it."""

from random import Random

import pytest

from sarto.choices.consent import Consent
from sarto.context.sources import Sources
from sarto.context.visit import UNIT, Visit
from sarto.memory import slip
from sarto.memory.allowed import Allowed
from sarto.memory.participant import (
    PINNED,
    Named,
    Pinned,
    arm_of,
    fresh_id,
    is_users,
    unit_of,
)
from sarto.memory.profile import NOBODY, Profile, Seen, packed, unpacked
from sarto.memory.seals import Seals
from sarto.memory.slip import Slip

SECRETS = ("a secret of the tests, long enough",)
FULL = Profile(
    first=5,
    last=9,
    visits=2,
    owner="ann",
    signals=(Seen("booked", 1, 7),),
    id="abc",
    arms=(("photo", "on"),),
)


def allowed(*purposes: str) -> Allowed:
    consent = Consent(frozenset(purposes))
    return Allowed(Visit({"type": "http"}, Sources(), consent=consent).leave)


def test_ids_are_random_and_say_who_is_a_user():
    ids = {fresh_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert not any(map(is_users, ids))
    seals = Seals.of(SECRETS, "")
    mine = seals.id(seals.owner("ann"))
    assert is_users(mine)
    assert mine == seals.id(seals.owner("ann")) != seals.id(seals.owner("bob"))
    assert seals.owner("ann") not in mine


def test_a_unit_is_sixteen_bytes_that_do_not_hold_the_id():
    unit = unit_of("abc")
    assert len(unit) == 16
    assert b"abc" not in unit
    assert unit == unit_of("abc") != unit_of("abd")


NAMED = [
    ("", "new", "new"),
    ("old", "new", "old"),
    ("old", "u.ann", "u.ann"),
    ("u.ann", "u.bob", "u.bob"),
    ("u.ann", "new", "u.ann"),
]


@pytest.mark.parametrize(("had", "given", "has"), NAMED)
def test_who_has_an_id_keeps_it_unless_they_are_a_user_now(had, given, has):
    before = Profile(id=had, arms=(("photo", "on"),) if had else ())
    after = Named(given)(before)
    assert after.id == has
    assert bool(after.arms) == (had == has)  # arms are those of an id


def test_few_arms_are_kept_and_the_latest_of_each_experiment():
    profile = NOBODY
    for number in range(PINNED + 3):
        profile = Pinned(f"e{number}", "a")(profile)
    profile = Pinned(f"e{PINNED}", "b")(profile)
    assert len(profile.arms) == PINNED
    assert arm_of(profile, f"e{PINNED}") == "b"
    assert arm_of(profile, "e0") is None
    assert Pinned(f"e{PINNED}", "b")(profile) is profile


LEFT = [
    (("personalization", "analytics"), FULL),
    (("analytics",), Profile(first=5, id="abc", arms=FULL.arms)),
    (("personalization",), FULL.__copy__()),
    ((), NOBODY),
]


@pytest.mark.parametrize(("granted", "kept"), LEFT, ids=[str(g) for g, _ in LEFT])
def test_of_a_profile_each_part_stands_on_its_own_consent(granted, kept):
    found = allowed(*granted)(FULL)
    if granted == ("personalization",):
        assert (found.id, found.arms) == ("", ())
        assert (found.visits, found.signals) == (2, FULL.signals)
    else:
        assert found == kept


def test_without_an_id_analytics_alone_keeps_nothing():
    assert allowed("analytics")(Profile(first=5, visits=3)) == NOBODY


def test_nobody_but_consent_lets_anything_be_kept():
    forged = Allowed(lambda _fact: True)
    assert (forged.is_kept, forged.is_measured, forged(FULL)) == (False, False, NOBODY)
    consent = Consent(frozenset({"personalization"}))
    visit = Visit({"type": "http"}, Sources(), consent=consent)
    assert visit.leave(UNIT) is None


def test_a_profile_of_the_version_before_has_no_id():
    data = packed(Profile(first=1, visits=1))
    older = bytes([data[0] - 2]) + data[1:-2]
    assert unpacked(older) == Profile(first=1, visits=1)


SLIPS = [
    Slip("b.key"),
    Slip("u.0123456789abcdef01234567"),
    Slip("b.key", 5, "abc", (("photo", "on"),)),
    Slip("", 5, "abc"),
]


@pytest.mark.parametrize("written", SLIPS)
def test_a_slip_is_read_as_it_was_written(written):
    assert slip.unpacked(written.packed()) == written


def test_a_slip_with_a_key_alone_is_the_key_as_it_ever_was():
    assert Slip("b.key").packed() == b"b.key"
    assert slip.unpacked(b"u.owner") == Slip("u.owner")
    assert Slip.of("b.key", Profile(first=5)) == Slip("b.key")


def test_what_is_no_slip_is_empty():
    drawn = Random(20261122)  # noqa: S311 - no secret
    for _ in range(3000):
        data = drawn.randbytes(drawn.randrange(40))
        found = slip.unpacked(data)
        assert isinstance(found, Slip)
    assert slip.unpacked(b"\x91" * 500) == slip.EMPTY
