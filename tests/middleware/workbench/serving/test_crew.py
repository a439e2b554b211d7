"""Workers at one socket: all or none at first, replaced later, ended together."""

import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from sarto.workbench.serving import Service, run
from support.serving_site import (
    Once,
    asked,
    broken,
    dying,
    misconfigured,
    refused,
    site,
    tell,
    until,
)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)


def served(listener, make, story=None, *, workers=1):
    """Serve until a story, told beside it, has come to its end; give the exit code."""
    service = Service(make=make, config=Path("sarto.toml"), workers=workers, grace=2)
    port, wrong = listener.getsockname()[1], []

    def play():
        try:
            if story:
                story(port)
        except BaseException as error:  # noqa: BLE001 - told below, in the test's thread
            wrong.append(error)
        finally:
            tell()

    thread = threading.Thread(target=play)
    code = run(service, listener, greet=thread.start)
    if thread.ident:
        thread.join(20)
    if wrong:
        raise wrong[0]
    return code


def workers(port, count):
    """List the processes that answer, once there are so many."""
    seen = set()

    def holds():
        seen.add(asked(port))
        return len(seen) >= count

    until(holds)
    return seen


def test_workers_serve_until_they_are_told_to_end(listener):
    seen = []

    def story(port):
        seen.extend(workers(port, 2))

    assert served(listener, site, story, workers=2) == 0
    assert os.getpid() not in map(int, seen)
    for pid in map(int, seen):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (misconfigured, 1, "SARTO003: There is no such key"),
        (refused, 2, "No such site."),
        (broken, 1, 'KeyError: "what a site\'s own code stopped with"'),
        (dying, 1, "A worker ended by itself, exit code 7."),
    ],
)
def test_a_site_that_cannot_be_is_told_once_and_ends_the_start(
    listener, make, code, said, capfd
):
    assert served(listener, make, workers=2) == code
    assert capfd.readouterr().err.count(said) == 1


def test_a_worker_that_dies_is_replaced_at_once(listener, capfd):
    def story(port):
        (first,) = workers(port, 1)
        assert asked(port, "/die") == b""
        assert workers(port, 1) != {first}

    assert served(listener, site, story) == 0
    assert capfd.readouterr().err.splitlines() == [
        "A worker ended by itself, exit code 9.",
        "Another one begins.",
    ]


def test_a_site_that_cannot_be_made_again_is_tried_until_it_can(
    listener, capfd, tmp_path
):
    spoils = tmp_path / "spoils"

    def story(port):
        spoils.touch()
        asked(port, "/die")
        said = []

        def is_refused():
            said.append(capfd.readouterr().err)
            return "No such site." in "".join(said)

        until(is_refused)
        spoils.unlink()
        workers(port, 1)
        assert "Another one begins in 4 s." in "".join(said)

    assert served(listener, Once(spoils), story) == 0


def test_a_hangup_puts_fresh_workers_in_the_place_of_all(listener):
    def story(port):
        before = workers(port, 2)
        tell(signal.SIGHUP)
        until(lambda: asked(port) not in before)
        until(lambda: len({asked(port) for _ in range(8)} - before) == 2)
        until(lambda: before.isdisjoint({asked(port) for _ in range(16)}))

    assert served(listener, site, story, workers=2) == 0


def test_a_hangup_into_trouble_leaves_the_workers_that_are_there(
    listener, capfd, tmp_path
):
    spoils = tmp_path / "spoils"

    def story(port):
        before = workers(port, 1)
        spoils.touch()
        tell(signal.SIGHUP)
        until(lambda: "No such site." in capfd.readouterr().err)
        assert workers(port, 1) == before

    assert served(listener, Once(spoils), story) == 0


def test_a_hangup_of_a_terminal_is_the_end(listener, monkeypatch):
    class Terminal:
        closed = False

        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert served(listener, site, lambda _: tell(signal.SIGHUP)) == 0


def test_who_is_told_twice_ends_at_once(listener):
    begun = []

    def story(port):
        with socket.create_connection(("127.0.0.1", port)) as peer:
            peer.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
            assert peer.recv(1000)
            begun.append(time.monotonic())
            tell(signal.SIGINT)
            time.sleep(0.3)
            tell(signal.SIGTERM)
            while peer.recv(1000):
                pass

    assert served(listener, site, story) == 0
    assert time.monotonic() - begun[0] < 1.5


def test_who_takes_too_long_is_cut_off_in_the_end_and_can_tell(listener):
    got = []

    def story(port):
        with socket.create_connection(("127.0.0.1", port)) as peer:
            peer.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
            got.append(peer.recv(1000))
            tell()
            began = time.monotonic()
            got.extend(iter(lambda: peer.recv(1000), b""))
            assert 1.5 < time.monotonic() - began < 6

    assert served(listener, site, story) == 0
    assert not b"".join(got).endswith(b"0\r\n\r\n")


def test_handlers_are_as_they_were_afterwards(listener):
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    served(listener, site)
    assert before == (
        signal.getsignal(signal.SIGTERM),
        signal.getsignal(signal.SIGINT),
    )
