"""Sites that workers serve in tests, and what runs them until a test has seen enough."""

import asyncio
import os
import signal
import socket
import time
from contextlib import closing

from sarto.errors import ConfigError, Finding
from sarto.workbench.serving import RefusedError

FINDING = Finding(code="SARTO003", message="There is no such key", file="sarto.toml")


async def page(scope, receive, send):
    """Answer with the process's number; over lifespan, say all is well."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["path"] == "/die":
        os._exit(9)
    if scope["path"] == "/long":  # as long as it may be
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"...", "more_body": True})
        await asyncio.sleep(60)
    body = b"%d" % os.getpid()
    length = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await send({"type": "http.response.body", "body": body})


def site():
    return page


def misconfigured():
    raise ConfigError((FINDING,))


def refused():
    raise RefusedError("No such site.")


def broken():
    raise KeyError("what a site's own code stopped with")


def dying():
    os._exit(7)


class Once:
    """A site that can be made as long as a file is not there."""

    def __init__(self, spoils):
        self.spoils = spoils

    def __call__(self):
        return refused() if self.spoils.exists() else page


def asked(port, path="/"):
    """Ask over a connection of its own; give the body, or nothing."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as peer:
        peer.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        )
        got = b"".join(iter(lambda: peer.recv(65_536), b""))
    return got.partition(b"\r\n\r\n")[2]


def tell(number=signal.SIGTERM):
    """Send this very process a signal."""
    os.kill(os.getpid(), number)


def until(holds, seconds=20.0):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)
