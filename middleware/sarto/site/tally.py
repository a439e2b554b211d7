"""`Tally`: equal rows counted in memory, and added up in a file in the background.

Nothing here waits for a disk while a visitor does: a thread writes a minute after the
first row, and again each minute while something is left; once more when the tally is
dropped. What is left when the process ends is written then. The file is JSON lines,
each a row with its `count`; several processes may share one. What cannot be written is
kept for the next time.
"""

import atexit
import json
import os
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep, time
from typing import Any, Final, TypeAlias, cast
from weakref import finalize

Row: TypeAlias = Mapping[str, object]
Note: TypeAlias = Callable[[str, BaseException], None]

MOST: Final = 20_000  # rows, in memory as in the file
PAUSE: Final = 60.0  # seconds between writes
STALE: Final = 30.0  # seconds after which nobody holds a lock any more
PATIENCE: Final = 2.0  # seconds to wait for another process that writes
AGAIN: Final = 0.02  # seconds between looks whether it does


@dataclass(slots=True)
class Book:
    """The counts of one process, and the file they are added to."""

    file: Path
    other: str  # the row of what is too much
    note: Note
    most: int = MOST
    pid: int = field(default_factory=os.getpid)
    counts: Counter[str] = field(default_factory=Counter[str])
    lock: Lock = field(default_factory=Lock)
    writing: Lock = field(default_factory=Lock)  # who ends waits for who writes
    has_thread: bool = False

    def add(self, row: str) -> bool:
        """Count one row; whether a thread is wanted that writes it."""
        with self.lock:
            is_room = row in self.counts or len(self.counts) < self.most
            self.counts[row if is_room else self.other] += 1
            is_first, self.has_thread = not self.has_thread, True
        return is_first

    def is_done(self) -> bool:
        """Whether nothing is left for its thread, which ends then."""
        with self.lock:
            self.has_thread = bool(self.counts)
            return not self.has_thread

    def taken(self) -> Counter[str]:
        """Take the counts out."""
        with self.lock:
            counts, self.counts = self.counts, Counter()
        return counts

    def write(self) -> None:
        """Add the counts to the file; what fails is noted, and they are kept."""
        if self.pid != os.getpid():  # a forked process has none, and locks may be held
            return
        with self.writing:
            if counts := self.taken():
                self.save(counts)

    def save(self, counts: Counter[str]) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.file.with_name(f"{self.file.name}.lock")):
                self.replace(rows(self.file) + counts)
        except Exception as error:  # noqa: BLE001 - whatever a disk does
            self.note("tally", error)
            with self.lock:
                self.counts.update(counts)

    def replace(self, counts: Counter[str]) -> None:
        """Write the file anew, the commonest rows first; what is too much is one."""
        others = counts.pop(self.other, 0)
        listed = counts.most_common()
        kept = Counter(dict(listed[: self.most]))
        kept[self.other] = others + sum(count for _, count in listed[self.most :])
        lines = [line(row, count) for row, count in kept.items() if count]
        new = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        new.write_text("".join(lines), "utf-8")
        new.replace(self.file)


@dataclass(slots=True, weakref_slot=True)
class Tally:
    """Counts rows; made for one file, and kept while the site changes."""

    file: Path
    other: Row
    note: Note
    pause: float = PAUSE
    _book: Book = field(init=False)
    _stop: Event = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Open a book for this process; its thread starts with the first row."""
        self._book = Book(self.file, spelt(self.other), self.note)
        self._stop = Event()
        finalize(self, self._stop.set)

    def add(self, row: Row) -> None:
        """Count one row."""
        self.count(self.spelt(row))

    @staticmethod
    def spelt(row: Row) -> str:
        """Spell a row for `count`."""
        return spelt(row)

    def count(self, row: str) -> None:
        """Count one row as it is spelt."""
        book = self._book
        if book.pid != os.getpid():  # threads and locks do not outlive a fork
            self.begin()
            book = self._book
        if book.add(row):
            self.start(book)

    def start(self, book: Book) -> None:
        """Have the counts written after a while; the thread ends when they are."""
        args = (book, self._stop, self.pause)
        atexit.register(book.write)  # the thread does not outlive the process
        try:
            Thread(target=later, args=args, daemon=True, name="sarto-tally").start()
        except RuntimeError as error:  # there are too many threads; the next row tries
            atexit.unregister(book.write)
            book.has_thread = False
            self.note("tally", error)

    def write(self) -> None:
        """Write now."""
        self._book.write()

    def counted(self) -> Counter[str]:
        """What was counted and is not written yet."""
        with self._book.lock:
            return Counter(self._book.counts)


def later(book: Book, stop: Event, pause: float) -> None:
    """Write now and then, until nothing is left, or the tally was dropped."""
    try:
        while not stop.wait(pause):
            book.write()
            if book.is_done():
                return
        book.write()
    finally:
        atexit.unregister(book.write)


def spelt(row: Row) -> str:
    """Spell a row, equal rows alike."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def line(row: str, count: int) -> str:
    told = {**json.loads(row), "count": count}
    return f"{json.dumps(told, ensure_ascii=False)}\n"


def rows(file: Path) -> Counter[str]:
    """Read what is there; a line that is no row is dropped."""
    found: Counter[str] = Counter()
    if not file.exists():
        return found
    for each in file.read_text("utf-8", "replace").splitlines():
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            told = cast("dict[str, Any]", json.loads(each))
            count = int(told.pop("count"))
            found[spelt(told)] += count
    return found


@contextmanager
def locked(file: Path) -> Generator[None]:
    """Hold a file's lock; raises `FileExistsError` where another process keeps it."""
    until = monotonic() + PATIENCE
    while not is_taken(file):
        if monotonic() > until:
            raise FileExistsError(file)
        sleep(AGAIN)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def is_taken(file: Path) -> bool:
    """Take a lock, unless another has it; whether it is ours now."""
    with suppress(FileNotFoundError):
        if time() - file.stat().st_mtime > STALE:
            file.unlink()
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    return True
