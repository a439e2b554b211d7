"""Why a page looks as it does: each part of it that was decided, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.decide.rules import Outcome, Place
from sarto.decide.why import leaves, value_of
from sarto.pages import words
from sarto.pages.visitors import Guest
from sarto.pages.whence import is_of_account
from sarto.speech.speech import N_, Speech

PART = N_("The part {name}")
ARRANGEMENT = N_("The arrangement of {name}")
PAGE = N_("The whole page")
FOR_YOU = N_("You see a version that fits you:")
FOR_ALL = N_("Everybody sees this version at the moment.")
USUAL = N_("You see what everybody sees: no other version fits you now.")
OF_ACCOUNT = N_(
    "This depends on your account, too, which is not looked at on this page."
)
ENDS = N_("This version ends: {moment}.")
NOBODY = ""  # the name of no slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of a page: what it shows, in words, and the grounds for that."""

    title: str
    outcome: str
    grounds: tuple[str, ...] = ()
    until: str = ""

    @property
    def is_usual(self) -> bool:
        return not self.grounds


def reasons(guest: Guest, say: Speech, told: frozenset[str]) -> list[Reason]:
    """List the parts of a page that rules are for, those that fit this visitor first.

    `told` are the facts that somebody told us themselves.
    """
    return sorted(found(guest, say, told), key=lambda reason: reason.is_usual)


def found(guest: Guest, say: Speech, told: frozenset[str]) -> Iterator[Reason]:
    if guest.plan.swaps:
        visit = guest.decide(NOBODY).visit
        swaps = [decide(visit, swap) for swap in guest.plan.swaps]
        deciding = (each for each in swaps if each.fragment or is_by_account(each))
        chosen = next(deciding, swaps[0])
        yield reason(say(PAGE), chosen, say, told)
    for name, place in guest.plan.slots.items():
        if is_decided(place):
            title = say(PART, name=say.name(name))
            yield reason(title, guest.decide(name), say, told)
    for name, place in guest.plan.regions.items():
        if is_decided(place):
            title = say(ARRANGEMENT, name=say.name(name))
            yield reason(title, guest.arrange(name), say, told)


def is_decided(place: Place) -> bool:
    return bool(place.rules or place.default)


def is_by_account(decision: Decision) -> bool:
    """Whether it was asked who is signed in, which nobody told our own pages."""
    return any(map(is_of_account, decision.trace.read))


def reason(title: str, decision: Decision, say: Speech, told: frozenset[str]) -> Reason:
    outcome = decision.outcome
    if is_by_account(decision):
        return Reason(title=title, outcome=say(OF_ACCOUNT))
    if outcome is None:
        return Reason(title=title, outcome=say(USUAL))
    grounds = tuple(dict.fromkeys(spoken(decision, outcome, say, told)))
    end = outcome.rule.until
    return Reason(
        title=title,
        outcome=say(FOR_YOU if grounds else FOR_ALL),
        grounds=grounds,
        until=say(ENDS, moment=say.moment(end)) if end else "",
    )


def spoken(
    decision: Decision, outcome: Outcome, say: Speech, told: frozenset[str]
) -> Iterator[str]:
    """Say what was seen of the visitor where the rule asked, in its order.

    A condition that must not hold is told by what was seen, too: who is in Poland is
    shown what is not for Iran because they are in Poland.
    """
    asked = decision.trace.asked
    for leaf, is_so in leaves(outcome.node):
        if leaf.key in asked and asked[leaf.key][1] is is_so:
            fact = leaf.condition.fact
            by = words.told if fact in told else words.sentence
            yield by(say, fact, value_of(leaf, decision.visit))
