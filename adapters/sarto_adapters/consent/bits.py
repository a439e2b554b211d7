"""Bits in a row, as IAB's strings have them: base64 for the web, six to a character.

In comes text, out come numbers, read once from front to back; `ShortError` where more
is asked for than there is, so that a string that was cut short is never half read.
"""

from typing import TypeAlias

from sarto_adapters.consent.reading import in_base64_url

Ids: TypeAlias = tuple[range, ...]

SIX = 6  # bits of a character
FILL = "A"  # which is no bit set
LARGEST = 24  # the largest Fibonacci code that is read has so many bits
FIBONACCI = [1, 2]
while len(FIBONACCI) < LARGEST:
    FIBONACCI.append(FIBONACCI[-1] + FIBONACCI[-2])


class ShortError(ValueError):
    """Raised where a string ends before what it says it holds, or is none."""


class Bits:
    """A row of bits."""

    __slots__ = ("at", "row")

    def __init__(self, text: str) -> None:
        fill = FILL * (-len(text) % 4)
        raw = in_base64_url(text + fill)
        if raw is None:
            raise ShortError("this is not base64 for the web")
        self.row = f"{int.from_bytes(raw):0{8 * len(raw)}b}"[: SIX * len(text)]
        self.at = 0

    def taken(self, width: int) -> str:
        end = self.at + width
        if end > len(self.row):
            raise ShortError("the string ends before what it holds")
        found, self.at = self.row[self.at : end], end
        return found

    def number(self, width: int) -> int:
        return int(self.taken(width), 2)

    def is_set(self) -> bool:
        return self.taken(1) == "1"

    def flags(self, width: int) -> tuple[int, ...]:
        """Read a field of flags: the numbers, from 1 on, of those that are set."""
        row = self.taken(width)
        return tuple(n for n, bit in enumerate(row, start=1) if bit == "1")

    def letters(self) -> str:
        return "".join(chr(ord("A") + self.number(SIX)) for _ in range(2))

    def ranges(self, largest: int) -> Ids:
        """Read ranges of numbers, unfolded by nobody: a few bits may say 65,535."""
        found: list[range] = []
        for _ in range(self.number(12)):
            is_range, first = self.is_set(), self.number(16)
            last = self.number(16) if is_range else first
            if not 1 <= first <= last <= largest:
                raise ShortError("a range that is none")
            found.append(range(first, last + 1))
        return tuple(found)

    def listed(self) -> Ids:
        """Read a list of vendors, as a field of flags or as ranges."""
        largest = self.number(16)
        if self.is_set():
            return self.ranges(largest)
        return tuple(range(n, n + 1) for n in self.flags(largest))

    def fibonacci(self) -> int:
        """Read a number in Fibonacci's code, which two ones end."""
        value, before = 0, "0"
        for weight in FIBONACCI:
            bit = self.taken(1)
            if bit == before == "1":
                return value
            value, before = value + weight * (bit == "1"), bit
        raise ShortError("a number without an end")
