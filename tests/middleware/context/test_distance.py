import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langcodes import tag_distance

from sarto.context.distance import LONGEST, OTHER_LANGUAGE, distance, parts, tongue

TAGS = re.findall(
    r"\S+",
    "en en-GB en-US en-AU en-PR es es-419 es-MX es-ES es-AR pt pt-BR pt-PT pt-AO zh "
    "zh-Hans zh-Hant zh-TW zh-HK zh-MO zh-CN zh-SG sr sr-Latn sr-ME fa fa-AF prs pes "
    "ar ar-EG ar-MA ar-DZ uz uz-AF uz-Cyrl pa pa-PK de de-AT de-CH fr fr-CA iw he in "
    "id tl fil cmn sh mo ro az az-IR ja ja-Latn ko hr bs da no",
)


@pytest.mark.parametrize(
    ("tag", "whole"),
    [
        ("zh-TW", ("zh", "Hant", "TW")),
        ("ZH-hant", ("zh", "Hant", "TW")),
        ("zh-Hans-TW", ("zh", "Hans", "TW")),
        ("prs", ("fa", "Arab", "AF")),
        ("iw", ("he", "Hebr", "IL")),
        ("sh", ("sr", "Latn", "RS")),
        ("zh-cmn-Hant", ("zh", "Hant", "TW")),
        ("en-US-u-co-phonebk", ("en", "Latn", "US")),
        ("i-klingon", ("tlh", "", "")),
        ("qqq", ("qqq", "", "")),
    ],
)
def test_a_tag_is_written_out_in_full(tag: str, whole: tuple[str, str, str]) -> None:
    assert tongue(tag) == whole


@pytest.mark.parametrize("text", ["", "x", "menu", "12", "-", "en_GB", "a-b-c", "é"])
def test_what_is_no_tag_is_the_language_of_nobody(text: str) -> None:
    assert parts(text).language == ""


def agrees(want: str, have: str) -> bool:
    """Whether langcodes says the same, about: it knows nothing of a home."""
    if tongue(want).language != tongue(have).language:
        return distance(want, have) == OTHER_LANGUAGE
    return abs(distance(want, have) - tag_distance(want, have)) <= 1


@pytest.mark.parametrize("want", TAGS)
def test_near_is_what_unicode_calls_near(want: str) -> None:
    assert [have for have in TAGS if not agrees(want, have)] == []


@pytest.mark.parametrize(
    ("want", "near", "far"),
    [
        pytest.param("nb-NO", "nb", "nn", id="Bokmål before Nynorsk"),
        pytest.param("fr-BE", "fr-FR", "fr-CA", id="the language's home"),
        pytest.param("en-AU", "en-GB", "en-US", id="overseas English"),
        pytest.param("en-PR", "en-US", "en-GB", id="an American territory"),
        pytest.param("es-MX", "es-419", "es-ES", id="Latin America"),
        pytest.param("pt-AO", "pt-PT", "pt-BR", id="Angola"),
        pytest.param("zh-MO", "zh-HK", "zh-TW", id="Macao"),
        pytest.param("ar-MA", "ar-DZ", "ar-EG", id="the Maghreb"),
        pytest.param("sr-Latn", "sr", "hr", id="Serbian is not Croatian"),
    ],
)
def test_one_dialect_is_nearer_than_another(want: str, near: str, far: str) -> None:
    assert distance(want, near) < distance(want, far)


@pytest.mark.parametrize("tag", ["und", "", "x", "en" + "-a" * LONGEST])
def test_nobody_is_near_no_language(tag: str) -> None:
    assert distance(tag, tag) == OTHER_LANGUAGE


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_raises(wanted: str, spoken: str) -> None:
    assert distance(wanted, spoken) >= 0
