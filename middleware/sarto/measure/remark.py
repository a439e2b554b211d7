"""A remark on an experiment: a key and values, which any language can make words of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

# A word, a number of things, a share, a difference of shares (or from, to), words.
Value: TypeAlias = str | int | float | tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence: what it says, and of what."""

    key: str
    values: Mapping[str, Value]


def remark(key: str, **values: Value) -> Remark:
    return Remark(key, values)
