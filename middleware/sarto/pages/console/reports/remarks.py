"""The remarks of a verdict in a language of ours."""

from collections.abc import Iterable, Mapping
from typing import Final

from sarto.measure.judged import BOTH, LESS, MORE, SENTENCES, decimals
from sarto.measure.remark import Remark, Value
from sarto.measure.verdict import Kind
from sarto.pages.console.reports.numerals import Numerals
from sarto.speech.speech import N_

LABELS: Final[Mapping[Kind, str]] = {
    "keep": N_("Keep it"),
    "baseline": N_("Keep the baseline"),
    "same": N_("No difference"),
    "undecided": N_("Not yet"),
    "distrust": N_("Do not trust it"),
}


def spoken(remarks: Iterable[Remark], numerals: Numerals) -> str:
    """Say them, one after the other."""
    return " ".join(said(each, numerals) for each in remarks)


def said(remark: Remark, numerals: Numerals) -> str:
    words = {name: worded(each, numerals) for name, each in remark.values.items()}
    return numerals.say(SENTENCES[remark.key], **words)


def worded(value: Value, numerals: Numerals) -> str:
    match value:
        case str():
            return numerals.say.name(value)
        case int():
            return numerals.count(value)
        case float():
            return numerals.percent(value, decimals(abs(100 * value)))
        case (float() as low, float() as high):
            return points(low, high, numerals)
        case _:
            return numerals.say.all_of(str(each) for each in value)


def points(low: float, high: float, numerals: Numerals) -> str:
    """Say a difference of shares, from and to."""
    form = MORE if low >= 0 else LESS if high <= 0 else BOTH
    ends = (low, high) if form != LESS else (high, low)
    near, far = (abs(100 * end) for end in ends)
    fine = decimals(near, far)
    said = (numerals.decimal(end, fine) for end in (near, far))
    return numerals.say(form, **dict(zip(("low", "high"), said, strict=True)))
