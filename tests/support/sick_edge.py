"""An edge in front of a small site, as clients see it: well, or with one fault.

Who says `fa` is given another page; `/private` is somebody's own. Nothing is kept for
real: a second answer says that it was, and comes from what is written down here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

FAULTS = {  # each with the probe that finds it
    "spoof": "spoofed keys",
    "poison": "spoofed keys",
    "vary": "mixed Vary",
    "raw vary": "mixed Vary",
    "leak": "leaks",
    "targeted": "leaks",
    "tag": "other's ETag",
    "door": "closed doors",
    "part": "closed doors",
    "stale": "time boundary",
    "long": "time boundary",
    "cookie": "kept cookies",
    "public": "private pages",
    "silent": "private pages",
    "shared": "private pages",
}
VARY = "Accept-Language, Cookie"
COOKIE = [("Set-Cookie", "sid=1"), ("Cache-Status", "edge; hit")]


class Handler(BaseHTTPRequestHandler):
    """Answers one request, with the fault of its server."""

    protocol_version = "HTTP/1.1"

    @property
    def fault(self) -> str:
        return self.server.fault

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        self.answer(404, [], b"no")

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/_sarto/"):
            self.own(path)
        else:
            self.page(path)

    def own(self, path: str) -> None:
        is_open = {"/_sarto/key": "door", "/_sarto/fragment/hero": "part"}
        if self.fault and is_open.get(path) == self.fault:
            self.answer(200, [], b"<b>you</b>")
        else:
            self.answer(404, [("Cache-Control", "no-store")], b"no")

    def page(self, path: str) -> None:
        said = (self.headers["Accept-Language"] or "en")[:2]
        spoken = self.headers["X-Sarto-Language"]
        if self.fault == "spoof" and spoken:
            said = spoken
        if self.fault == "poison":
            said = self.server.poisoned.setdefault(self.path, spoken or said)
        tag = f'W/"{said}"'
        fields = self.fields(path, said, tag)
        sent = self.headers["If-None-Match"]
        if sent and (sent == tag or self.fault == "tag"):
            self.answer(304, fields, b"")
        else:
            self.answer(200, fields, f"<p>{path} {said}".encode())

    def fields(self, path: str, said: str, tag: str) -> list[tuple[str, str]]:
        is_own = path == "/private"
        control = "private, no-store" if is_own else "private, no-cache"
        vary, cookie = VARY, self.headers["Cookie"]
        is_fa = said == "fa"
        if self.fault == "public":
            control = "public, max-age=60"
        if self.fault == "long" and not is_own:
            control = f"private, max-age={self.server.long}"
        if (self.fault == "vary" and is_fa) or (self.fault == "raw vary" and cookie):
            vary = "Accept-Language"
        found = [("Vary", vary), ("ETag", tag), ("Content-Type", "text/html")]
        if self.fault != "silent" or is_own:
            found.append(("Cache-Control", control))
        found += {
            "leak": [("X-Sarto-Tags", "sarto")],
            "targeted": [("CDN-Cache-Control", "max-age=9")],
            "cookie": [] if is_own else COOKIE,
            "stale": [] if is_own else [("Age", str(self.server.long))],
            "shared": [("X-Cache", "HIT")] if is_own else [],
        }.get(self.fault, [])
        return found

    def answer(self, status: int, fields: list[tuple[str, str]], body: bytes) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if status != 304 else b"")


@contextmanager
def edge(fault: str = "", long: int = 0) -> Iterator[str]:
    """Serve; give the address. `long` is how old, or how fresh, pages are said to be."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.fault, server.long, server.poisoned = fault, long, {}
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
