"""Figures in each of our languages."""

import pytest

from sarto.pages.console.reports.numerals import Numerals
from sarto.speech.speech import speech

FSI, PDI, NBSP = "\u2068", "\u2069", "\xa0"


def plain(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "").replace(NBSP, " ")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["12.3 %", "+3.1", "-0.4 to +6.6", "< 0.001", "1,234"]),
        ("pl", ["12,3 %", "+3,1", "-0,4 do +6,6", "< 0,001", "1 234"]),
        ("fa", ["۱۲٫۳ ٪", "+۳٫۱", "-۰٫۴ تا +۶٫۶", "< ۰٫۰۰۱", "۱٬۲۳۴"]),
        ("ar", ["12.3 %", "+3.1", "-0.4 إلى +6.6", "< 0.001", "1,234"]),
    ],
)
def test_figures_are_written_as_the_language_does(language, said) -> None:
    write = Numerals(speech(language))
    found = [
        write.percent(0.123),
        write.change(0.031, "share"),
        write.changes((-0.004, 0.066), "share"),
        write.chance(0.0002),
        write.count(1234),
    ]
    assert [plain(each).replace("\N{MINUS SIGN}", "-") for each in found] == said


def test_a_sign_stays_at_its_number_where_letters_run_the_other_way() -> None:
    assert Numerals(speech("fa")).signed(3, 0).startswith(f"{FSI}+")
    assert Numerals(speech("en")).signed(3, 0) == "+3"


def test_nothing_is_written_of_nothing() -> None:
    write = Numerals(speech("en"))
    found = (write.percent(None), write.percents(None), write.amount(None))
    more = (write.amounts(None), write.change(None, "share"), write.chance(None))
    assert {*found, *more, write.changes(None, "value")} == {"\N{EN DASH}"}


def test_a_day_has_its_month_and_its_number() -> None:
    assert Numerals(speech("en")).day(20_400) == "Nov 8"
