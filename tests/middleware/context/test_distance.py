import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langcodes import tag_distance

from sarto.context import distance as distances
from sarto.context.distance import (
    LONGEST,
    OTHER_LANGUAGE,
    OTHER_SCRIPT,
    parts,
    shortened,
    tongue,
)

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
        ("und-CN", ("zh", "Hans", "CN")),
        ("und", ("", "Latn", "US")),
        ("ar-PSBIDI", ("ar", "Arab", "XB")),
    ],
)
def test_a_tag_is_written_out_in_full(tag: str, whole: tuple[str, str, str]) -> None:
    assert tongue(tag) == whole


def distance(wanted: str, spoken: str) -> int:
    return distances.distance(tongue(wanted), tongue(spoken))


@pytest.mark.parametrize("text", ["", "x-y", "i-b", "12", "-", "en_GB", "é", "a" * 9])
def test_what_is_no_tag_is_the_language_of_nobody(text: str) -> None:
    assert parts(text).language == ""


def agrees(want: str, have: str) -> bool:
    """Whether langcodes says the same of dialects."""
    if tongue(want).language != tongue(have).language:
        return distance(want, have) == OTHER_LANGUAGE
    far = distance(want, have), tag_distance(want, have)
    return far[0] == far[1] or min(far) >= OTHER_SCRIPT


@pytest.mark.parametrize("want", TAGS)
def test_near_is_what_unicode_calls_near(want: str) -> None:
    assert [have for have in TAGS if not agrees(want, have)] == []


@pytest.mark.parametrize(
    ("want", "near", "far"),
    [
        pytest.param("nb-NO", "nb", "nn", id="Bokmål before Nynorsk"),
        pytest.param("en-CA", "en-US", "en-GB", id="Canadian English"),
        pytest.param("en-XA", "en-PSACCENT", "en", id="made up to test layouts"),
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


@pytest.mark.parametrize("tag", ["und", "", "x", "e" * (LONGEST + 1)])
def test_nobody_is_near_no_language(tag: str) -> None:
    assert distance(tag, tag) == OTHER_LANGUAGE


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_raises(wanted: str, spoken: str) -> None:
    assert distance(wanted, spoken) >= 0


def test_a_long_tag_is_cut_between_two_subtags() -> None:
    long = "zh-Hant-TW-u-ca-roc-t-m0-iso-i0-pinyin"
    assert shortened(long) == "zh-Hant-TW-u-ca-roc-t-m0-iso-i0"
    assert tongue(long) == ("zh", "Hant", "TW")
    assert (
        shortened("en" + "-abcdefgh" * 3 + "-abcde")
        == "en" + "-abcdefgh" * 3 + "-abcde"
    )
