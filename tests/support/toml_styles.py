"""TOML in any style, and where in it each key and value was written."""

import json
import random
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from sarto.config.locate import KeyPath


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
