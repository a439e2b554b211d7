"""The lines of a file that a finding speaks of, each place in them marked below it.

In come a file's lines and marks; out come rows: a number or none, a text, and the role
it is coloured by. What is no print of a character is a space, and a wide one is as wide
as two, so that a mark stands under what it means.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias
from unicodedata import category, east_asian_width

WIDE = 160  # characters of a line that are shown
GAP = "…"  # stands for lines that are left out
SIGNS = {"note": "-"}  # else a caret

Row: TypeAlias = tuple[str, str, str]  # the line's number, its text, a role


class Mark(NamedTuple):
    """A place in a file, and what is said right there."""

    line: int
    column: int
    length: int
    role: str
    says: str = ""


def lines_of(file: Path) -> list[str]:
    """Read the lines of a file; none of what cannot be read."""
    try:
        return file.read_text("utf-8-sig").split("\n")
    except (OSError, ValueError):  # no text, or a name with a NUL in it
        return []


def excerpt(lines: list[str], marks: list[Mark]) -> list[Row]:
    """Show the lines that have marks; empty where the first of them has no text."""
    if marks[0].line > len(lines) or not lines[marks[0].line - 1].strip():
        return []
    rows: list[Row] = [("", "", "")]
    before = 0
    for number in sorted({mark.line for mark in marks if mark.line <= len(lines)}):
        if before and number > before + 1:
            rows.append((GAP, "", ""))
        here = [mark for mark in marks if mark.line == number]
        rows += marked(lines[number - 1], number, here)
        before = number
    return rows


def marked(line: str, number: int, marks: list[Mark]) -> Iterator[Row]:
    """Show one line, and below it each of its marks."""
    text = "".join(c if c.isprintable() else " " for c in line).rstrip()
    start = 0
    if len(text) > WIDE:
        start = max(0, marks[0].column - WIDE // 2)
    text = text[start : start + WIDE]
    yield str(number), text, ""
    for mark in marks:
        column = mark.column - 1 - start
        if column < 0 or column > WIDE:
            continue
        sign = SIGNS.get(mark.role, "^")
        length = max(1, width(text[column : column + mark.length]))
        below = " " * (width(text[:column]) + column - len(text[:column]))
        yield "", f"{below}{sign * length} {mark.says}".rstrip(), mark.role


def width(text: str) -> int:
    """Tell how many columns of a terminal a text takes."""
    return sum(
        0 if category(c) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(c) in "WF")
        for c in text
    )
