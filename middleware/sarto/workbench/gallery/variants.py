"""Variants: all that a place can show, each once, with everybody who sees it.

Two roads lead to one variant where they show the same: the same file of the language
twins, the same attributes, and what the template made of it the same.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from sarto.decide.conditions import Node
from sarto.decide.decision import Decision
from sarto.decide.rules import EVERYONE, Outcome, Place
from sarto.decide.why import leaves
from sarto.site.site import Site
from sarto.workbench.gallery.guests import LANGUAGE, Guest, personas
from sarto.workbench.gallery.playing import Playing
from sarto.workbench.gallery.rehearsal import PAGES, REGIONS, Rehearsal
from sarto.workbench.gallery.witnesses import Witnesses

UNSEEN: Final = {
    "no": "no visitor can see it",
    "undecided": "whether anybody sees it is too large a question",
    "yes": "who sees it cannot be played",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """How somebody comes to see a variant: by which rule, and who they may be."""

    guest: Guest
    rule: str = ""  # "sarto.toml:34"; nothing: by the default
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One thing that a place can show; `part` is its element as it is served."""

    place: Place
    file: str | None  # the very twin, or the page that is served; None: its own content
    languages: tuple[str, ...]  # in which it is shown
    part: bytes
    rehearsal: Rehearsal
    attrs: tuple[tuple[str, str], ...] = ()
    is_default: bool = False  # what everybody else sees
    roads: tuple[Road, ...] = ()


@dataclass(slots=True)
class Gathering:
    """Gathers the variants of one place."""

    site: Site
    play: Playing
    place: Place
    paths: tuple[str, ...]  # of pages it stands on, the first is shown
    witnesses: Witnesses
    found: dict[Hashable, Variant] = field(default_factory=dict[Hashable, Variant])
    unseen: dict[Outcome, str] = field(default_factory=dict[Outcome, str])
    _own: dict[bytes, str] = field(default_factory=dict[bytes, str])

    @property
    def languages(self) -> list[str]:
        return self.site.config.toml.languages

    def gather(self) -> "Gathering":
        """Try every way the place can go, and every saved visitor, in each language."""
        for outcome in (None, *self.place.outcomes):
            found = self.witnesses.seek(self.place, outcome, self.paths)
            guest = self.witnesses.guest(found) if found else self.put_in(outcome)
            path = found.path if found.path in self.paths else self.paths[0]
            ways = [self.add(each, path, outcome) for each in self.speaking(guest)]
            if outcome is not None and not any(ways):
                self.unseen[outcome] = UNSEEN[found.verdict]
        for guest in personas(self.site):
            for each in self.speaking(guest):
                self.add(each, self.paths[0])
        return self

    def put_in(self, outcome: Outcome | None) -> Guest | None:
        """Put somebody of another arm into one that nobody is in yet."""
        if outcome is None or outcome.rule.arm is None:
            return None
        arm = {f"arm.{outcome.rule.experiment}": outcome.rule.arm}
        for other in self.place.outcomes:
            if is_beside(other, outcome):
                found = self.witnesses.seek(self.place, other, self.paths)
                if found:
                    return self.witnesses.guest(found).pinned(arm)
        return None

    def speaking(self, guest: Guest | None) -> Iterator[Guest]:
        """Give a visitor in each language that they may have."""
        if guest is not None and (LANGUAGE in guest.pins or not self.languages):
            yield guest
        if guest is not None and not (guest.name and LANGUAGE in guest.pins):
            yield from map(guest.speaking, self.languages)

    def add(self, guest: Guest, path: str, *expected: Outcome | None) -> bool:
        """Add what somebody sees; false, if it is not by the outcome expected."""
        here = Rehearsal.plain(self.site, self.play, guest, path)
        decision = here.decision(self.place)
        if expected and decision.outcome is not expected[0]:
            return False
        if self.place.kind == PAGES and decision.fragment is not None:
            here.answer.serve = decision.fragment
            here = replace(here, came=self.play.ask(here.answer.asked()))
        variant = self.variant(here, decision, guest)
        key = self.key(variant, here)
        known = self.found.setdefault(key, variant)
        if known is not variant:
            roads = merged(known.roads, variant.roads)
            is_default = known.is_default or variant.is_default
            languages = tuple(dict.fromkeys((*known.languages, *variant.languages)))
            self.found[key] = replace(
                known, roads=roads, is_default=is_default, languages=languages
            )
        return True

    def variant(self, here: Rehearsal, decision: Decision, guest: Guest) -> Variant:
        swap = here.swap(self.place) if self.place.kind != PAGES else None
        own = str(guest.pins.get(LANGUAGE) or self.languages[0])
        file = decision.fragment if swap is None else swap.name
        return Variant(
            place=self.place,
            file=file,
            languages=((swap and swap.language) or own,),
            part=here.part(self.place),
            rehearsal=here,
            attrs=decision.attrs,
            is_default=decision.outcome is None,
            roads=(road(decision.outcome, guest),),
        )

    def key(self, variant: Variant, here: Rehearsal) -> Hashable:
        """Tell variants apart: equal keys show the same."""
        is_fragment = self.place.kind not in (REGIONS, PAGES)
        made = here.rendered(self.place) if is_fragment else None
        has_own = made is None or len(made) > 1
        said, own = variant.languages[0], here.own(self.place)
        # The site's own content counts by its language: what it says may vary by hour.
        spoken = self._own.setdefault(own, said) if has_own else ""
        return variant.file, variant.attrs, made, spoken


def is_beside(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are arms of one rule, for the same audience."""
    here, there = one.rule, other.rule
    return (
        one.target == other.target
        and (here.experiment, here.where, here.start, here.until)
        == (there.experiment, there.where, there.start, there.until)
        and here.arm != there.arm
    )


def merged(roads: tuple[Road, ...], more: tuple[Road, ...]) -> tuple[Road, ...]:
    """Join roads; of one rule's made-up visitors the first is enough."""
    known = {(each.rule, each.audience, each.guest.name) for each in roads}
    new = (e for e in more if (e.rule, e.audience, e.guest.name) not in known)
    return (*roads, *new)


def road(outcome: Outcome | None, guest: Guest) -> Road:
    if outcome is None:
        return Road(guest=guest)
    return Road(guest=guest, rule=outcome.rule.where, audience=audience(outcome))


def audience(outcome: Outcome) -> str:
    """Say in words whom a rule is for."""
    rule, name = outcome.rule, outcome.target.name
    more = [] if rule.when is None else list(asked(rule.when))
    if rule.experiment:  # whose arm it asks for last
        more = [*more[:-1], f"in the arm {rule.arm} of {rule.experiment}"]
    if outcome.target.holds is not EVERYONE and name is None:
        more = [*asked(outcome.target.holds), *more]
    if rule.start:
        more.append(f"from {rule.start:%Y-%m-%d %H:%M}")
    if rule.until:
        more.append(f"until {rule.until:%Y-%m-%d %H:%M}")
    if rule.cap:
        more.append(f"{rule.cap.times} times per {rule.cap.per}")
    return ", ".join([*([name] if name else []), *more]) or "everyone"


def asked(node: Node) -> Iterator[str]:
    for leaf, is_so in leaves(node):
        yield f"{'' if is_so else 'not '}{leaf.condition.written}"
