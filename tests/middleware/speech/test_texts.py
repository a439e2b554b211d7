"""Our texts: each in every language, with the same blanks to fill; none left over."""

import re
from datetime import UTC, date, datetime, time

import pytest

from sarto.speech.speech import LANGUAGES, autonym, speech
from support.catalogues import catalogue, said

OTHERS = LANGUAGES[1:]
TEXTS = {text for text, _ in said()}
BLANK = re.compile(r"\{(\w+)\}")


def flat(text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("language", OTHERS)
def test_each_text_is_in_each_language_and_no_other(language) -> None:
    texts = catalogue(language)
    assert {flat(text) for text in texts} == {flat(text) for text in TEXTS}
    assert all(each.strip() for text in texts.values() for each in flat(text))


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_blanks_of_its_text(language) -> None:
    for text, translated in catalogue(language).items():
        blanks = {*BLANK.findall(" ".join(flat(text)))}
        for each in flat(translated):
            assert {*BLANK.findall(each)} == blanks, text


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_ends_as_its_text_does(language) -> None:
    ends = {".": ".", "?": "؟?", ":": ":"}
    for text, translated in catalogue(language).items():
        end = flat(text)[0][-1]
        for each in flat(translated):
            assert (
                (each[-1] in ends[end]) if end in ends else (each[-1] not in ".:؟?")
            ), each


@pytest.mark.parametrize(
    ("tag", "ours"),
    [
        ("fa", "fa"),
        ("fa-AF", "fa"),
        ("prs", "fa"),
        ("ar-EG", "ar"),
        ("pl", "pl"),
        ("en-GB", "en"),
        ("de", "en"),
        ("zh-Hant", "en"),
    ],
)
def test_a_visitor_is_spoken_to_in_the_nearest_of_our_languages(tag, ours) -> None:
    assert speech(tag).language == ours


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["November 22, 2026", "8:05 PM", "1,234", "Sunday", "a and b"]),
        (
            "fa",
            [
                "۲۲ نوامبر ۲۰۲۶",
                "۲۰:۰۵",
                "۱٬۲۳۴",
                "یکشنبه",
                "\u2068a\u2069 و \u2068b\u2069",
            ],
        ),
        ("pl", ["22 listopada 2026", "20:05", "1\xa0234", "niedziela", "a i b"]),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(language, said) -> None:
    say = speech(language)
    assert [
        say.date(date(2026, 11, 22)),
        say.time(time(20, 5)).replace("\u202f", " "),
        say.number(1234),
        say.weekday("sun"),
        say.all_of(["a", "b"]),
    ] == said
    assert say.moment(datetime(2026, 11, 22, 20, 5, tzinfo=UTC))


def test_there_are_as_many_forms_as_numbers_ask_for() -> None:
    forms = (
        "We noticed that your last visit was {number} day ago.",
        "We noticed that your last visit was {number} days ago.",
    )
    assert speech("en").many(*forms, 1).endswith("1 day ago.")
    assert speech("pl").many(*forms, 1).endswith("1 dzień temu.")
    assert speech("pl").many(*forms, 22).endswith("22 dni temu.")
    assert len({speech("ar").many(*forms, number)[:45] for number in (1, 2, 3)}) == 3


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fa", "فارسی"),
        ("pt-BR", "português (Brasil)"),
        ("x-odd", "x-odd"),
        ("", ""),
        ("tlh", "tlh"),
    ],
)
def test_a_language_is_named_in_itself(tag, name) -> None:
    assert autonym(tag) == name


def test_what_has_no_name_is_called_by_its_code() -> None:
    say = speech("en")
    assert say.country("PL") == "Poland"
    assert say.country("QQ") == "QQ"
    assert say.tongue("fa") == "Persian"
    assert say.tongue("x-odd") == "x-odd"
