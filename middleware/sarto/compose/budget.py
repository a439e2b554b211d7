"""The steps that one rendering of a template has, and what they are spent on.

A step is a microsecond's work or less as a rule; among many names with dots, and where
large numbers are written, it may be twenty. What takes longer the larger a value is
costs its size, with all that is in it, before it is done: so every rendering ends. What
would make too much of it is refused as far as growth.py knows. In: values of a
template's. Out: nothing, or `FragmentError`.
"""

from collections.abc import Collection, Iterable, Iterator
from contextvars import ContextVar
from types import GeneratorType
from typing import Any, cast

from jinja2 import pass_context
from jinja2.runtime import Context
from jinja2.utils import Namespace

from sarto.errors import FragmentError

STEPS = 200_000
SOME = 4  # characters for one step
MOST_BITS = 4096  # of a number
NOTHING = dict[str, object]()
VIEWS = (type(NOTHING.keys()), type(NOTHING.values()), type(NOTHING.items()))
HOLDING = (list, tuple, set, frozenset, dict, *VIEWS)


class Budget:
    """The steps that one rendering has left."""

    def __init__(self, left: int = STEPS) -> None:
        self.left = left

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise FragmentError("", f"it takes more than {STEPS} steps")


BUDGET: ContextVar[Budget] = ContextVar("BUDGET")  # unset while a template is compiled


def weigh(*values: object) -> int:
    """Spend what values cost to be used; tell how much that was."""
    budget, waiting = BUDGET.get(), [*values]
    before = budget.left
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            budget.spend(1 + len(value) // SOME)
        elif isinstance(value, HOLDING):
            many = cast("Collection[object]", value)
            budget.spend(1 + len(many))
            waiting += many
            waiting += many.values() if isinstance(many, dict) else ()
        else:
            budget.spend(1 + len(value) if isinstance(value, range) else 1)
            waiting += unseen(value)
    return before - budget.left


def unseen(value: object) -> Collection[object]:
    """Give what is in a name of a template's; a number that is too large is none."""
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise FragmentError("", f"it makes a number of more than {MOST_BITS} bits")
    if isinstance(value, Namespace):  # which shows all it has where it is written
        return [cast("Any", value)._Namespace__attrs]  # noqa: SLF001 - as it does itself
    return ()


def metered(items: Iterable[object]) -> Iterator[object]:
    """Hand on what is made one by one; each pays."""
    for item in items:
        weigh(item)
        yield item


def lazily(value: object) -> object:
    """Let what a generator makes pay, when it does."""
    is_lazy = isinstance(value, GeneratorType)
    return metered(cast("Iterable[object]", value)) if is_lazy else value


# Filters that are written into templates; with the context they are never computed
# while a template is compiled.


@pass_context
def counted(_: Context, items: Iterable[object]) -> Iterator[object]:
    """Loop over items, each for one step."""
    budget = BUDGET.get()
    for item in items:
        budget.spend()
        yield item


@pass_context
def spent(_: Context, steps: int) -> None:
    """Spend what a body costs each time it is run."""
    BUDGET.get().spend(steps)


@pass_context
def weighed(_: Context, value: object) -> object:
    """Spend what a value costs to be used, and hand it on."""
    weigh(value)
    return value
