"""A stream of bytes read by a generator that waits wherever a chunk ends.

In: chunks. Out: moves over what is kept; `feed` returns the offset of the first byte
that is kept because a token is unfinished. Never: a byte searched over and over; more
kept than the tag being read, and of that not more than LONGEST.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Generator

LONGEST = 1 << 18  # a longer start tag is no slot

Waiting = Generator[None, None, None]
Found = Generator[None, None, re.Match[bytes]]
Read = Generator[None, None, bytes]

# The last bytes that may begin the end of a comment, a CDATA section or raw text.
BEGUN = re.compile(rb"(?:<(?:!-?|/?[a-zA-Z]{0,8})|--?!?|\]\]?)\Z")
BEGUN_MOST = len(b"</textarea")


class Reader(ABC):
    def __init__(self) -> None:
        self._data = bytearray()
        self._base = 0  # the absolute offset of the first byte kept
        self._at = 0  # how far the bytes kept are read
        self._start = -1  # the absolute offset of the tag being read
        self._reading = self._read()

    @abstractmethod
    def _read(self) -> Waiting:
        """Read on and on, and yield where nothing can be read before more comes."""

    @property
    def end(self) -> int:
        return self._base + len(self._data)

    @property
    def _here(self) -> int:
        return self._base + self._at

    def feed(self, data: bytes) -> int:
        self._data += data
        next(self._reading)
        if self._start >= 0 and self._here - self._start > LONGEST:
            self._start = self._here - 1
        settled = self._here if self._start < 0 else self._start
        done = settled - self._base
        del self._data[:done]
        self._base, self._at = settled, self._at - done
        return settled

    def _to(self, pattern: re.Pattern[bytes]) -> Found:
        """Move to the next match; between chunks only what may begin one is kept."""
        while not (found := pattern.search(self._data, self._at)):
            size = len(self._data)
            begun = BEGUN.search(self._data, max(self._at, size - BEGUN_MOST))
            self._at = begun.start() if begun else size
            yield
        self._at = found.start()
        return found

    def _past(self, pattern: re.Pattern[bytes]) -> Waiting:
        found = yield from self._to(pattern)
        self._at = found.end()

    def _since(self, start: int) -> bytes:
        return bytes(self._data[max(0, start - self._base) : self._at])

    def _next(self, count: int) -> bytes:
        return bytes(self._data[self._at : self._at + count])
