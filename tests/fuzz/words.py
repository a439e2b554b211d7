r"""The words that inputs are written in: lists in `dictionaries`, a word a line.

Escapes are Python's (`\x20` where a space begins or ends a word); a sign of times and a
number at the end of a line say how often.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "dictionaries"


def words(name: str) -> tuple[bytes, ...]:
    """Read one list."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(map(word, lines))


def word(line: str) -> bytes:
    said, sign, times = line.rpartition(" ×")
    text = (said if sign else line).encode().decode("unicode_escape")
    return text.encode("latin-1") * int(times if sign else 1)
