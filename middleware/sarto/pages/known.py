"""What is known of a visitor, in sentences; and what they let us remember."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

from sarto.choices.preferences import INTERESTS
from sarto.decide.why import plain
from sarto.pages import words
from sarto.pages.caller import Caller
from sarto.pages.offer import ALWAYS
from sarto.pages.whence import (
    NOWHERE,
    YOURS,
    is_by_place,
    is_of_account,
    is_remembered,
    whence,
)
from sarto.speech.speech import N_
from sarto.vocabulary.facts import FACTS

ORDER: Final = {fact.name: number for number, fact in enumerate(FACTS)}
SHOWN_ELSEWHERE: Final = (
    "consent",
    "undecided",
    "path",
    "host",
    "query",
    "preference",
)
DETAIL: Final = 40  # signals and topics that are put in words
TAKING_PART: Final = N_(
    "You take part in trials under a number that tells nothing else of you: {number}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One thing we know, and how."""

    text: str
    whence: str


def told_facts(caller: Caller) -> frozenset[str]:
    """Name the facts that this visitor told us, which is more than to be noticed."""
    names = ("interest" if name == INTERESTS else name for name in caller.told)
    return frozenset(names) & {"interest", "level", "language"}


def known(caller: Caller) -> Iterator[Known]:
    """List what the request itself tells, of what this site may look at."""
    yield from (each for fact in looked_at(caller) if (each := one(caller, fact)))


def looked_at(caller: Caller) -> list[str]:
    facts = {*ALWAYS, *caller.offer.reads}
    of_request = {
        fact
        for fact in facts
        if fact.partition(".")[0] not in SHOWN_ELSEWHERE
        and not (is_remembered(fact) or is_of_account(fact))
    }
    return sorted(of_request, key=lambda fact: (ORDER.get(fact, len(ORDER)), fact))


def one(caller: Caller, fact: str) -> Known | None:
    """Say one fact; `None` where it is not known, or not to be known."""
    say, value = caller.say, caller.guest.facts[fact]
    if value is None or (fact == "bot" and not value):
        return None
    if fact in told_facts(caller):
        return Known(text=words.told(say, fact, value), whence=say(YOURS))
    is_lost = is_by_place(fact) and caller.guest.facts.country is None
    how = NOWHERE if is_lost else whence(fact)
    return Known(text=words.sentence(say, fact, value), whence=say(how))


def remembered(caller: Caller, told: Mapping[str, Any]) -> Iterator[str]:
    """Put what is remembered in words: days, visits, what was done, what is liked."""
    say = caller.say
    if first := told.get("first"):
        day = datetime.fromtimestamp(int(first), UTC).date()
        yield say("You were first here on {day}.", day=say.date(day))
    if visits := told.get("visits"):
        yield words.sentence(say, "visits", visits)
    for signal in list(parts(told, "signals"))[:DETAIL]:
        yield words.sentence(say, f"signals.{signal.get('name')}", signal.get("count"))
    topics = [str(topic.get("name")) for topic in parts(told, "topics")][:DETAIL]
    if topics:
        yield say("You looked at: {names}.", names=say.all_of(topics))
    yield from inferred(caller)
    if number := told.get("id"):
        yield say(TAKING_PART, number=say.name(str(number)))
        yield from arms(caller)


def arms(caller: Caller) -> Iterator[str]:
    """Say which version of each trial somebody sees."""
    for fact in sorted(caller.offer.trials):
        if arm := caller.guest.facts[fact]:
            yield words.sentence(caller.say, fact, arm)


def inferred(caller: Caller) -> Iterator[str]:
    """Say what is made of it: the level, the stage, the interests that pages read."""
    read = {"level", "stage", "interest"} & caller.offer.reads - told_facts(caller)
    for fact in sorted(read, key=ORDER.__getitem__):
        if value := caller.guest.facts[fact]:
            yield words.sentence(caller.say, fact, value)


def parts(told: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    found = told.get(name)
    for each in cast("Iterable[object]", found if isinstance(found, list) else ()):
        if isinstance(each, Mapping):
            yield cast("Mapping[str, Any]", each)


def remembers(caller: Caller) -> Mapping[str, Any]:
    """Tell all that is remembered; nothing without consent."""
    memory = caller.guest.memory
    return {} if memory is None else memory.told()


def spelt_out(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2, default=str)


def copy(caller: Caller) -> dict[str, object]:
    """Gather all that we have of a visitor, for them to take away."""
    facts = {fact: plain(caller.guest.facts[fact]) for fact in looked_at(caller)}
    return {
        "made": caller.now.isoformat(timespec="seconds"),
        "known": {fact: value for fact, value in facts.items() if value is not None},
        "remembered": remembers(caller),
        "preferences": plain(caller.told),
        "consent": {
            "granted": sorted(caller.guest.consent),
            "record": caller.sent(caller.names.consent),
        },
    }
