"""Sums put together: of several cells, by whatever they have in common."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import reduce
from typing import TypeVar

from sarto.vocabulary.measured import Cell, Sums

NAMES = tuple(each.name for each in fields(Sums))
Key = TypeVar("Key")


def added(one: Sums, other: Sums) -> Sums:
    """Put two together: of units that are not the same."""
    return Sums(**{name: getattr(one, name) + getattr(other, name) for name in NAMES})


def total(sums: Iterable[Sums]) -> Sums:
    return reduce(added, sums, Sums())


def grouped(cells: Iterable[Cell], key: Callable[[Cell], Key]) -> dict[Key, Sums]:
    """Add cells up by a key, in the order in which keys are met."""
    found: dict[Key, list[Sums]] = {}
    for cell in cells:
        found.setdefault(key(cell), []).append(cell.sums)
    return {each: total(sums) for each, sums in found.items()}


def of_arms(cells: Iterable[Cell], arms: Sequence[str]) -> Mapping[str, Sums]:
    """Give what each arm came to, those without units too, and no other."""
    found = grouped(cells, lambda cell: cell.variant)
    return {arm: found.get(arm, Sums()) for arm in arms}
