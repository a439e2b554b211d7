"""A text of TOML with one thing changed: each key misspelt, each value of another type."""

import re
import tomllib

VALUES = [
    "7",
    "1.5",
    "true",
    '"zz"',
    "2026-12-01",
    "10:00:00",
    "[]",
    "[7]",
    "{}",
    "{ zz = 1 }",
]
TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#[^\n]*|.',
    re.DOTALL,
)


def walk(value, path=()):
    """List all that stands inside, each with its path."""
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, member in value.items():
            yield from walk(member, (*path, key))
    if isinstance(value, list):
        for index, member in enumerate(value):
            yield from walk(member, (*path, index))


def offset(text, place):
    """Count the characters before a place."""
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def end(text, start):
    """Find where the value ends that starts there."""
    depth = 0
    for token in TOKEN.finditer(text, start):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif depth == 0 and token[0][0] not in "\"'":
            return re.compile(r"[^\s,\]}#]+").match(text, start).end()
        if depth == 0:
            return token.end()
    raise AssertionError


def misspelt(text, found, data):
    """Each key with a letter more: its path, the text, where it stands, its length."""
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for path, _ in walk(data):
        place = found.keys[path]
        if not isinstance(path[-1], str):
            continue
        at = offset(clean, place)
        token = clean[at : at + place.length]
        new = f"{token[:-1]}q{token[-1]}" if token[0] in "\"'" else f"{token}q"
        yield path, clean[:at] + new + clean[at + place.length :], place, len(new)


def retyped(text, found, data):
    """Each value that is written out, as other types: as above, and what stands there."""
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for path, value in walk(data):
        place = found.values[path]
        if place == found.keys[path] and not isinstance(path[-1], int):
            continue  # a table of a header or of a dotted key
        at = offset(clean, place)
        if isinstance(path[-1], int) and clean[at - 1] == "[" and clean[at - 2] == "[":
            continue  # the same of an array of tables
        for new in VALUES:
            other = tomllib.loads(f"a = {new}")["a"]
            if type(other) is type(value) and new not in {
                "[]",
                "[7]",
                "{}",
                "{ zz = 1 }",
            }:
                continue
            yield path, clean[:at] + new + clean[end(clean, at) :], place, len(new), new
