"""Verdicts in English are what terminals say; in each language all blanks are filled."""

import pytest

from sarto.measure.judged import SENTENCES
from sarto.measure.judged import said as in_english
from sarto.measure.remark import remark
from sarto.pages.console.reports.numerals import Numerals
from sarto.pages.console.reports.remarks import said
from sarto.speech.speech import LANGUAGES, speech

VALUES = {
    "arm": "photo",
    "baseline": "control",
    "goal": "booked",
    "signal": "left",
    "points": (0.021, 0.04),
    "guard": (-0.018, 0.017),
    "arms": ("photo", "sketch"),
    "units": 1234,
    "converted": 20,
    "days": 12,
    "seen": 900,
    "expected": 1000,
    "share": 0.0312,
}
KEYS = [key for key in SENTENCES if not key.startswith("power.")]


@pytest.mark.parametrize("key", KEYS)
def test_english_is_as_at_a_terminal(key) -> None:
    told = said(remark(key, **VALUES), Numerals(speech("en")))
    assert told.replace("\xa0", " ") == in_english(remark(key, **VALUES))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_language_fills_its_blanks(key, language) -> None:
    told = said(remark(key, **VALUES), Numerals(speech(language)))
    assert "{" not in told
    assert told.endswith(".")
