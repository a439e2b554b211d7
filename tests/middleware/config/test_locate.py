"""Each key of a TOML text and its value have a place."""

import pytest

from sarto.config.locate import KeyPath, Place, locate
from support.contract import CONTRACT
from support.located import check, token


def at(line: int, column: int, length: int) -> Place:
    return Place(line=line, column=column, length=length)


FACTS: list[tuple[str, str, KeyPath, Place, Place]] = [
    # what, text, path, place of the key, place of the value
    ("a pair", "key = 12", ("key",), at(1, 1, 3), at(1, 7, 2)),
    ("no blanks", "a=1", ("a",), at(1, 1, 1), at(1, 3, 1)),
    ("a later line", "\n# b\n\ta = true # c", ("a",), at(3, 2, 1), at(3, 6, 4)),
    ("dotted: parent", "a . b = 1", ("a",), at(1, 1, 1), at(1, 1, 1)),
    ("dotted: last part", "a . b = 1", ("a", "b"), at(1, 5, 1), at(1, 9, 1)),
    ("dotted: first of two", "a.b=1\na.c=2", ("a",), at(1, 1, 1), at(1, 1, 1)),
    ("number as dotted", "3.14 = 1", ("3", "14"), at(1, 3, 2), at(1, 8, 1)),
    ("quoted", '"a.b" = 1', ("a.b",), at(1, 1, 5), at(1, 9, 1)),
    ("literal", "'a\\b' = 1", ("a\\b",), at(1, 1, 5), at(1, 9, 1)),
    ("escaped", '"\\u00e9\\"" = 1', ('é"',), at(1, 1, 10), at(1, 14, 1)),
    ("empty key", '"" = 1', ("",), at(1, 1, 2), at(1, 6, 1)),
    ("both quotes", "a.'#'.\"]\" = 1", ("a", "#", "]"), at(1, 7, 3), at(1, 13, 1)),
    ("wide characters", '"🙂" = "🙂"', ("🙂",), at(1, 1, 3), at(1, 7, 3)),
    ("string with marks", 'a = "[{#,=" # "', ("a",), at(1, 1, 1), at(1, 5, 7)),
    ("escaped quote", 'a = "\\"#"\nb=1', ("b",), at(2, 1, 1), at(2, 3, 1)),
    ("empty string", "a = ''\nb = 1", ("b",), at(2, 1, 1), at(2, 5, 1)),
    ("lines", 'a = """x\ny = 1"""', ("a",), at(1, 1, 1), at(1, 5, 4)),
    ("after lines", 'a = """x\ny\n"""\nb=1', ("b",), at(4, 1, 1), at(4, 3, 1)),
    ("joined lines", 'a = """\\\n  b\\  \n"""\nb=1', ("b",), at(4, 1, 1), at(4, 3, 1)),
    ("five quotes", 'a = """""x"""""\nb=1', ("b",), at(2, 1, 1), at(2, 3, 1)),
    ("escape in lines", 'a = """\\""" """\nb=1', ("b",), at(2, 1, 1), at(2, 3, 1)),
    ("literal lines", "a = '''\n\\''x''''\nb=1", ("b",), at(3, 1, 1), at(3, 3, 1)),
    ("date", "a = 2026-12-01", ("a",), at(1, 1, 1), at(1, 5, 10)),
    (
        "date and time",
        "a = 2026-12-01 07:32:00Z # b",
        ("a",),
        at(1, 1, 1),
        at(1, 5, 20),
    ),
    (
        "times in a list",
        "a = [07:32:00,08:00:00]",
        ("a", 1),
        at(1, 15, 8),
        at(1, 15, 8),
    ),
    ("header", "[ a ] # b", ("a",), at(1, 3, 1), at(1, 3, 1)),
    ("header: parent", "[a.b]", ("a",), at(1, 2, 1), at(1, 2, 1)),
    ("header: last part", "[a.b]", ("a", "b"), at(1, 4, 1), at(1, 4, 1)),
    ("header: its pair", "[a.b]\nc=1", ("a", "b", "c"), at(2, 1, 1), at(2, 3, 1)),
    ("header: later parent", "[a.b]\n[a]", ("a",), at(2, 2, 1), at(2, 2, 1)),
    ("header: quoted", '[a."]"]\nb=1', ("a", "]"), at(1, 4, 3), at(1, 4, 3)),
    ("tables: array", "[[a]]\n[[a]]", ("a",), at(1, 3, 1), at(1, 3, 1)),
    ("tables: first", "[[a]]\n[[a]]", ("a", 0), at(1, 3, 1), at(1, 3, 1)),
    ("tables: second", "[[a]]\n[[ a ]]", ("a", 1), at(2, 4, 1), at(2, 4, 1)),
    ("tables: pair", "[[a]]\n[[a]]\nb=1", ("a", 1, "b"), at(3, 1, 1), at(3, 3, 1)),
    ("tables: table", "[[a]]\n[a.b]", ("a", 0, "b"), at(2, 4, 1), at(2, 4, 1)),
    (
        "tables: tables",
        "[[a]]\n[[a]]\n[[a.b]]\n[[a.b]]\nc = 1",
        ("a", 1, "b", 1, "c"),
        at(5, 1, 1),
        at(5, 5, 1),
    ),
    ("list", "a = [1, 2]", ("a",), at(1, 1, 1), at(1, 5, 1)),
    ("element", "a = [1, 22]", ("a", 1), at(1, 9, 2), at(1, 9, 2)),
    ("lists", "a = [[], [[1]]]", ("a", 1, 0, 0), at(1, 12, 1), at(1, 12, 1)),
    ("over lines", "a = [ # [\n 1, # ]\n 2,\n]", ("a", 1), at(3, 2, 1), at(3, 2, 1)),
    ("after a list", "a = [1,\n]\nb=1", ("b",), at(3, 1, 1), at(3, 3, 1)),
    ("inline", "a = { b = 1 }", ("a",), at(1, 1, 1), at(1, 5, 1)),
    ("inline: member", "a = { b = 1 }", ("a", "b"), at(1, 7, 1), at(1, 11, 1)),
    ("inline: dotted", "a={b.c=1}", ("a", "b", "c"), at(1, 6, 1), at(1, 8, 1)),
    ("inline: nested", "a={b={},c={d=1}}", ("a", "c", "d"), at(1, 12, 1), at(1, 14, 1)),
    ("inline in a list", "a=[{b=1},{b=2}]", ("a", 1, "b"), at(1, 11, 1), at(1, 13, 1)),
    ("after inline", "a={b=[{}]}\nc=1", ("c",), at(2, 1, 1), at(2, 3, 1)),
    ("CRLF", 'a="""\r\n"""\r\nb=1\r\n', ("b",), at(3, 1, 1), at(3, 3, 1)),
    ("CRLF: length", 'a="""b\r\n"""', ("a",), at(1, 1, 1), at(1, 3, 4)),
    ("BOM", "\ufeffa=1", ("a",), at(1, 1, 1), at(1, 3, 1)),
]


@pytest.mark.parametrize(
    ("text", "path", "key", "value"),
    [fact[1:] for fact in FACTS],
    ids=[fact[0] for fact in FACTS],
)
def test_a_key_and_its_value_have_places(
    text: str, path: KeyPath, key: Place, value: Place
) -> None:
    found = locate(text)
    assert (found.keys[path], found.values[path]) == (key, value)
    check(text)


def test_the_contract_s_example_is_located_whole() -> None:
    check(CONTRACT)
    found = locate(CONTRACT)
    lines = CONTRACT.split("\n")
    letter = found.values["slots", "hero", "show", 1, "fragment"]
    assert lines[letter.line - 1] == 'fragment = "hero/letter.html"'
    assert token(CONTRACT, letter) == '"hero/letter.html"'
    booked = found.keys["audiences", "big-spenders", "any", 1, "signals", "booked"]
    assert token(CONTRACT, booked) == "booked"
    assert token(CONTRACT, found.values["journey", "stages", 2]) == "{"


NEAREST: list[tuple[KeyPath, bool, Place]] = [
    (("a", "b", 1), False, at(2, 6, 2)),
    (("a", "b", 1, "deeper", 0), False, at(2, 6, 2)),
    (("a", "b", 2), False, at(2, 1, 1)),
    (("a", "b", 2), True, at(2, 3, 1)),
    (("a", "c"), True, at(1, 2, 1)),
    (("c",), False, at(1, 1, 1)),
    ((), True, at(1, 1, 1)),
]


@pytest.mark.parametrize(("path", "value", "place"), NEAREST)
def test_an_unknown_path_is_placed_at_its_longest_known_beginning(
    path: KeyPath, *, value: bool, place: Place
) -> None:
    assert locate("[a]\nb=[1,22]").nearest(path, value=value) == place


def test_a_key_with_an_unknown_escape_is_kept_as_written() -> None:
    assert list(locate('"\\q" = 1').keys) == [('"\\q"',)]
