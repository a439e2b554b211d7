"""Choices read out of a fuzzer's bytes: the same bytes are the same choices.

One byte is one choice, so that a fuzzer that changes a byte changes a choice and leaves
the others alone. Where the bytes end, every choice is the first.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

BYTE = 256


class Dice:
    """Reads choices, one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def is_more(self) -> bool:
        return self.at < len(self.data)

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def below(self, count: int) -> int:
        """Choose a number from 0 on, below `count`."""
        if count <= BYTE:
            return self.byte() % count
        return (self.byte() << 8 | self.byte()) % count

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def take(self, count: int) -> bytes:
        """Take some bytes as they are."""
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken

    def rest(self) -> bytes:
        return self.take(len(self.data))

    def written(self, words: Sequence[bytes], most: int = BYTE) -> bytes:
        """Write words, a byte a word, until 0xFF; 0xFE and a byte are that byte."""
        out = list[bytes]()
        while self.is_more and len(out) < most:
            said = self.byte()
            if said == BYTE - 1:
                break
            out.append(self.take(1) if said == BYTE - 2 else words[said % len(words)])
        return b"".join(out)

    def cuts(self, size: int, most: int) -> list[int]:
        """Choose places to cut something of that size at, in order."""
        if not size:
            return []
        return sorted(self.below(size + 1) for _ in range(self.below(most + 1)))


def parted(body: bytes, cuts: Sequence[int]) -> list[bytes]:
    """Cut a body at these places."""
    bounds = [0, *cuts, len(body)]
    return [body[a:b] for a, b in pairwise(bounds)]
