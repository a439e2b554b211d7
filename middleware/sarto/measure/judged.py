"""Remarks in English. Another language needs another table, and its own numbers."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sarto.measure.remark import Remark, Value

SENTENCES: Final[Mapping[str, str]] = {
    "keep": "Keep {arm}: {goal} {points}.",
    "keep.safe": "Keep {arm}: {goal} {points}; nothing got worse.",
    "keep.allowed": "With it, {signal} {points}, which the margin allows.",
    "keep.also": "{arms} did better, too; which of them is best is not certain.",
    "baseline.worse": "Keep {baseline}: with {arm}, {goal} {points}.",
    "baseline.all": (
        "Keep {baseline}: all others did worse; with {arm}, the best of them, "
        "{goal} {points}."
    ),
    "baseline.guard": "Keep {baseline}: with {arm}, {signal} {points}, which is worse.",
    "baseline.though": "Though with {arm}, {goal} {points}.",
    "baseline.futile": (
        "Keep {baseline}: {arm} is no better by anything that matters; with it, "
        "{goal} {points}."
    ),
    "same": "No difference that matters so far: with {arm}, {goal} {points}.",
    "over.open": "It ended undecided: with {arm}, {goal} {points}.",
    "over.guard": (
        "It ended undecided: with {arm}, {goal} {points}, but {signal} may have got "
        "worse: {guard}."
    ),
    "over.thin": (
        "It ended undecided: {units} visitors, of whom {converted} {goal}, were too "
        "few to tell."
    ),
    "over.nobody": "It ended undecided: nobody saw {arm}.",
    "wait.open": "Not yet: with {arm}, {goal} {points}.",
    "wait.guard": (
        "Not yet: with {arm}, {goal} {points}, but {signal} may have got worse: "
        "{guard}."
    ),
    "wait.thin": (
        "Not yet: {units} visitors, of whom {converted} {goal}, are too few to tell."
    ),
    "wait.nobody": "Not yet: nobody has seen {arm}.",
    "wait.days": "About {days} more days would tell.",
    "wait.day": "About one more day would tell.",
    "doubt.split": (
        "Do not trust this: {arm} was seen by {seen} visitors where {expected} were "
        "to be expected."
    ),
    "doubt.crossed": (
        "Do not trust this: {share} of the visitors were shown several arms."
    ),
    "doubt.lost": "Do not trust this: {share} of the events were lost.",
    "power.days": (
        "At {units} visitors a day, {share} of whom {goal}, a change of {change} shows "
        "within {days} days."
    ),
    "power.never": (
        "At {units} visitors a day, {share} of whom {goal}, a change of {change} takes "
        "more than {days} days to show."
    ),
    "power.within": "Within {days} days only a change of {change} or more shows.",
    "power.nobody": "How long it will take cannot be told: nobody {goal} yet.",
}
MORE, LESS, BOTH = (
    "{low} to {high} points more often",
    "{low} to {high} points less often",
    "{low} points less to {high} points more often",
)
DECIMALS: Final = 4  # of points, at most


def said(remark: Remark) -> str:
    """Say one remark."""
    words = {name: worded(value) for name, value in remark.values.items()}
    return SENTENCES[remark.key].format(**words)


def text(remarks: Iterable[Remark]) -> str:
    return " ".join(map(said, remarks))


def worded(value: Value) -> str:
    match value:
        case str():
            return value
        case int():
            return f"{value:,}"
        case float():
            return percent(value)
        case (float() as low, float() as high):
            return points(low, high)
        case (float() as change,):
            return f"{number(change)} points"
        case _:
            return listed([str(each) for each in value])


def points(low: float, high: float) -> str:
    """Say a difference of shares, from and to."""
    form = MORE if low >= 0 else LESS if high <= 0 else BOTH
    ends = (low, high) if form != LESS else (high, low)
    near, far = (abs(100 * end) for end in ends)
    digits = decimals(near, far)
    return form.format(low=f"{near:.{digits}f}", high=f"{far:.{digits}f}")


def decimals(*numbers: float) -> int:
    """Find how many are needed for the smallest not to look like none."""
    least = min((number for number in numbers if number > 0), default=1.0)
    return min(max(1, math.ceil(-math.log10(least))), DECIMALS)


def percent(share: float) -> str:
    return f"{number(share)} %"


def number(share: float) -> str:
    """Write a share in points, to digits that say something."""
    found = 100 * share
    return f"{found:.{decimals(abs(found))}f}"


def listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
