"""`sarto serve`, as it runs for visitors: several processes, signals, changes, load.

`SARTO_STREAM=1000000000` gives the closing figure, for a file of 1 GB.
"""

import gzip
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from support.folder_asking import put
from support.serving import served

pytestmark = pytest.mark.slow

SLOTS = "".join(f'<p data-sarto="{name}">own</p>' for name in "abc")
PAGE = f'<!doctype html><meta charset="utf-8"><title>x</title>{SLOTS}{"." * 20_000}'
RULES = """[slots.{0}]
show = [ {{ fragment = "{0}.html" }} ]
"""
STREAM = int(os.environ.get("SARTO_STREAM", "60000000"))
CONSTANT = 12_000  # kB that a worker may grow by, whatever it streams


@pytest.fixture
def home(folder):
    config = folder("".join(map(RULES.format, "abc")), a="one", b="one", c="one")
    home = config.parent
    put(home, "_site/index.html", PAGE)
    put(home, "_site/plain.css", "h1 { color: teal }" * 20)
    return home


class Crowd:
    """Some threads that ask for a page again and again, each time anew."""

    def __init__(self, running, path="/", size=6):
        self.running, self.path = running, path
        self.answers, self.failures = [], []
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(size)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._is_over.set()
        for thread in self._threads:
            thread.join(30)

    def _ask(self):
        while not self._is_over.is_set():
            try:
                self.answers.append(self.running.asked(self.path))
            except Exception as error:  # noqa: BLE001 - counted, and looked at
                self.failures.append(repr(error))

    def asks(self, more):
        """Wait until so many more have been answered."""
        wanted, end = len(self.answers) + more, time.monotonic() + 30
        while len(self.answers) < wanted:
            assert time.monotonic() < end, self.failures[-3:]
            time.sleep(0.02)


def words(body):
    """Tell what the three slots of a page show."""
    return {body.partition(f'"{name}">'.encode())[2][:3] for name in "abc"}


def test_a_change_of_the_rules_is_never_seen_in_half(home):
    with served(home, "_site", "--workers", "3") as running:
        with Crowd(running) as crowd:
            crowd.asks(50)
            for name in "abc":
                (home / f"fragments/{name}.html").write_text("two")
            end = time.monotonic() + 20
            while time.monotonic() < end:
                before = len(crowd.answers)
                crowd.asks(60)
                if all(words(a[2]) == {b"two"} for a in crowd.answers[before:]):
                    break
        assert crowd.failures == []
        assert all(status == 200 for status, _, _ in crowd.answers)
        shown = [words(body) for _, _, body in crowd.answers]
        assert all(each in ({b"one"}, {b"two"}) for each in shown)
        assert shown[0] == {b"one"}
        assert shown[-1] == {b"two"}


def test_a_worker_that_nobody_asked_is_as_new_as_the_others(home):
    with served(home, "_site") as running:
        for name in "abc":
            (home / f"fragments/{name}.html").write_text("two")
        time.sleep(2.5)
        assert words(running.asked("/")[2]) == {b"two"}


def test_a_mistake_in_a_change_is_told_once_and_never_served(home):
    with served(home, "_site", "--workers", "2") as running:
        (home / "sarto.toml").write_text("[slots.hero]\nshw = 1\n")
        time.sleep(2.5)
        assert words(running.asked("/")[2]) == {b"one"}
        assert running.end() == 0
        told = running.process.stderr.read()
    assert told.count("the last good version stays") == 1


def test_a_hangup_under_load_costs_nobody_a_page(home):
    with served(home, "_site", "--workers", "2") as running:
        before = running.workers
        with Crowd(running) as crowd:
            crowd.asks(50)
            running.process.send_signal(signal.SIGHUP)
            end = time.monotonic() + 20
            while not set(before).isdisjoint(running.workers):
                assert time.monotonic() < end
                time.sleep(0.1)
            crowd.asks(100)
        assert len(running.workers) == 2
        assert crowd.failures == []
        assert all(words(body) == {b"one"} for _, _, body in crowd.answers)


def test_a_worker_that_is_killed_costs_no_more_than_its_own_pages(home):
    with served(home, "_site", "--workers", "2") as running:
        with Crowd(running, size=4) as crowd:
            crowd.asks(50)
            os.kill(running.workers[0], signal.SIGKILL)
            crowd.asks(200)
        assert len(running.workers) == 2
        assert len(crowd.failures) <= 4
        assert all(words(body) == {b"one"} for _, _, body in crowd.answers)


def test_a_new_build_is_picked_up_whole_while_it_is_asked_for(home):
    other = PAGE.replace("...", "ooo")
    put(home, "next/index.html", other)
    (home / "live").symlink_to(home / "_site")
    with served(home, "live", "--workers", "2") as running:
        with Crowd(running) as crowd:
            for target in ("next", "_site", "next"):
                crowd.asks(60)
                link = home / "coming"
                link.symlink_to(home / target)
                link.rename(home / "live")
            crowd.asks(60)
        assert crowd.failures == []
        wanted = {PAGE.replace(">own<", ">one<"), other.replace(">own<", ">one<")}
        assert {body.decode() for _, _, body in crowd.answers} == wanted
        assert crowd.answers[-1][2].decode() == other.replace(">own<", ">one<")


def rest_of(peer, seconds=0.0):
    got = b""
    while data := peer.recv(262_144):
        got += data
        time.sleep(seconds)
    return got


def is_refused(port):
    with socket.socket() as peer:
        return bool(peer.connect_ex(("127.0.0.1", port)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_under_way_is_finished_and_nobody_new_is_let_in(home, number):
    size = 24_000_000
    put(home, "_site/long.bin", os.urandom(size))
    with served(home, "_site", "--workers", "2") as running:
        with running.raw("/long.bin") as peer:
            got = peer.recv(1000)
            running.process.send_signal(number)
            end = time.monotonic() + 5
            while not is_refused(running.port):
                assert time.monotonic() < end
                time.sleep(0.02)
            got += rest_of(peer, 0.01)
        assert len(got.partition(b"\r\n\r\n")[2]) == size
        assert running.process.wait(10) == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_which_a_terminal_says_to_all_ends_it_without_a_word(home, workers):
    with served(home, "_site", "--workers", workers) as running:
        assert running.asked("/")[0] == 200
        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(15) == 0
        assert "Traceback" not in running.process.stderr.read()


def memory(pid):
    """Read how much a process holds, in kB."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_a_long_file_streams_in_constant_memory(home):
    with (home / "_site" / "long.bin").open("wb") as file:
        file.truncate(STREAM)
    with served(home, "_site") as running:
        for _ in range(20):
            running.asked("/")
        (pid,) = running.workers
        before, most, got = memory(pid), 0, 0
        began = time.monotonic()
        with running.raw("/long.bin") as peer:
            buffer = bytearray(1 << 20)
            while count := peer.recv_into(buffer):
                got += count
                if got % (1 << 22) < count:
                    most = max(most, memory(pid))
        took = time.monotonic() - began
    print(f"{STREAM / 1e6:.0f} MB in {took:.1f} s, {most - before:+d} kB")  # noqa: T201
    assert STREAM < got < STREAM + 1000
    assert most - before < CONSTANT


def test_packed_pages_and_files_reach_each_client_as_it_likes(home):
    packed = gzip.compress(PAGE.encode())
    put(home, "_site/index.html.gz", packed)
    put(home, "_site/404.html", PAGE)
    put(home, "_site/plain.css.gz", gzip.compress(b"h1 { color: teal }" * 20))
    swapped = PAGE.replace(">own<", ">one<").encode()
    with served(home, "_site") as running:
        _, headers, body = running.asked("/", Accept_Encoding="gzip")
        assert headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in headers["vary"]
        assert gzip.decompress(body) == swapped
        _, plain, body = running.asked("/")
        assert ("content-encoding" in plain, body) == (False, swapped)
        status, again, body = running.asked("/", If_None_Match=plain["etag"])
        assert (status, body) == (304, b"")

        _, css, body = running.asked("/plain.css", Accept_Encoding="gzip")
        assert css["content-encoding"] == "gzip"
        assert gzip.decompress(body) == b"h1 { color: teal }" * 20
        status, again, body = running.asked(
            "/plain.css", Accept_Encoding="gzip", If_None_Match=css["etag"]
        )
        assert (status, body, again["vary"]) == (304, b"", "Accept-Encoding")
        status, _, body = running.asked("/plain.css", Range="bytes=3-8")
        assert (status, body) == (206, b"{ colo")

        status, _, body = running.asked("/gone", Accept_Encoding="identity")
        assert (status, body) == (404, swapped)
