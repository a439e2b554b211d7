import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.config.locate import DEEPEST, KeyPath, Place, Places, locate

EXAMPLE = (Path(__file__).parents[2] / "data" / "contract.toml").read_text("utf-8")


def at(line: int, column: int, length: int) -> Place:
    return Place(line=line, column=column, length=length)


def walk(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    if path:
        yield path, value
    members: Any = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        members = dict(enumerate(value))
    for part, member in members.items():
        yield from walk(member, (*path, part))


def token(text: str, place: Place) -> str:
    line = text.removeprefix("\ufeff").split("\n")[place.line - 1]
    return line[place.column - 1 :][: place.length]


def is_start_of(value: object, written: str, part: str | int) -> bool:
    """Tell whether a token starts a value, or is the key that made its table."""
    if isinstance(value, dict) and written == "{":
        return True
    if isinstance(value, list) and written == "[":
        return True
    if isinstance(value, dict | list):
        name = next(iter(tomllib.loads(f"{written} = 0")))
        return isinstance(part, int) or name == part
    if written.startswith(('"""', "'''")):
        return isinstance(value, str)
    return repr(tomllib.loads(f"value = {written}")["value"]) == repr(value)


def check(text: str) -> None:
    """Hold every path of a valid text to its two places."""
    data = tomllib.loads(text.removeprefix("\ufeff"))
    found = locate(text)
    paths = [path for path, _ in walk(data)]
    assert set(found.keys) == set(found.values) == set(paths)
    for path, value in walk(data):
        key = token(text, found.keys[path])
        if isinstance(path[-1], str):
            assert tomllib.loads(f"{key} = 0") == {path[-1]: 0}
        assert is_start_of(value, token(text, found.values[path]), path[-1])


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
    check(EXAMPLE)
    found = locate(EXAMPLE)
    lines = EXAMPLE.split("\n")
    letter = found.values["slots", "hero", "show", 1, "fragment"]
    assert lines[letter.line - 1] == 'fragment = "hero/letter.html"'
    assert token(EXAMPLE, letter) == '"hero/letter.html"'
    booked = found.keys["audiences", "big-spenders", "any", 1, "signals", "booked"]
    assert token(EXAMPLE, booked) == "booked"
    assert token(EXAMPLE, found.values["journey", "stages", 2]) == "{"


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


HOSTILE = [
    "[" * 100_000,
    "a=" + "[" * 100_000,
    "a=" + "{a=" * 100_000,
    "a." * 100_000 + "a=1\nb=1",
    "[" + "a." * 100_000 + "a]\nb=1",
    "[[" + "a." * 100_000 + "a]]\n[b]",
    "]}" * 100_000,
    '"' * 100_000,
    "'" * 100_000,
    "a='''" + "''b" * 100_000,
    'a="""\n' * 99_999,
    '"\\' * 100_000,
    "[[a]]\n" * 50_000,
    "a=[" + "1," * 100_000,
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_read_once_and_to_a_bounded_depth(text: str) -> None:
    assert all(len(path) <= DEEPEST + 1 for path in locate(text).values)


@pytest.mark.parametrize("text", ["{}a = 1", "[{}a]", "[[{}a]]", "a = {{ {}a = 1 }}"])
def test_a_path_is_followed_to_a_bounded_depth(text: str) -> None:
    def deepest(parts: int) -> int:
        return max(map(len, locate(text.format("a." * parts)).values), default=0)

    assert deepest(DEEPEST - 5) > DEEPEST - 5
    assert deepest(DEEPEST * 2) <= DEEPEST + 1


@settings(deadline=None)
@given(st.text(st.sampled_from("a1.=,[]{}\"'\\#\r\n\t \ufeff\ud800é")))
def test_any_text_has_places_inside_it(text: str) -> None:
    found = locate(text)
    height = text.count("\n") + 1
    for place in (*found.keys.values(), *found.values.values()):
        assert place.line <= height
        assert min(place.line, place.column, place.length) >= 1


@settings(deadline=None)
@given(st.data())
def test_a_broken_example_still_has_places(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(EXAMPLE)))
    end = data.draw(st.integers(start, len(EXAMPLE)))
    assert isinstance(locate(EXAMPLE[:start] + EXAMPLE[end:]), Places)


def test_a_key_with_an_unknown_escape_is_kept_as_written() -> None:
    assert list(locate('"\\q" = 1').keys) == [('"\\q"',)]


class Writer:
    """Writes data as TOML in any style, and notes the offset of every token."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.text = ""
        self.keys: dict[KeyPath, int] = {}
        self.values: dict[KeyPath, int] = {}

    def may(self) -> bool:
        return self.chance.random() < 0.5

    def write(self, *styles: str) -> None:
        self.text += self.chance.choice(styles)

    def blank(self) -> None:
        self.write("", " ", "\t ")

    def gap(self) -> None:
        self.write("", " ", "\n", "\r\n  ", ' # ], "\n\t')

    def line(self) -> None:
        self.blank()
        self.write("\n", "\r\n", "\n\n", "# ''' [x]\n \t")

    def table(self, path: KeyPath, table: dict[str, object]) -> None:
        pairs: dict[str, object] = {}
        tables: dict[str, object] = {}
        for name, value in table.items():
            members = value if isinstance(value, list) else [value]
            may_be_headed = members and all(isinstance(one, dict) for one in members)
            (tables if may_be_headed and self.may() else pairs)[name] = value
        is_own_table = path and isinstance(path[-1], str)
        if is_own_table and self.may():
            self.tables(path, tables)
            if pairs or not tables or self.may():
                self.header(path)
            self.pairs(path, pairs)
        else:
            self.header(path)
            self.pairs(path, pairs)
            self.tables(path, tables)

    def tables(self, path: KeyPath, tables: dict[str, Any]) -> None:
        for name, value in tables.items():
            if isinstance(value, dict):
                self.table((*path, name), value)
                continue
            for index, element in enumerate(value):
                self.table((*path, name, index), element)

    def pairs(self, path: KeyPath, pairs: dict[str, object]) -> None:
        for name, value in pairs.items():
            for leaf, member in self.leaves((*path, name), value):
                self.pair(leaf, len(path), member)
                self.line()

    def leaves(self, path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, Any]]:
        if isinstance(value, dict) and value and self.may():
            for name, member in value.items():
                yield from self.leaves((*path, name), member)
        else:
            yield path, value

    def header(self, path: KeyPath) -> None:
        if path:
            brackets = 1 if isinstance(path[-1], str) else 2
            self.write("[" * brackets)
            self.blank()
            self.values[path] = self.keys[path] = self.key(path, 0)
            self.write("]" * brackets)
            self.line()

    def key(self, path: KeyPath, start: int) -> int:
        """Write the names of a path from `start` on; return the last one's offset."""
        offset = 0
        for end, part in enumerate(path[start:], start):
            if isinstance(part, str):
                self.write("." if end > start else "")
                self.blank()
                offset = len(self.text)
                self.keys.setdefault(path[: end + 1], offset)
                self.values.setdefault(path[: end + 1], offset)
                self.write(*self.names(part))
                self.blank()
        return offset

    def names(self, name: str) -> Iterator[str]:
        yield quote(name)
        yield '"' + "".join(f"\\U{ord(char):08x}" for char in name) + '"'
        if re.fullmatch(r"[A-Za-z0-9_-]+", name):
            yield name
        if name.isprintable() and "'" not in name:
            yield f"'{name}'"

    def pair(self, path: KeyPath, start: int, value: object) -> None:
        self.key(path, start)
        self.write("=")
        self.blank()
        self.value(path, value)

    def value(self, path: KeyPath, value: object) -> None:
        self.values[path] = len(self.text)
        self.keys.setdefault(path, len(self.text))
        if isinstance(value, list):
            self.array(path, value)
        elif isinstance(value, dict):
            self.inline(path, value)
        else:
            self.write(*scalars(value))

    def array(self, path: KeyPath, array: list[object]) -> None:
        self.write("[")
        self.gap()
        for index, element in enumerate(array):
            self.value((*path, index), element)
            self.gap()
            self.write(*([","] if index < len(array) - 1 else ["", ","]))
            self.gap()
        self.write("]")

    def inline(self, path: KeyPath, table: dict[str, object]) -> None:
        self.write("{")
        self.blank()
        members = [self.leaves((*path, name), table[name]) for name in table]
        for index, (leaf, member) in enumerate(chain(*members)):
            self.write("," if index else "")
            self.pair(leaf, len(path), member)
            self.blank()
        self.write("}")


def quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def scalars(value: object) -> list[str]:
    if isinstance(value, str):
        lines = "\n".join(quote(line)[1:-1] for line in value.split("\n"))
        styles = [quote(value), f'"""\n{lines}"""']
        if value.replace("\n", "").isprintable() and "'''" not in value:
            styles.append(f"'''\n{value}'''")
        if value.isprintable() and "'" not in value:
            styles.append(f"'{value}'")
        return styles
    if isinstance(value, datetime):
        return [value.isoformat(" "), value.isoformat("T")]
    if isinstance(value, date | time):
        return [value.isoformat()]
    if isinstance(value, int) and not isinstance(value, bool):
        return [str(value), f"{value:+}", f"{value:_}"]
    return [repr(value).lower()]


TEXTS = st.text(st.sampled_from("ab-1_ .=#'\"\\[]{},\n\r\t\x7fé🙂"), max_size=6)
SCALARS = (
    TEXTS
    | st.integers()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.datetimes(timezones=st.sampled_from([None, UTC]))
    | st.dates()
    | st.times()
)
VALUES = st.recursive(
    SCALARS,
    lambda members: (
        st.lists(members, max_size=3)
        | st.lists(st.dictionaries(TEXTS, members, max_size=3), max_size=3)
        | st.dictionaries(TEXTS, members, max_size=3)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=4), st.randoms())
def test_whatever_the_style_every_path_is_where_it_was_written(
    data: dict[str, Any], chance: random.Random
) -> None:
    writer = Writer(chance)
    writer.table((), data)
    assert tomllib.loads(writer.text) == data
    check(writer.text)
    found = locate(writer.text)
    assert offsets(writer.text, found.keys) == writer.keys
    assert offsets(writer.text, found.values) == writer.values


def offsets(text: str, places: Mapping[KeyPath, Place]) -> dict[KeyPath, int]:
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    return {
        path: starts[place.line - 1] + place.column - 1
        for path, place in places.items()
    }
