"""What is no TOML: what tomllib says of it, in an author's words and at its place.

In comes a text and tomllib's own sentence, out come the message, what to do, and where.
Never a guess about what the file would have been: the first mistake is all there is.
"""

import re
from typing import NamedTuple

from sarto.config.locate import Place
from sarto.errors import Note

WHERE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end .*)\)", re.DOTALL)
NAMES = re.compile(r"\('(.*?)',?\)")  # as in "Cannot declare ('slots', 'hero') twice"
KEY = re.compile(r"\s*([^\s=\[{#][^={#]*?)\s*=")  # that a line begins with
HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
TOKEN = re.compile(r"[^\s,\]}#]+")
ENDLESS = ("Illegal character '\\n'", 'Expected "\'"')
OVERWRITTEN = "Cannot overwrite a value"
UNQUOTED = "a text stands in quotes"
ANY_OF = "leave one of them out; any of several values is a list in one key: [ … ]"
HELP = {
    "Invalid value": UNQUOTED,
    "Expected '=' after a key in a key/value pair": "write key = value",
    OVERWRITTEN: "this key stands there already; two conditions on one "
    "fact, or on its parts, go in two tables under `all`",
    "Expected newline or end of document after a statement": "one key = value on a "
    'line; a date is one of the calendar, like 2026-12-24, a text stands in "quotes"',
    "Unclosed inline table": "keys are parted by commas: { to = …, fragment = … }",
    "Unclosed array": "a list is parted by commas, and ends with ]",
    "Expected ']' at the end of a table declaration": "end it with ]",
    "Expected ']]' at the end of an array declaration": "end it with ]]",
    "Unterminated string": "a text ends with its quote",
}
WRITE = {"True": "true", "False": "false", "None": "nothing at all: leave the key out"}
CURLED = "\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb"  # as letters have them


class Broken(NamedTuple):
    """The first thing that is no TOML."""

    message: str
    help: str
    place: Place
    notes: tuple[Note, ...] = ()


def broken(error: str, text: str) -> Broken:
    """Take apart what tomllib says: "… (at line 3, column 7)"."""
    found = WHERE.fullmatch(error)
    message = NAMES.sub(lambda names: f"[{names[1]}]", found[1] if found else error)
    message = message.replace("', '", ".")
    hint = HELP.get(message, "")
    if message.startswith("Cannot declare"):
        hint = "write what is in both under one of them"
    place, lines = after(text.rstrip()), text.split("\n")
    if found and found[2]:
        place = Place(line=int(found[2]), column=int(found[3]), length=1)
    if message == "Invalid value":
        return invalid(lines[place.line - 1], message, place)
    if message in ENDLESS:
        return endless(lines[place.line - 1], place)
    if message == OVERWRITTEN or message.startswith("Cannot declare"):
        return again(lines, Broken(message, hint, place))
    return Broken(message, hint, place)


def endless(line: str, place: Place) -> Broken:
    """Point to the text that does not end on its line."""
    quotes = [at for at in map(line.find, "\"'") if at >= 0]
    start = min(quotes, default=place.column - 1)
    place = place._replace(column=start + 1, length=max(1, len(line) - start))
    return Broken("this text has no end", "a text ends with its quote", place)


def again(lines: list[str], told: Broken) -> Broken:
    """Point to what is written again, and to where it was written first."""
    number = told.place.line
    form = HEADER if HEADER.match(lines[number - 1]) else KEY
    found = form.match(lines[number - 1])
    if found is None:  # one of several keys on a line
        return told
    place = spot(found, number)
    first = earlier(lines[: number - 1], form, found[1])
    if first is None:
        return told._replace(place=place)
    where, name = first
    hint = ANY_OF if name == found[1] and form is KEY else told.help
    return Broken(told.message, hint, place, (note(where),))


def earlier(
    lines: list[str], form: re.Pattern[str], name: str
) -> tuple[Place, str] | None:
    """Find the same name above, or a part of it; keys are looked for in their table."""
    for number, line in reversed([*enumerate(lines, 1)]):
        found = form.match(line)
        if found and (found[1] == name or (form is KEY and is_part(found[1], name))):
            return spot(found, number), found[1]
        if form is KEY and HEADER.match(line):
            return None
    return None


def is_part(one: str, other: str) -> bool:
    """Whether two dotted names are one, or one of them begins the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def note(place: Place) -> Note:
    line, column, length = place
    return Note(message="it stands here first", line=line, column=column, length=length)


def spot(found: re.Match[str], number: int) -> Place:
    return Place(line=number, column=found.start(1) + 1, length=len(found[1]))


def invalid(line: str, message: str, place: Place) -> Broken:
    """Say how that would be written."""
    token = TOKEN.match(line, place.column - 1)
    word = token[0] if token else ""
    hint = f"{UNQUOTED}" + (f': "{word}"' if word.replace("-", "").isalnum() else "")
    if word in WRITE:
        hint = f"write {WRITE[word]}"
    elif word and word[0] in CURLED:
        hint = f'{UNQUOTED}, and these are straight: "'
    return Broken(message, hint, place._replace(length=max(1, len(word))))


def after(before: str) -> Place:
    """Find the place that comes after a text."""
    lines = before.split("\n")
    return Place(line=len(lines), column=len(lines[-1]) + 1, length=1)
