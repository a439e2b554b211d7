"""Tables for a terminal: narrow, aligned, without lines."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from textwrap import fill
from typing import Final

WIDTH: Final = 78
GAP: Final = "  "


def table(head: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """Align columns: the first ones to the left, the numbers to the right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip_longest(*lines, fillvalue="")]
    return "\n".join(
        GAP + GAP.join(set_in(line, widths, left)).rstrip() for line in lines
    )


def set_in(line: Sequence[str], widths: Sequence[int], left: int) -> list[str]:
    return [
        text.ljust(width) if at < left else text.rjust(width)
        for at, (text, width) in enumerate(zip(line, widths, strict=True))
    ]


def paragraph(text: str, indent: str = "") -> str:
    """Break a text to lines; a long word keeps its whole."""
    return fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
