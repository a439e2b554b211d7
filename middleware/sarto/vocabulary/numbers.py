"""How the conditions on a number are written: 3, ">=3", "<7", "2..5"."""

import math
import re
from dataclasses import dataclass

from sarto.vocabulary import patterns
from sarto.vocabulary.patterns import Pattern
from sarto.vocabulary.reading import ConditionError, Toml, each, shown, text_or_list

DIGITS = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
COUNT = re.compile(rf"(>=|<=|>|<|=)?\s*({DIGITS})")
SPAN = re.compile(rf"({DIGITS})\s*\.\.\s*({DIGITS})")
MOST = 1e300  # what is larger is no count of anything
LIKE = 'write it like 3, ">=3", "<7" or "2..5"'
NUMBER: dict[str, object] = {"type": ["number", "string"]}
BOOLEAN: dict[str, object] = {"type": "boolean"}


def is_number(text: str) -> bool:
    return re.fullmatch(DIGITS, text) is not None


def number(text: str) -> float:
    """Read a finite number; a whole one becomes an `int`, to its last digit."""
    found = float(text) if is_number(text) else math.nan
    if not -MOST <= found <= MOST:
        raise ConditionError(f"{shown(text)} is not a number", "write it like 3 or 4.5")
    if text.removeprefix("-").isdecimal():
        return int(text)
    return int(found) if found.is_integer() else found


def compared(text: str) -> tuple[float, float]:
    """Read a comparison as a span, both its ends included."""
    if found := SPAN.fullmatch(text.strip()):
        low, high = number(found[1]), number(found[2])
        if low > high:
            message = f"{shown(text)} ends before it starts, so it never holds"
            raise ConditionError(message, f'write "{found[2]}..{found[1]}"')
        return low, high
    found = COUNT.fullmatch(text.strip())
    if not found:
        raise ConditionError(f"{shown(text)} is no comparison of numbers", LIKE)
    end = number(found[2])
    return {
        ">=": (end, math.inf),
        "<=": (-math.inf, end),
        ">": (math.nextafter(end, math.inf), math.inf),
        "<": (-math.inf, math.nextafter(end, -math.inf)),
    }.get(found[1] or "=", (end, end))


def span(raw: Toml) -> tuple[float, float]:
    """Read one number, or one comparison."""
    if isinstance(raw, str):
        return compared(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ConditionError(f"{shown(raw)} is no comparison of numbers", LIKE)
    if not -MOST <= raw <= MOST:  # nor is it nan
        raise ConditionError(f"{shown(raw)} is not a number one can reach", LIKE)
    return raw, raw


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers and comparisons; true and false where seen at all is enough."""

    seen: bool = False

    def value(self, text: str) -> float:
        if self.seen and text in ("true", "false"):
            return int(text == "true")
        return number(text)

    def pattern(self, raw: Toml) -> Pattern:
        if self.seen and isinstance(raw, bool):
            return patterns.Counts(((1, math.inf) if raw else (-math.inf, 0),))
        return patterns.Counts(tuple(each(raw, "a number or a comparison", span)))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list(NUMBER, *((BOOLEAN,) if self.seen else ()))
