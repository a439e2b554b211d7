import json
import subprocess
import sys
import time
from threading import current_thread
from threading import enumerate as threads

import pytest

from sarto.site import tally as room
from sarto.site.tally import Tally, locked, rows, spelt
from sarto.site.traffic import OTHER

FILE = "traffic.jsonl"
PAUSE = 0.05
ENDING = """
import sys
from pathlib import Path
from sarto.site.tally import Tally
tally = Tally(Path(sys.argv[1]), {}, print)
tally.add({"path": "/"})
"""

FORKED = f"""{ENDING}
import os
child = os.fork()
tally.add({{"path": "/"}})
if child:
    os.waitpid(child, 0)
"""


def until(holds):
    end = time.monotonic() + 10
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()


def test_rows_are_bounded_and_what_is_too_much_is_one(tmp_path):
    tally = Tally(tmp_path / FILE, OTHER, pytest.fail)
    tally._book.most = 2
    for path in ("/a", "/a", "/b", "/c", "/d"):
        tally.add({"path": path, "facts": {}})

    tally.write()

    counted = rows(tmp_path / FILE)
    assert counted[spelt({"path": "/a", "facts": {}})] == 2
    assert counted[spelt(OTHER)] == 2
    assert counted.total() == 5


def test_what_a_disk_refuses_is_written_the_next_time(tmp_path):
    noted = []
    (tmp_path / "taken").write_text("a file, no folder")
    file = tmp_path / "taken" / FILE
    tally = Tally(file, OTHER, lambda kind, _: noted.append(kind), pause=PAUSE)

    tally.add(OTHER)
    until(lambda: noted)
    assert tally.counted().total() == 1
    (tmp_path / "taken").unlink()
    tally.add(OTHER)

    until(lambda: rows(file).total() == 2)
    assert set(noted) == {"tally"}


def test_a_row_that_comes_later_is_written_too(tmp_path):
    file = tmp_path / FILE
    tally = Tally(file, OTHER, pytest.fail, pause=PAUSE)
    for total in (1, 2):
        tally.add(OTHER)

        until(lambda total=total: rows(file).total() == total)
        until(lambda: not tally._book.has_thread)


def test_one_thread_writes_however_many_rows_come(tmp_path):
    before = [each for each in threads() if each.name == "sarto-tally"]
    tally = Tally(tmp_path / FILE, OTHER, pytest.fail)
    for number in range(50):
        tally.add({"path": str(number)})

    now = [each for each in threads() if each.name == "sarto-tally"]
    assert len(now) - len(before) == 1


def test_where_no_thread_can_start_the_next_row_tries_again(tmp_path, monkeypatch):
    noted = []
    tally = Tally(tmp_path / FILE, OTHER, lambda kind, _: noted.append(kind), pause=0)

    def refuses(**_):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(room, "Thread", refuses)
        tally.add(OTHER)
    tally.add(OTHER)

    assert noted == ["tally"]
    until(lambda: rows(tmp_path / FILE).total() == 2)


def test_two_processes_add_to_one_file(tmp_path):
    file = tmp_path / FILE
    for _ in range(2):
        tally = Tally(file, OTHER, pytest.fail)
        tally.add(OTHER)
        tally.write()

    assert rows(file).total() == 2


def test_who_finds_the_file_taken_waits_a_moment(tmp_path):
    lock = tmp_path / f"{FILE}.lock"
    tally = Tally(tmp_path / FILE, OTHER, pytest.fail, pause=PAUSE)

    with locked(lock):
        tally.add(OTHER)
        time.sleep(PAUSE * 3)

    until(lambda: rows(tmp_path / FILE).total() == 1)


def test_a_file_that_stays_taken_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "PATIENCE", PAUSE)

    with (
        locked(tmp_path / "lock"),
        pytest.raises(FileExistsError),
        locked(tmp_path / "lock"),
    ):
        pytest.fail("two have it")


def test_what_is_counted_is_written_when_the_tally_goes_and_nobody_waits(
    tmp_path, monkeypatch
):
    wrote = []
    save = room.Book.save

    def saved(book, counts):
        wrote.append(current_thread().name)
        save(book, counts)

    monkeypatch.setattr(room.Book, "save", saved)
    tally = Tally(tmp_path / FILE, OTHER, pytest.fail)
    tally.add(OTHER)

    del tally

    until(lambda: rows(tmp_path / FILE).total() == 1)
    assert wrote == ["sarto-tally"]


def test_what_is_counted_is_written_when_the_process_ends(tmp_path):
    file = tmp_path / FILE
    subprocess.run([sys.executable, "-c", ENDING, file], check=True, timeout=30)

    assert [json.loads(line) for line in file.read_text().splitlines()] == [
        {"path": "/", "count": 1}
    ]


def test_a_forked_process_counts_for_itself(tmp_path):
    file = tmp_path / FILE
    subprocess.run([sys.executable, "-c", FORKED, file], check=True, timeout=30)

    assert rows(file).total() == 3
