"""The facts that a profile tells: found with a permit, unknown of bots."""

from collections.abc import Callable, Mapping

from sarto.choices.consent import Permit
from sarto.context.finders import UNKNOWN, Known, finds, finds_permitted
from sarto.context.visit import Visit
from sarto.memory.counting import count, often, value
from sarto.memory.keeping import Keeping
from sarto.memory.level import level
from sarto.memory.profile import DAY, Profile
from sarto.vocabulary.facts import BY_NAME, REMEMBERED, fact_named

ASSIGNED = "arm.*"
ARM = ASSIGNED.removesuffix("*")
SIGNALS = "signals."
LEVELS = "levels."


@finds_permitted(*REMEMBERED)
def found(visit: Visit, name: str, permit: Permit) -> Known:
    """Ask the visitor's memory; where there is none, nobody knows them."""
    memory = visit.memory
    known = memory.fact(permit, name) if memory else None
    if known is not None:
        return known, "profile"
    row = fact_named(name)
    return visit.unknown(row) if row else (None, "unknown")


@finds_permitted(ASSIGNED)
def assigned(visit: Visit, name: str, permit: Permit) -> Known:
    """Assign who takes part to an arm: as they ever were."""
    trial, memory = visit.sources.trials.get(name.removeprefix(ARM)), visit.memory
    arm = memory.arm(permit, trial) if trial and memory else None
    return UNKNOWN if arm is None else (arm, "the experiment")


@finds("signed_in", "traits.*")
def told_by_site(visit: Visit, name: str) -> Known:
    """Give what the site said of who is signed in, in this very request."""
    if visit.identity is None:
        return (False, "the site") if name == "signed_in" else (None, "unknown")
    if name == "signed_in":
        return True, "the site"
    return visit.identity.get(name.removeprefix("traits.")), "the site"


@finds("preference.*")
def untold(visit: Visit, name: str) -> Known:
    """Say that nothing was chosen; what was chosen is found before this is asked."""
    del visit, name
    return None, "unknown"


def remembered(profile: Profile, name: str, now: int, keeping: Keeping) -> object:
    """Give a fact of a profile, by its name; `None`: it does not tell it."""
    tell = TELL.get(name)
    return tell(profile, now, keeping) if tell else of_family(profile, name, now)


def days_since(profile: Profile, now: int, _keeping: Keeping) -> int | None:
    """Count the days since the end of the visit before; whole ones of 24 hours."""
    return max(0, now - profile.before) // DAY if profile.before else None


TELL: Mapping[str, Callable[[Profile, int, Keeping], object]] = {
    "visits": lambda profile, _now, _keeping: max(profile.visits, 1),
    "returning": lambda profile, _now, _keeping: profile.visits > 1,
    "days_since_last": days_since,
    "level": lambda profile, _now, _keeping: level(profile.points),
    "interest": lambda profile, now, keeping: keeping.curiosity.held(
        profile.topics, now
    ),
    "often": lambda profile, _now, _keeping: often(profile),
}


def of_family(profile: Profile, name: str, now: int) -> object:
    """Give a fact whose name an author completes."""
    if name.startswith(LEVELS):
        return level(profile.points, name.removeprefix(LEVELS))
    signal = name.removeprefix(SIGNALS)
    if fact_named(name) is BY_NAME["signals.*.value"]:
        return value(profile, signal.removesuffix(".value"), now)
    return count(profile, signal, now)
