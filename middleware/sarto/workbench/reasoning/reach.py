"""Texts that globs match, and others do not: by walking all of them at once.

In come patterns that a text must or must not match, and what every text of its fact is
like; out comes the shortest such text, or `None`: there is none. The walk goes over
sets of places in the globs, so that it ends whatever they are.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from sarto.vocabulary.globs import FORM
from sarto.workbench.reasoning.atoms import ExhaustedError

Wanted: TypeAlias = tuple[tuple[str, ...], bool]  # globs, and whether one must match
Places: TypeAlias = frozenset[int]

Walk: TypeAlias = tuple[tuple[Places, ...], str, int]  # and the last letter, the length

MOST: Final = 20_000  # sets of places that are walked to
PLAIN: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Step:
    """One form of a glob: which characters it takes, and how many of them."""

    only: str | None = None  # one of these; None: any but those of `but`
    but: str = ""
    may_skip: bool = False
    may_stay: bool = False

    def takes(self, character: str) -> bool:
        if self.only is not None:
            return character in self.only
        return character not in self.but


@lru_cache(maxsize=4096)
def steps(glob: str) -> tuple[Step, ...]:
    """Read a glob as steps."""
    found: list[Step] = []
    end = 0
    for form in FORM.finditer(glob):
        found += map(Step, glob[end : form.start()])
        end = form.end()
        stars, one, members = form.groups()
        if stars:
            found.append(Step(may_skip=True, may_stay=True))
        elif one or members:
            found.append(Step(members))
        else:
            found.append(Step(but="/", may_stay=True))
    return (*found, *map(Step, glob[end:]))


def closed(glob: tuple[Step, ...], places: Iterable[int]) -> Places:
    """Add the places that are reached without a character."""
    found: set[int] = set()
    for place in places:
        at = place
        found.add(at)
        while at < len(glob) and glob[at].may_skip:
            at += 1
            found.add(at)
    return frozenset(found)


@lru_cache(maxsize=65_536)
def after(glob: str, places: Places, character: str) -> Places:
    """Go on by one character."""
    read, found = steps(glob), set[int]()
    for place in places:
        if place < len(read) and read[place].takes(character):
            found.add(place + 1)
            if read[place].may_stay:
                found.add(place)
    return closed(read, found)


@lru_cache(maxsize=4096)
def begin(glob: str) -> Places:
    return closed(steps(glob), (0,))


@dataclass(frozen=True, slots=True)
class Shape:
    """What every text of a fact is like: a small machine of letters."""

    letters: str | None = None  # the only ones there are; None: any
    first: str = ""  # what it begins with
    joint: str = ""  # which stands between two letters that are none
    least: int = 0

    def may_follow(self, text_so_far: str, character: str) -> bool:
        """Whether a text may go on so; of what was, only the last letter matters."""
        if not text_so_far and self.first and character not in self.first:
            return False
        if self.letters is not None and character not in self.letters:
            return False
        is_joint = character in self.joint
        return not (is_joint and (not text_so_far or text_so_far in self.joint))

    def may_end(self, text_so_far: str, length: int) -> bool:
        return length >= self.least and (
            not text_so_far or text_so_far not in self.joint
        )


def alphabet(wanted: Sequence[Wanted], shape: Shape) -> str:
    """List the characters that are told apart, a plain one for all others first."""
    named = {"/", *shape.first, *shape.joint}
    for globs, _ in wanted:
        for glob in globs:
            for step in steps(glob):
                named |= {*(step.only or ""), *step.but}
    others = [each for each in PLAIN + "~" if each not in named]
    return "".join((*others[:1], *sorted(named)))


def reached(wanted: Iterable[Wanted], shape: Shape) -> str | None:
    """Find the shortest text of that shape that matches what it must, and no more."""
    asked = tuple(wanted)
    globs = tuple(dict.fromkeys(glob for each, _ in asked for glob in each))
    ends = {glob: len(steps(glob)) for glob in globs}
    letters = alphabet(asked, shape)
    start: Walk = (tuple(map(begin, globs)), "", 0)
    waiting: deque[tuple[Walk, str]] = deque([(start, "")])
    met: set[Walk] = {start}
    while waiting:
        (places, last, length), text = waiting.popleft()
        if shape.may_end(last, length) and agrees(
            asked, dict(zip(globs, places, strict=True)), ends
        ):
            return text
        for letter in letters:
            if not shape.may_follow(last, letter):
                continue
            state: Walk = (
                tuple(map(after, globs, places, letter * len(globs))),
                letter if letter in shape.joint else PLAIN[0],
                min(length + 1, shape.least),
            )
            if state not in met:
                met.add(state)
                waiting.append((state, text + letter))
        if len(met) > MOST:
            raise ExhaustedError
    return None


def agrees(
    wanted: Iterable[Wanted], places: Mapping[str, Places], ends: Mapping[str, int]
) -> bool:
    """Whether the globs that match here are those that must."""
    return all(
        any(ends[glob] in places[glob] for glob in globs) is holds
        for globs, holds in wanted
    )
