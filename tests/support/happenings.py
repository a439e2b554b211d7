"""Events as tests write them: short, at days and seconds after."""

from collections.abc import Sequence
from dataclasses import fields
from hashlib import blake2b
from itertools import count

from sarto.vocabulary.measured import Event, Exposure, Happened, Ledger, Question, Sums
from sarto.vocabulary.ports import EventStore

DAY = 86_400
HERO = "experiments.hero"
PLACE = "slots.hero"
IDS = count()


def unit_of(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=16).digest()


def shown(
    who: str,
    variant: str,
    at: int = 10 * DAY,
    *,
    subject: str = HERO,
    audience: str = "",
    facts: str = "{}",
) -> Exposure:
    return Exposure(subject, variant, audience, unit_of(who), at, facts)


def did(
    who: str, at: int, value: float | None = None, signal: str = "booked"
) -> Happened:
    return Happened(b"%012d" % next(IDS), unit_of(who), signal, at, value)


def asked(
    subject: str = HERO,
    signal: str = "booked",
    *,
    window: int = DAY,
    before: int = 0,
    since: int = 0,
    until: int = 2**62,
) -> Question:
    return Question(
        subject=subject,
        signal=signal,
        window=window,
        before=before,
        since=since,
        until=until,
    )


def write(store: EventStore, *events: Event, run: str = "a run") -> None:
    """Write these as one batch, in a ledger that says no more than that."""
    seen = len(events)
    store.write(events, Ledger(run=run, seen=seen, stored=seen))


def units(store: EventStore, question: Question) -> dict[str, int]:
    """Count units by variant."""
    found: dict[str, int] = {}
    for cell in store.outcomes(question)[0].cells:
        found[cell.variant] = found.get(cell.variant, 0) + cell.sums.units
    return found


def told(sums: Sums) -> dict[str, float]:
    """Give those sums that are not zero."""
    named = {each.name: getattr(sums, each.name) for each in fields(sums)}
    return {name: value for name, value in named.items() if value}


def days(store: EventStore, question: Question) -> Sequence[tuple]:
    return [
        (each.variant, each.day, each.units, each.converted)
        for each in store.outcomes(question)[0].days
    ]
