from datetime import date, datetime, time

import pytest

from sarto.vocabulary.reading import (
    ConditionError,
    did_you_mean,
    each,
    each_text,
    shown,
    written,
)

WRITTEN = [
    ("a text", "gold", '"gold"'),
    ("quotes in a text", 'a"b\n', '"a\\"b\\n"'),
    ("Persian", "تهران", '"تهران"'),
    ("true", True, "true"),
    ("a number", 3, "3"),
    ("a fraction", 2.5, "2.5"),
    ("no number", float("nan"), "nan"),
    ("a number too long for str()", 1 << 20_000, "0x1" + "0" * 5000),
    ("a date", date(2026, 12, 24), "2026-12-24"),
    ("a date and time", datetime(2026, 12, 24, 18, 0), "2026-12-24T18:00:00"),  # noqa: DTZ001 - TOML has local ones
    ("a time", time(18, 30), "18:30:00"),
    ("a list", ["IR", 3], '["IR", 3]'),
    ("a table", {"a": 1, "b": ["c"]}, '{ a = 1, b = ["c"] }'),
    ("an empty table", {}, "{}"),
    ("an empty list", [], "[]"),
]


def row(rows):
    return {"argvalues": [r[1:] for r in rows], "ids": [r[0] for r in rows]}


@pytest.mark.parametrize(("raw", "text"), **row(WRITTEN))
def test_a_value_is_written_as_its_author_did(raw, text):
    assert written(raw) == text


def test_tables_in_tables_are_written_to_a_bounded_depth():
    deep = {}
    for _ in range(100_000):
        deep = {"a": deep}
    assert written(deep).endswith("{ a = … }" + " }" * 7)


def test_a_message_shows_no_more_of_a_value_than_is_read():
    assert shown("x" * 1000) == '"' + "x" * 59 + "…"


MEANT = [
    ("a near word", "mobil", ("mobile", "tv"), "did you mean 'mobile'?"),
    ("other capitals", "MOBILE", ("mobile", "tv"), "did you mean 'mobile'?"),
    ("few words", "x", ("mobile", "tv"), "one of: mobile, tv"),
    ("many words", "x", tuple(map(str, range(13))), ""),
    ("no words", "x", (), ""),
    ("more words than can be looked through", "1", tuple(map(str, range(2000))), ""),
    ("an endless word", "mobile" * 10_000, ("mobile" * 10_000, "tv"), "one of: "),
]


@pytest.mark.parametrize(("word", "known", "hint"), **row(MEANT))
def test_a_wrong_word_leads_to_a_right_one(word, known, hint):
    assert did_you_mean(word, known).startswith(hint)
    assert bool(hint) == bool(did_you_mean(word, known))


def test_a_single_value_is_read_like_a_list_of_one():
    assert each_text("a", "a word", str.upper) == ["A"]
    assert each_text(["a", "b"], "a word", str.upper) == ["A", "B"]


def test_an_empty_list_can_never_hold():
    with pytest.raises(ConditionError, match="an empty list can never hold"):
        each([], "a word", str)


@pytest.mark.parametrize("raw", [3, True, "", ["a"], {}])
def test_what_is_no_text_is_refused_with_its_place(raw):
    with pytest.raises(ConditionError) as caught:
        each_text(["ok", raw], "a word", str)
    assert caught.value.item == 1
    assert caught.value.message == f"{shown(raw)} is not a word"
    assert caught.value.help == "write a word, or a list of them"


def test_a_single_mistake_has_no_index():
    with pytest.raises(ConditionError) as caught:
        each_text(3, "a word", str)
    assert caught.value.item is None
