"""The places of a TOML text, held against what a parser reads of it."""

import tomllib
from collections.abc import Iterator
from typing import Any

from sarto.config.locate import KeyPath, Place, locate


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
