"""One of the processes that serve: it makes the site, says so, and serves it."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from threading import Thread
from types import FrameType

import uvicorn

from sarto.asgi import ASGIApp
from sarto.workbench.anew import outlive_nobody
from sarto.workbench.serving.bounds import Bounded
from sarto.workbench.serving.service import Service, Started, Word, refusal

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MOMENT = 0.2  # seconds
RELOADS = "current"  # the module that tells of a config's changes


class Server(uvicorn.Server):
    """A server that says when it serves, and ends when it is told to."""

    def __init__(
        self, app: ASGIApp, service: Service, tell: Callable[[Word], None]
    ) -> None:
        self.tell = tell
        options = uvicorn.Config(
            app,
            http=Bounded,
            log_config=None,
            access_log=False,  # a line of it would be an address and what it asked
            proxy_headers=False,  # whom to believe, the site's own file says
            server_header=False,
            lifespan="on",
            ws="auto" if service.has_websockets else "none",
            timeout_graceful_shutdown=service.grace,
        )
        super().__init__(options)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.tell(Started())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nobody new in; who just came has a moment to say what they want."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(MOMENT)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone: whoever runs the worker heeds them."""
        yield

    def end(self, _signal: int, _frame: FrameType | None) -> None:
        self.should_exit = True


def serve(
    service: Service, listener: socket.socket, said: Connection, number: int
) -> None:
    """Be worker `number`, from 0, until told to end."""
    Thread(target=outlive_nobody, daemon=True, name="sarto-parent").start()
    log_plainly(is_first=number == 0)
    open_many()
    try:
        server = Server(service.make(), service, said.send)
    except Exception as error:  # noqa: BLE001 - the site's parts do anything
        said.send(refusal(error, service.config))
        raise SystemExit(1) from None
    signal.signal(signal.SIGTERM, server.end)
    server.run(sockets=[listener])


def log_plainly(*, is_first: bool) -> None:
    """Log to the terminal; what all workers find at once, only the first one says."""
    logging.basicConfig(format=FORMAT, level=logging.WARNING)
    ours = logging.getLogger("sarto")
    ours.setLevel(logging.INFO)
    if not is_first:
        ours.addFilter(lambda record: record.module != RELOADS)


def open_many() -> None:
    """Let this process open what it may at most: two files for each visitor."""
    try:
        import resource  # noqa: PLC0415 - nowhere but on Unix
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # some systems promise more than they give
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
