# In: the text of a TOML file, whatever it is. Out: where each of its keys and values
# is written. tomllib reads the same text and is the one that judges it: what is not
# TOML gets some places or none. Never: an error, recursion, a second look at a token.

import re
import tomllib
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]

# Every pattern matches anywhere: a string may lack its end, and `.?` takes the rest.
STRING = r'"(?:[^"\\]+|\\.)*"?' + r"|'[^']*'?"
MULTI_LINE_STRING = (
    r'"""(?:[^"\\]+|\\.|"{1,2}(?!"))*"{0,5}' + r"|'''(?:[^']+|'{1,2}(?!'))*'{0,5}"
)
BARE = r"[^\s,\]}#]+(?:[ ]\d\d:[^\s,\]}#]+)?"  # a date and its time may be two words
BETWEEN = re.compile(r"(?:[\s,=]+|#[^\n]*)*")
KEY = re.compile(rf"({STRING}|[\w-]+|.?)\s*(\.?)\s*", re.DOTALL)
VALUE = re.compile(rf"({MULTI_LINE_STRING}|{STRING}|[\[{{]|{BARE}|.?)", re.DOTALL)

DEEPEST = 60  # parts of a path; tomllib takes quadratic time for more (gh-149231)


class Place(NamedTuple):  # a file has many thousands: a dataclass takes twice the time
    """Line and column from 1, in characters; the token's length on that line, ≥ 1."""

    line: int
    column: int
    length: int


TOP = Place(line=1, column=1, length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """By path: where a key (header, array element) and where its value is written."""

    keys: Mapping[KeyPath, Place]
    values: Mapping[KeyPath, Place]
    too_deep: Place | None = None  # where a path has too many parts; nothing after it

    def nearest(self, path: KeyPath, *, value: bool = False) -> Place:
        """Return the place of the longest known beginning of a path, else the top."""
        known = self.values if value else self.keys
        beginnings = (path[:end] for end in range(len(path), 0, -1))
        return next((known[path] for path in beginnings if path in known), TOP)


def locate(text: str) -> Places:
    """Find where every path that `tomllib.loads(text)` yields is written."""
    # Neither a BOM nor the CR before a LF takes a column.
    reader = _Reader(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    while char := reader.next_char():
        reader.read(char)
    return Places(keys=reader.keys, values=reader.values, too_deep=reader.too_deep)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self.keys: dict[KeyPath, Place] = {}
        self.values: dict[KeyPath, Place] = {}
        self.too_deep: Place | None = None
        self.last: dict[KeyPath, int] = {}  # element of each array of tables
        # The table of the last header, then the inline tables (None) and arrays
        # (their indexes to come) that are open in it, the innermost at the end.
        self.open: list[tuple[KeyPath, Iterator[int] | None]] = [((), None)]

    def next_char(self) -> str:
        # A comma or an equals sign out of place is tomllib's to report.
        self.take(BETWEEN)
        return self.text[self.at : self.at + 1]

    def read(self, char: str) -> None:
        path, indexes = self.open[-1]
        if char in "]}":
            self.close()
        elif indexes is not None:
            self.value((*path, next(indexes)))
        elif char == "[":
            self.header()
        else:
            key, _ = self.key(path)
            self.take(BETWEEN)
            self.value(key)

    def header(self) -> None:
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        self.take(BETWEEN)
        path, place = self.key(())
        if is_array:
            self.last[path] = self.last.get(path, -1) + 1
            path = (*path, self.last[path])
        # `[a]` is where `a` is written, even after an `[a.b]`.
        self.keys[path] = self.values[path] = place
        self.open = [(path, None)]

    def key(self, path: KeyPath) -> tuple[KeyPath, Place]:
        dot, place = ".", TOP
        while dot:
            if len(path) >= DEEPEST:
                self.stop(place)
                break
            if self.last and path in self.last:  # no hashing of long paths in vain
                path = (*path, self.last[path])
            token = self.take(KEY)
            dot, place = token[2], self.place(token)
            path = (*path, _name(token[1]))
            self.keys.setdefault(path, place)
            self.values.setdefault(path, place)
        return path, place

    def value(self, path: KeyPath) -> None:
        token = self.take(VALUE)
        self.values[path] = self.place(token)
        self.keys.setdefault(path, self.values[path])
        if token[1] in {"[", "{"}:
            self.open.append((path, count() if token[1] == "[" else None))
            if len(path) >= DEEPEST:
                self.stop(self.values[path])

    def stop(self, place: Place) -> None:
        """Read no further: what is deeper than that nobody wrote by hand."""
        self.too_deep = self.too_deep or place
        self.at = len(self.text)

    def close(self) -> None:
        self.at += 1
        if len(self.open) > 1:  # else it is the end of a header
            self.open.pop()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        token = pattern.match(self.text, self.at)
        assert token  # noqa: S101 - every pattern matches anywhere
        self.at = token.end()
        return token

    def place(self, token: re.Match[str]) -> Place:
        line = bisect(self.lines, token.start())
        column = token.start() - self.lines[line - 1] + 1
        first_line = token[1].partition("\n")[0]
        return Place(line=line, column=column, length=max(1, len(first_line)))


def _name(key: str) -> str:
    if not key.startswith(('"', "'")):
        return key
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except tomllib.TOMLDecodeError:
        return key
