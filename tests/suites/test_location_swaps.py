"""The location database is replaced, broken and lost while visitors come in.

Every answer is that of the old database or of the new one: never an error, never half
of each. Two slots ask for two facts of one place, so that a mixture would show.
"""

import asyncio
import gc
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest

from sarto import Sarto
from sarto.site import current
from sarto.site.database import database_of
from sarto_adapters.location import maxmind
from support.databases import flat, written
from support.play import html, played, scope_of

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
PAGE = '<p data-sarto="hero">-</p> <p data-sarto="clock">-</p>'
CONFIG = """
[location]
database = "places.mmdb"
[slots.hero]
show = [
  { when = { country = "PL" }, fragment = "poland.html" },
  { when = { country = "IR" }, fragment = "iran.html" },
]
[slots.clock]
show = [
  { when = { zone = "Europe/Warsaw" }, fragment = "poland.html" },
  { when = { zone = "Asia/Tehran" }, fragment = "iran.html" },
]
"""
POLAND = flat("PL", "Kraków", "Europe/Warsaw")
IRAN = flat("IR", "Shiraz", "Asia/Tehran")
PL, IR, OWN = (PAGE.replace("-<", f"{name}<") for name in ("PL", "IR", "-"))


class Crowd:
    """Visitors from everywhere in 8.*, one after the other, in threads."""

    def __init__(self, app: Sarto) -> None:
        print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
        self.app = app
        self.heard = Counter[str]()
        self._stop = Event()
        threads = [Thread(target=self._come, args=(seed,)) for seed in range(2)]
        for thread in threads:
            thread.start()
        self._threads = threads

    def _come(self, seed: int) -> None:
        asyncio.run(self._ask_on(Random(SEED + seed)))  # noqa: S311 - any visitor will do

    async def _ask_on(self, random: Random) -> None:
        while not self._stop.is_set():
            self.heard[await self._answer(f"8.8.{random.randrange(256)}.8")] += 1

    async def _answer(self, address: str) -> str:
        answer = await played(self.app, scope_of(client=address))
        return repr(answer.error) if answer.error else answer.text

    def ask(self) -> str:
        return asyncio.run(self._answer("8.8.8.8"))

    def wait(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + 5
        while not is_so():
            assert time.monotonic() < until, self.heard
            time.sleep(0.005)

    def stay(self) -> None:
        """Let some more visitors come."""
        before = self.heard.total()
        self.wait(lambda: self.heard.total() > before + 20)

    def go(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "places.mmdb", n8=POLAND)


@pytest.fixture
def config(folder: Callable[..., Path], file: Path) -> Path:
    return folder(CONFIG, poland="PL", iran="IR")


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Sarto look all the time, and threads take turns before they are bored."""
    monkeypatch.setattr(current, "PAUSE", 0.005)
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def crowd(config: Path, hurry: None) -> Iterator[Crowd]:
    app = Sarto(html(PAGE), config=config)
    crowd = Crowd(app)
    yield crowd
    crowd.go()
    assert app.current is not None
    assert not app.current.site.failures.counts
    app.current.close()


def moved(file: Path, record: object) -> None:
    """Put another database in its place, at one stroke, as everybody should."""
    written(file.with_name("new"), n8=record).replace(file)


def relinked(file: Path, record: object) -> None:
    """Let a link's name mean another file, at one stroke."""
    target = file.with_name(f"{time.monotonic_ns()}.mmdb")
    written(target, n8=record)
    file.with_name("link").symlink_to(target)
    file.with_name("link").replace(file)


@pytest.mark.slow
@pytest.mark.parametrize("put", [moved, relinked])
def test_a_hundred_swaps_under_load(crowd: Crowd, file: Path, put: Callable) -> None:
    for number in range(100):
        record, wanted = (POLAND, PL) if number % 2 else (IRAN, IR)
        put(file, record)
        crowd.wait(lambda wanted=wanted: crowd.ask() == wanted)
    crowd.stay()
    assert set(crowd.heard) == {PL, IR}


@pytest.mark.slow
def test_swaps_quicker_than_anybody_looks(crowd: Crowd, file: Path) -> None:
    for number in range(100):
        moved(file, POLAND if number % 2 else IRAN)
    moved(file, IRAN)
    crowd.wait(lambda: crowd.ask() == IR)
    crowd.stay()
    assert set(crowd.heard) <= {PL, IR}


@pytest.mark.slow
def test_no_database_that_is_not_asked_any_more_is_kept(
    crowd: Crowd, file: Path
) -> None:
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("this system does not tell what is in memory")
    gc.collect()
    before = maps.read_text().count("memfd:sarto")
    for number in range(20):
        record, wanted = (POLAND, PL) if number % 2 else (IRAN, IR)
        moved(file, record)
        crowd.wait(lambda wanted=wanted: crowd.ask() == wanted)
    crowd.go()
    gc.collect()
    assert maps.read_text().count("memfd:sarto") <= before + 1


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


FAULTS: dict[str, Callable[[Path], object]] = {
    "overwritten": lambda file: file.write_bytes(b"\xff" * file.stat().st_size),
    "its tree overwritten": lambda file: file.write_bytes(
        b"\xff" * 60 + file.read_bytes()[60:]
    ),
    "cut short": lambda file: os.truncate(file, file.stat().st_size // 2),
    "emptied": lambda file: os.truncate(file, 0),
    "made huge": lambda file: os.truncate(file, maxmind.LARGEST + 1),
    "garbage": lambda file: file.write_bytes(bytes(range(1, 251)) * 40),
    "deleted": Path.unlink,
    "a folder": folder_instead,
    "a link to nothing": lambda file: (file.unlink(), file.symlink_to("nothing")),
    "unreadable": lambda file: file.chmod(0),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_database_leaves_the_old_one_in_use(
    crowd: Crowd,
    file: Path,
    fault: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if fault == "unreadable" and os.access(file, os.R_OK) and os.geteuid() == 0:
        monkeypatch.setattr(maxmind, "read", refused)  # root may read anything
    FAULTS[fault](file)
    crowd.wait(lambda: bool(mistake(crowd.app)) and bool(caplog.records))
    crowd.stay()
    assert crowd.ask() == PL
    assert set(crowd.heard) == {PL}
    assert [record.levelname for record in caplog.records] == ["WARNING"]

    monkeypatch.undo()
    if file.is_dir():
        file.rmdir()
    moved(file, IRAN)
    crowd.wait(lambda: crowd.ask() == IR)
    assert set(crowd.heard) <= {PL, IR}
    assert mistake(crowd.app) is None


def refused(database: Path) -> bytes:
    raise PermissionError(database)


def mistake(app: Sarto) -> str | None:
    assert app.current is not None
    database = database_of(app.current.site)
    return database.mistake if database else "there is none"


@pytest.mark.slow
def test_one_written_over_in_place_is_read_once_it_is_whole(
    crowd: Crowd, file: Path
) -> None:
    for number in range(20):
        record, wanted = (POLAND, PL) if number % 2 else (IRAN, IR)
        written(file, n8=record)
        crowd.wait(lambda wanted=wanted: crowd.ask() == wanted)
    assert set(crowd.heard) <= {PL, IR}


@pytest.mark.slow
def test_one_that_comes_late_is_found(config: Path, file: Path, hurry: None) -> None:
    file.rename(file.with_name("late"))
    crowd = Crowd(Sarto(html(PAGE), config=config))
    crowd.stay()
    assert set(crowd.heard) == {OWN}
    shutil.copyfile(file.with_name("late"), file)
    crowd.wait(lambda: crowd.ask() == PL)
    crowd.go()
    assert set(crowd.heard) <= {OWN, PL}
