"""A CSV file as rows with line numbers, and all that is wrong with it.

In: bytes that anybody may have written. Out: the rows, or a `SheetError` that names
each fault with its line; nothing else is raised.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

from sarto.errors import SartoError

MOST: Final = 20  # faults that are told
BOM: Final = "\ufeff"
OTHERS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where (1-based), what, and what to do."""

    line: int
    text: str
    help: str = ""

    def told(self, file: str) -> str:
        return f"{file}:{self.line}: {self.text}" + (
            f" ({self.help})" * bool(self.help)
        )


class SheetError(SartoError):
    """Raised when a file cannot be taken in; `faults` are the first of them."""

    def __init__(self, faults: Sequence[Fault], count: int | None = None) -> None:
        self.faults = tuple(faults)[:MOST]
        self.count = len(faults) if count is None else count
        super().__init__(f"{self.count} faults")

    def told(self, file: str) -> str:
        lines = [fault.told(file) for fault in self.faults]
        if more := self.count - len(self.faults):
            lines.append(f"… and {more:,} more")
        return "\n".join(lines)


@dataclass(slots=True)
class Faults:
    """Gathers faults, and keeps the first."""

    found: list[Fault] = field(default_factory=list[Fault])
    count: int = 0

    def add(self, line: int, text: str, advice: str = "") -> None:
        self.count += 1
        if len(self.found) < MOST:
            self.found.append(Fault(line, text, advice))

    def check(self) -> None:
        """Raise what was found."""
        if self.count:
            raise SheetError(self.found, self.count)


@dataclass(frozen=True, slots=True)
class Row:
    """One record, and the line it ends on."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's columns, and its rows: each has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: list[Row]


def sheet(data: bytes) -> Sheet:
    """Read a file; raises `SheetError`."""
    rows = list(records(text_of(data)))
    if not rows:
        raise SheetError(
            [Fault(1, "the file is empty", "its first line names columns")]
        )
    columns = tuple(cell.strip() for cell in rows[0].cells)
    faults = Faults()
    widths(rows[1:], columns, faults)
    faults.check()
    return Sheet(columns, rows[1:])


def text_of(data: bytes) -> str:
    try:
        return data.decode().removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = f"the byte 0x{data[error.start]:02x} is no UTF-8"
        raise SheetError([Fault(line, text, "save the file as UTF-8")]) from None


def records(text: str) -> Iterator[Row]:
    """Read record after record; empty lines are none."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetError([Fault(max(reader.line_num, 1), str(error))]) from None
        if any(map(str.strip, cells)):
            yield Row(reader.line_num, cells)


def widths(rows: Sequence[Row], columns: Sequence[str], faults: Faults) -> None:
    """Check that each row has a cell for each column."""
    wanted = len(columns)
    for row in rows:
        if len(row.cells) != wanted:
            said = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
            faults.add(row.line, f"{said}, where there are {wanted} columns")


def separated(columns: Sequence[str]) -> str:
    """Say by what a header seems to be separated, if it is no comma."""
    if len(columns) != 1:
        return ""
    return next((name for mark, name in OTHERS.items() if mark in columns[0]), "")
