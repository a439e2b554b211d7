"""Is there a visitor for whom some things hold and others do not?

A search over answers to conditions: what must be so is taken first; where one of
several may be so, the one with the fewest ways is tried, each way without those before
it. Each answer narrows how the visitor may stand; where nobody is left it goes back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

from sarto.decide.conditions import All, AnyOf, Capped, Leaf, Not, Window, parts_of
from sarto.workbench.reasoning.atoms import Answer, Answers, ExhaustedError, Group, Kept
from sarto.workbench.reasoning.stages import Part
from sarto.workbench.reasoning.world import World

NOTHING: Final[Answers] = frozenset()
ASKING: Final = 10  # steps that a question costs


class Goal(NamedTuple):
    """Something that is to hold, or not to, as a site means it."""

    part: Part
    holds: bool
    site: int = 0


Goals: TypeAlias = tuple[Goal, ...]  # as a choice: one of them


@dataclass(frozen=True, slots=True)
class State:
    """The answers so far, by group, and how visitors may stand who give them."""

    answers: Mapping[Group, Answers]
    standings: int


@dataclass(slots=True)
class Search:
    """One search; `steps` are what it may still take."""

    world: World
    steps: int

    def found(self, goals: Iterable[Goal]) -> State | None:
        """Find the answers of such a visitor; raises `ExhaustedError`."""
        return self.solved(State({}, self.world.everybody), tuple(goals), ())

    def solved(
        self, state: State, goals: Goals, choices: tuple[Goals, ...]
    ) -> State | None:
        """Answer all goals, and one of each choice."""
        narrowed = self.narrowed(state, goals, choices)
        if narrowed is None:
            return None
        state, choices = narrowed
        if not choices:
            return state
        choice = min(choices, key=len)
        others = tuple(each for each in choices if each is not choice)
        refused: Goals = ()
        for goal in choice:
            found = self.solved(state, (goal, *refused), others)
            if found is not None:
                return found
            refused = (*refused, goal._replace(holds=not goal.holds))
        return None

    def narrowed(
        self, state: State, goals: Goals, choices: tuple[Goals, ...]
    ) -> tuple[State, tuple[Goals, ...]] | None:
        """Answer what there is but one way for, until choices of several are left."""
        waiting = goals
        while True:
            settled = self.settled(state, waiting)
            if settled is None:
                return None
            state, more = settled
            waiting, left = (), list[Goals]()
            for choice in (*choices, *more):
                truths = [(goal, self.truth(state, goal)) for goal in choice]
                if any(truth is True for _, truth in truths):
                    continue
                able = tuple(goal for goal, truth in truths if truth is None)
                if not able:
                    return None
                if len(able) == 1:
                    waiting = (*waiting, *able)
                else:
                    left.append(able)
            choices = tuple(left)
            if not waiting:
                return state, choices

    def settled(self, state: State, goals: Goals) -> tuple[State, list[Goals]] | None:
        """Answer goals; list the choices inside of them."""
        waiting, choices = list(reversed(goals)), list[Goals]()
        while waiting:
            goal = waiting.pop()
            part = self.opened(goal)
            if isinstance(part, Leaf | Window | Capped | Kept):
                after = self.answered(state, goal)
                if after is None:
                    return None
                state = after
                continue
            inside = self.inside(goal)
            if len(inside) < 2 or isinstance(part, All) is goal.holds:  # noqa: PLR2004 - one is no choice
                if not inside and isinstance(part, All) is not goal.holds:
                    return None
                waiting += reversed(inside)
            else:
                choices.append(inside)
        return state, choices

    def opened(self, goal: Goal) -> Part:
        """Give a part as it is made up: a stage is what the journey says."""
        self.step(1)
        return self.world.journeys[goal.site].opened(goal.part)

    def inside(self, goal: Goal) -> Goals:
        """List the goals inside of one that is made of parts."""
        part = self.opened(goal)
        if isinstance(part, Leaf | Window | Capped | Kept):
            return ()
        holds = goal.holds is not isinstance(part, Not)
        return tuple(Goal(each, holds, goal.site) for each in parts_of(part))

    def answered(self, state: State, goal: Goal) -> State | None:
        """Answer one condition; `None`: no visitor answers so."""
        group, answer = self.answer(goal)
        known = state.answers.get(group, NOTHING)
        if answer in known:
            return state
        if answer._replace(holds=not answer.holds) in known:
            return None
        standings = state.standings & self.standings(group, known | {answer})
        if not standings:
            return None
        return replace(
            state,
            answers={**state.answers, group: known | {answer}},
            standings=standings,
        )

    def answer(self, goal: Goal) -> tuple[Group, Answer]:
        """Write a condition that is to be met as an answer in its group."""
        part = self.opened(goal)
        if not isinstance(part, Leaf | Window | Capped | Kept):
            raise TypeError("only a condition has an answer")
        number = self.world.number(part, goal.site)
        return self.world.atoms[number].group, Answer(number, goal.holds)

    def step(self, cost: int) -> None:
        """Take some steps; raises `ExhaustedError` where there are no more."""
        self.steps -= cost
        if self.steps < 0:
            raise ExhaustedError

    def standings(self, group: Group, answers: Answers) -> int:
        """Ask what is possible, which costs most."""
        self.step(ASKING)
        return self.world.theory(group).standings(answers)

    def truth(self, state: State, goal: Goal) -> bool | None:
        """Tell whether a goal is met for all who are left, or for none of them."""
        part = self.opened(goal)
        if isinstance(part, Leaf | Window | Capped | Kept):
            return self.certain(state, goal)
        found = [self.truth(state, each) for each in self.inside(goal)]
        if isinstance(part, AnyOf) is goal.holds and not isinstance(part, Not):
            is_met = True in found
            is_never = all(each is False for each in found)
        else:
            is_met = all(each is True for each in found)
            is_never = False in found
        return True if is_met else False if is_never else None

    def certain(self, state: State, goal: Goal) -> bool | None:
        """Tell whether all who are left answer a condition so, or none of them."""
        if self.answered(state, goal) is None:
            return False
        other = goal._replace(holds=not goal.holds)
        return True if self.answered(state, other) is None else None
