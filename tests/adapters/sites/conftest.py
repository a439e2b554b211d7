"""Real servers on free loopback ports: uvicorn for apps, a raw socket for odd bytes."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Literal, Protocol, Self, TypeAlias

import pytest
import uvicorn

from sarto.asgi import ASGIApp


class Ask(Protocol):
    """Send one request, and read all that is said until the server hangs up."""

    def __call__(
        self, url: str, path: str, *fields: str, method: str = "GET"
    ) -> bytes: ...


class Line:
    """One end of a connection, either side's."""

    def __init__(self, peer: socket.socket) -> None:
        peer.settimeout(10)
        self._peer = peer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._peer.close()

    def ask(self, path: str, *fields: str, method: str = "GET") -> None:
        start = (f"{method} {path} HTTP/1.1", "Host: shop", "Connection: close")
        self.send("\r\n".join((*start, *fields, "", "")).encode("latin-1"))

    def send(self, data: bytes) -> None:
        self._peer.sendall(data)

    def take(self) -> bytes:
        """Read what is there; nothing once the other side has hung up."""
        return self._peer.recv(65_536)

    def until(self, end: bytes) -> bytes:
        said = b""
        while end not in said:
            data = self.take()
            assert data, f"hung up before {end!r}, after {said!r}"
            said += data
        return said

    def rest(self) -> bytes:
        return b"".join(iter(self.take, b""))


Script: TypeAlias = Callable[[Line, bytes], None]


@dataclass
class Raw:
    """A server of bytes: keeps each request's head, lets a script write the answer."""

    listener: socket.socket
    script: Script
    heads: list[bytes] = field(default_factory=list[bytes])
    is_hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    @property
    def host(self) -> bytes:
        return self.url.removeprefix("http://").encode()

    def run(self) -> None:
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            with Line(peer) as line:
                self._serve(line)

    def _serve(self, line: Line) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (data := line.take()):
                return
            head += data
        self.heads.append(head)
        try:
            self.script(line, head)
        except ConnectionError:
            self.is_hung_up.set()


Serve: TypeAlias = Callable[[ASGIApp], str]
Serving: TypeAlias = Callable[[ASGIApp], AbstractContextManager[str]]
Start: TypeAlias = Callable[[Script | bytes], Raw]
Dial: TypeAlias = Callable[[str], Line]


@contextmanager
def _raw(script: Script) -> Iterator[Raw]:
    listener = socket.create_server(("127.0.0.1", 0))
    raw = Raw(listener, script)
    thread = threading.Thread(target=raw.run)
    thread.start()
    try:
        yield raw
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


@contextmanager
def _served(app: ASGIApp, http: Literal["h11", "httptools"] = "h11") -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=http,  # h11 passes targets as they are asked; httptools reads them first
        lifespan="on",
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture
def serving() -> Serving:
    """Serve an app with uvicorn inside a `with`, which gives its URL."""
    return _served


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve an app with uvicorn until the test ends; returns its URL."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(_served(app))


@pytest.fixture
def raw() -> Iterator[Start]:
    """Serve a script, or the same bytes to all, until the test ends."""

    def start(script: Script | bytes) -> Raw:
        if isinstance(script, bytes):
            answer = script
            return stack.enter_context(_raw(lambda line, _: line.send(answer)))
        return stack.enter_context(_raw(script))

    with ExitStack() as stack:
        yield start


@pytest.fixture
def dial() -> Dial:
    def _dial(url: str) -> Line:
        host, _, port = url.removeprefix("http://").partition(":")
        return Line(socket.create_connection((host, int(port)), timeout=10))

    return _dial


@pytest.fixture
def ask(dial: Dial) -> Ask:
    def _ask(url: str, path: str, *fields: str, method: str = "GET") -> bytes:
        with dial(url) as line:
            line.ask(path, *fields, method=method)
            return line.rest()

    return _ask
