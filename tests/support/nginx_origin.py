"""A small origin that speaks the edge's protocol, and remembers what it was asked.

Its pages tell by which classes they were made, and for whom where they are somebody's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import TypeAlias
from urllib.parse import unquote

from sarto.vocabulary.edges import Edge
from support.nginx_told import DEVICE, LANGUAGE, OWN, SHOWN

NEEDED = {  # by the path as a framework reads it, decoded
    "/": (LANGUAGE, DEVICE),
    "/touch": (DEVICE,),
    "/owned": (LANGUAGE, OWN),
    "/plain": (),
}
RAW = frozenset(
    [
        *("cookie", "authorization", "referer", "user-agent", "accept-language"),
        *(
            "range",
            "if-range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "x-evil",
        ),
        *("x-forwarded-for", "forwarded", "x-real-ip", "sec-ch-ua", "cf-ipcountry"),
    ]
)

AGAIN = [
    ("X-Accel-Expires", "0"),
    ("X-Sarto-Pass", "1"),
    ("X-Accel-Redirect", "@sarto_pass"),
]
INCLUDES = (
    f'<!--# include virtual="/_sarto/fragment/name?p=%2Ffilled&s={"a" * 9000}" -->'
    '<!--# include virtual="/menu/evil" -->'
    '<!--# include virtual="/_sarto/privacy" -->'
    "<!--# sarto hero -->own<!--# /sarto hero -->"
)
Reply: TypeAlias = tuple[int, list[tuple[str, str]], str]


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    target: str
    fields: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key.lower() == name.lower()]

    def one(self, name: str) -> str:
        found = self.all(name)
        return found[0] if len(found) == 1 else ""

    @property
    def names(self) -> set[str]:
        return {name.lower() for name, _ in self.fields}


@dataclass
class Origin:
    """Answers on a port of its own; change its parts to see it do otherwise."""

    edge: Edge
    asked: list[Asked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lookup_status: int = 200
    lookup_for: int = 30  # seconds that a look-up may be kept
    page_for: int = 60
    left_out: str = ""  # a key that look-ups forget
    delay: float = 0.0  # seconds that a page takes

    def take(self) -> list[Asked]:
        """Give what was asked since last time."""
        found, self.asked = self.asked, []
        return found

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        is_edge = asked.all("X-Sarto-Edge") == [self.edge.token]
        path = unquote(asked.target.partition("?")[0])
        if path == "/_sarto/key":
            return self.looked_up(asked) if is_edge else (404, [], "")
        if path.startswith("/_sarto/fragment/"):
            body = f"[for {name_of(asked)} {ours(asked)}]"
            return 200, [("Set-Cookie", "part=1")], body
        if is_edge:
            return self.keyed(asked, path)
        return raw(asked, path)

    def looked_up(self, asked: Asked) -> Reply:
        cookie = asked.one("Cookie")
        told = {
            "X-Sarto-Version": self.edge.version,
            "X-Sarto-Pass": str(int("pass=1" in cookie)),
            "X-Sarto-Noted": str(int("noted=1" in cookie)),
            OWN: "own" if "band=1" in cookie else "none",
            LANGUAGE: asked.one("Accept-Language")[:2] or "none",
            DEVICE: "mobile" if "Mobile" in asked.one("User-Agent") else "desktop",
        }
        told.pop(self.left_out, None)
        headers = [
            ("X-Accel-Expires", str(self.lookup_for)),
            ("Cache-Control", "private, no-store"),
            ("Vary", "Accept-Language, Cookie, Referer, User-Agent"),
            *told.items(),
        ]
        return self.lookup_status, headers, ""

    def keyed(self, asked: Asked, path: str) -> Reply:
        sleep(self.delay)
        if more := asked.names & RAW:
            self.faults.append(f"{asked.target} came with {sorted(more)}")
        needed = NEEDED.get(path, (LANGUAGE,))
        told = {name: asked.one(name) for name in ("X-Sarto-Version", *needed)}
        is_right = all(told.values()) and told["X-Sarto-Version"] == self.edge.version
        if not is_right or path in ("/again", "/menu/again"):
            return 200, AGAIN, ""
        tag = "-".join(told.values())
        headers = [
            ("X-Accel-Expires", str(self.page_for)),
            ("Cache-Control", "private, no-cache"),
            ("CDN-Cache-Control", f"max-age={self.page_for}"),
            ("Vary", ", ".join(told)),
            ("X-Sarto-Vary", SHOWN),
            ("X-Sarto-Tags", "sarto"),
            ("Content-Type", "text/html"),
        ]
        if path == "/menu/basket":
            headers.append(("Set-Cookie", "basket=1"))
        if path == "/menu/own":
            headers[0] = ("X-Accel-Expires", "0")
        body = f"<p>{asked.target} {' '.join(told.values())} #{len(self.asked)}"
        if asked.all("X-Sarto-Fill") == ["ssi"]:
            headers.append(("X-Sarto-Fill", "ssi"))
            headers[1] = ("Cache-Control", "private, no-store")
            body += INCLUDES
        else:
            headers.append(("ETag", f'W/"{tag}"'))
        return 200, headers, body + " " * 2000


def targets(origin: Origin) -> list[str]:
    return [asked.target for asked in origin.take()]


def name_of(asked: Asked) -> str:
    return asked.one("Cookie").partition("name=")[2] or "nobody"


def ours(asked: Asked) -> str:
    """Give what came in keys of ours, however often."""
    found = [f"{n}={v}" for n, v in asked.fields if n.lower().startswith("x-sarto-")]
    return " ".join(each for each in found if not each.startswith("X-Sarto-Edge"))


def raw(asked: Asked, path: str) -> Reply:
    """Answer whoever did not prove to be the edge."""
    said = {
        "/plain": [("Cache-Control", "max-age=60"), ("ETag", '"plain"')],
        "/plain/mine": [("Cache-Control", "private, max-age=60")],
        "/plain/vary": [
            ("Cache-Control", "max-age=60"),
            ("Vary", "Accept-Encoding"),
            ("Vary", "Cookie"),
        ],
        "/plain/by-address": [
            ("Cache-Control", "max-age=60"),
            ("Vary", "X-Forwarded-For"),
        ],
        "/plain/not-here": [
            ("Cache-Control", "max-age=60"),
            ("CDN-Cache-Control", "no-store"),
        ],
        "/plain/inside": [("X-Accel-Redirect", "/_sarto/key")],
    }.get(
        path,
        [
            ("Cache-Control", "private, no-cache"),
            ("Vary", "Cookie"),
            ("Set-Cookie", "raw=1"),
        ],
    )
    body = f"raw {asked.method} {asked.target} for {name_of(asked)} {ours(asked)} {asked.body.decode()}"
    return 200, [("Content-Type", "text/html"), *said], body


def handler(origin: Origin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_any(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                self.command,
                self.requestline.split()[1],
                list(self.headers.items()),
                self.rfile.read(size),
            )
            status, headers, body = origin.answer(asked)
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body.encode("latin-1"))

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.do_any
            raise AttributeError(name)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def started(origin: Origin) -> Iterator[int]:
    """Let an origin listen; give its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(origin))
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
