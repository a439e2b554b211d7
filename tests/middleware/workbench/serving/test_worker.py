"""One worker, in this very process: what it says, what it logs, how it ends."""

import logging
import signal
import socket
import sys
import threading
from multiprocessing import Pipe
from pathlib import Path

import pytest

from sarto.workbench.serving.service import (
    Refused,
    RefusedError,
    Service,
    Started,
    lacking,
    refusal,
)
from sarto.workbench.serving.worker import log_plainly, open_many, serve
from support.serving_site import asked, misconfigured, refused, site, tell


@pytest.fixture
def pipe():
    heard, said = Pipe(duplex=False)
    yield heard, said
    heard.close()
    said.close()


@pytest.fixture
def quiet(monkeypatch):
    """Leave logging, and what ends this process, as they were."""
    ours = logging.getLogger("sarto")
    level, filters = ours.level, [*ours.filters]
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)
    ours.setLevel(level)
    ours.filters[:] = filters


def service(make):
    return Service(make=make, config=Path("sarto.toml"), grace=2)


@pytest.mark.usefixtures("quiet")
def test_a_worker_says_that_it_serves_and_ends_when_told(pipe):
    heard, said = pipe
    got = []

    def play(port):
        got.extend((heard.recv(), asked(port)))
        tell()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        threading.Thread(target=play, args=(port,)).start()
        serve(service(site), listener, said, 0)
        assert got[0] == Started()
        assert got[1].isdigit()


@pytest.mark.usefixtures("quiet")
def test_a_worker_that_has_no_site_says_why(pipe):
    heard, said = pipe
    with socket.socket() as listener, pytest.raises(SystemExit):
        serve(service(misconfigured), listener, said, 0)
    assert heard.recv().code == 1


@pytest.mark.usefixtures("quiet")
def test_what_all_workers_find_only_the_first_one_says(caplog):
    ours = logging.getLogger("sarto")
    record = ours.makeRecord("sarto", 30, "/x/current.py", 1, "changed", (), None)
    other = ours.makeRecord("sarto", 30, "/x/page.py", 1, "failed", (), None)

    log_plainly(is_first=True)
    ours.handle(record)
    log_plainly(is_first=False)
    ours.handle(record)
    ours.handle(other)
    assert caplog.messages == ["changed", "failed"]


def test_what_is_told_of_a_site_that_cannot_be_has_its_exit_code():
    told = refusal(ValueError("odd"), Path("sarto.toml"))
    assert (told.code, told.text.splitlines()[-1]) == (1, "ValueError: odd")
    with pytest.raises(RefusedError) as caught:
        refused()
    wanted = Refused(text="No such site.", code=2)
    assert refusal(caught.value, Path("sarto.toml")) == wanted


def test_a_worker_may_open_what_its_process_may(monkeypatch):
    limits = pytest.importorskip("resource")
    before = limits.getrlimit(limits.RLIMIT_NOFILE)
    limits.setrlimit(limits.RLIMIT_NOFILE, (before[1] // 2, before[1]))
    try:
        open_many()
        assert limits.getrlimit(limits.RLIMIT_NOFILE) == (before[1], before[1])
        monkeypatch.setitem(sys.modules, "resource", None)
        open_many()
    finally:
        limits.setrlimit(limits.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("missing", ["uvicorn", "httptools"])
def test_what_is_to_be_installed_is_said(monkeypatch, missing):
    assert lacking() == ""
    monkeypatch.setattr(
        "sarto.workbench.serving.service.find_spec",
        lambda name: None if name == missing else name,
    )
    assert 'pip install "sarto[serve]"' in lacking()
