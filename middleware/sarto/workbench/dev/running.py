"""Serves a site under development, in a process that another one starts (anew.py).

A mistake in the config, or in the site's own code, is a page as well (trouble.py): it
goes away when a file changes. Only what was named wrongly ends it at once.
"""

import os
import socket
import sys
from threading import Thread

import uvicorn

from sarto.asgi import ASGIApp
from sarto.config.config import Config
from sarto.errors import ConfigError
from sarto.workbench.anew import ANEW, Work
from sarto.workbench.check.text import as_text
from sarto.workbench.dev.holds import Holds
from sarto.workbench.dev.looking import Looking
from sarto.workbench.dev.named import TargetError, named_by, served
from sarto.workbench.dev.site import DevSite
from sarto.workbench.dev.tracebacks import told
from sarto.workbench.dev.trouble import Trouble
from sarto.workbench.order import Order

LIMIT = 2  # seconds that answers may take, once the server is to stop
WRONG_USE = 2


class Server(uvicorn.Server):
    """A server that lets go of the pages that wait, before it stops."""

    def __init__(self, app: ASGIApp, holds: Holds | None = None) -> None:
        self.holds, self.is_to_begin_anew = holds, False
        options = uvicorn.Config(
            app,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=LIMIT,
        )
        super().__init__(options)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self.holds:
            self.holds.bind()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.holds:
            self.holds.end(may_come_back=self.is_to_begin_anew)
        await super().shutdown(sockets)

    def begin_anew(self) -> None:
        """Stop, for what only a new process can read."""
        self.is_to_begin_anew = self.should_exit = True


def run(work: Work, listener: socket.socket) -> int:
    """Serve until interrupted or begun anew; give the exit code."""
    holds = Holds()
    looking = Looking(work, holds)  # before anything is read, so that nothing is missed
    Thread(target=looking.look_on, daemon=True, name="sarto-looks").start()
    try:
        app = opened(work, holds)
    except TargetError as error:
        if work.is_first:
            say(str(error))
            return WRONG_USE
        app = Trouble.of_target(str(error)).at(holds=holds)
    server = Server(app, holds)
    looking.serve(server, has_trouble=isinstance(app, Trouble))
    server.run(sockets=[listener])
    looking.end()
    return ANEW if server.is_to_begin_anew else 0


def opened(work: Work, holds: Holds | None) -> ASGIApp:
    """Give the site, or the page that says why there is none; `TargetError` passes."""
    try:
        app = served(work.target, work.config)
        if work.is_first:
            tell_order(app, work)
        return DevSite(app, work.config, holds=holds)
    except ConfigError as error:
        say(as_text(error.findings, work.config.resolve().parent))
        trouble = Trouble.of_findings(error.findings, work.config)
    except TargetError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a site's code does anything
        say(told(error))
        trouble = Trouble.of_error(error, named_by(work.target, work.config))
    return trouble.at(holds=holds)


def tell_order(app: ASGIApp, work: Work) -> None:
    """Say what stands on which side of Sarto."""
    read, order = Config.read(work.config), Order.of(app)
    if findings := order.findings(named_by(work.target, work.config), read):
        say(as_text(findings, read.folder))
    for remark in order.remarks(read):
        say(remark)


def say(text: str) -> None:
    """Say on the side what is of use on the terminal."""
    sys.stderr.write(text + os.linesep)
