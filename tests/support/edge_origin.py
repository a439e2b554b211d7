"""An origin that speaks the edge's protocol, over a real socket: a stand-in for Sarto.

Classes: `X-Sarto-Language` (fa or en, by Accept-Language), `X-Sarto-Device` (mobile or
other, by User-Agent) and `X-Sarto-Own` (own with `band=` in the Cookie). It notes all it
is asked, and answers what a test puts into `answers` by path.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TypeAlias

Fields: TypeAlias = list[tuple[str, str]]
KEYS = ("x-sarto-language", "x-sarto-device", "x-sarto-own")
SHOWN = ("X-Sarto-Vary", "Accept-Language, Cookie, User-Agent")
PRIVATE = ("Cache-Control", "private, no-cache")


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    fields: Fields

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def __getitem__(self, name: str) -> str:
        """Join all lines of a header, as a server does; empty where there is none."""
        return ", ".join(v for n, v in self.fields if n.lower() == name.lower())

    def __contains__(self, name: str) -> bool:
        return any(n.lower() == name.lower() for n, _ in self.fields)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name.lower() for name, _ in self.fields)


@dataclass
class Answer:
    body: str = ""
    fields: Fields = field(default_factory=list)
    status: int = 200


class EdgeOrigin:
    """Serves on a port of its own until `close`."""

    def __init__(
        self, token: str, prefix: str = "/_sarto", *, is_for_nginx: bool = False
    ) -> None:
        self.token = token
        self.is_for_nginx = is_for_nginx
        self.prefix = prefix
        self.version = "v1"
        self.asked: list[Request] = []
        self.answers: dict[str, Callable[[Request], Answer]] = {}
        self.freshness = "max-age=60"
        self.is_closed = False
        self._gate = Event()
        self._gate.set()
        self._lock = Lock()
        origin = self

        class One(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                if origin.is_closed:
                    self.close_connection = True
                else:
                    origin.serve(self)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the server's own names

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), One)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self.is_closed = True  # connections that are open end with what is next asked
        self._gate.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def hold(self) -> None:
        """Answer nothing until `go_on`."""
        self._gate.clear()

    def go_on(self) -> None:
        self._gate.set()

    def forget(self) -> None:
        with self._lock:
            self.asked.clear()
        self.answers.clear()
        self.version, self.freshness = "v1", "max-age=60"

    def paths(self) -> list[str]:
        with self._lock:
            return [each.path for each in self.asked]

    def of(self, path: str) -> list[Request]:
        with self._lock:
            return [each for each in self.asked if each.path == path]

    def serve(self, peer: BaseHTTPRequestHandler) -> None:
        request = Request(peer.command, peer.path, list(peer.headers.items()))
        with self._lock:
            self.asked.append(request)
        self._gate.wait(20)
        answer = self.answers.get(request.path, self.answered)(request)
        body = answer.body.encode()
        peer.send_response_only(answer.status)
        is_restated = self.is_for_nginx and self.is_edge(request)
        for name, value in restated(answer) if is_restated else answer.fields:
            peer.send_header(name, value)
        if answer.status not in (204, 304):
            peer.send_header("Content-Length", str(len(body)))
        peer.end_headers()
        if peer.command != "HEAD" and answer.status not in (204, 304):
            with suppress(OSError):  # a cache that wants no more of it
                peer.wfile.write(body)

    def is_edge(self, request: Request) -> bool:
        return request["x-sarto-edge"] == self.token

    def answered(self, request: Request) -> Answer:
        if request.path == f"{self.prefix}/key":
            return self.told(request)
        if request.path.startswith(f"{self.prefix}/fragment/"):
            return self.part(request)
        if self.is_edge(request) and "x-sarto-version" in request:
            return self.keyed(request)
        return self.raw(request)

    def told(self, request: Request) -> Answer:
        """Answer a look-up."""
        if not self.is_edge(request):
            return Answer("", [("Cache-Control", "no-store")], 404)
        return Answer("", [*self.tokens(request), *self.wishes(request)])

    def tokens(self, request: Request) -> Fields:
        said = (
            "fa" if request["accept-language"].startswith("fa") else "en",
            "mobile" if "Mobile" in request["user-agent"] else "other",
            "own" if "band=" in request["cookie"] else "none",
        )
        return [("X-Sarto-Version", self.version), *zip(KEYS, said, strict=True)]

    def wishes(self, request: Request) -> Fields:
        cookie = request["cookie"]
        return [
            ("X-Sarto-Pass", "1" if "due=" in cookie else "0"),
            ("X-Sarto-Noted", "1" if "seen=" in cookie else "0"),
            ("CDN-Cache-Control", "max-age=60"),
            ("Cache-Control", "private, no-store"),
            ("Vary", "Accept-Language, Cookie, User-Agent"),
        ]

    def keyed(self, request: Request) -> Answer:
        """Answer by classes alone, or ask to be asked again."""
        said = [request[name] for name in KEYS]
        if not all(said) or request["x-sarto-version"] != self.version:
            return Answer("", [("X-Sarto-Pass", "1"), PRIVATE])
        text = f"<p>page {request.path} for {' '.join(said)}</p>"
        fields = [
            ("Content-Type", "text/html"),
            ("CDN-Cache-Control", self.freshness),
            PRIVATE,
            ("Vary", "X-Sarto-Version, X-Sarto-Language, X-Sarto-Device, X-Sarto-Own"),
            SHOWN,
            ("X-Sarto-Tags", f"sarto sarto-{self.version} sarto-slot-hero"),
            ("ETag", f'W/"{"-".join(said)}"'),
        ]
        if request["x-sarto-fill"]:
            src = f"{self.prefix}/fragment/name?p=1"
            text += f'<esi:include src="{src}"/><esi:include src="/secret"/>'
            fields.append(("X-Sarto-Fill", "esi"))
        return Answer(text, fields)

    def raw(self, request: Request) -> Answer:
        text = f"<p>raw {request.path} for {request['cookie']}</p>"
        return Answer(text, [("Content-Type", "text/html"), PRIVATE])

    def part(self, request: Request) -> Answer:
        text = f"<b>hello {request['cookie'] or 'stranger'}</b>"
        return Answer(text, [("Cache-Control", "private, no-store")])


def restated(answer: Answer) -> Fields:
    """Say as nginx hears it how long an answer is kept, and that it is asked anew."""
    said = dict(answer.fields)
    seconds = said.get("CDN-Cache-Control", "").removeprefix("max-age=") or "0"
    fields = [("X-Accel-Expires", seconds), *answer.fields]
    is_told = "X-Sarto-Version" in said  # a look-up's
    if said.get("X-Sarto-Pass") == "1" and not is_told:
        fields.append(("X-Accel-Redirect", "@sarto_pass"))
    return fields


def changed(origin: EdgeOrigin, **fields: str) -> Callable[[Request], Answer]:
    """Answer a page by classes, these fields changed; what is raw stays."""
    said = {name.replace("_", "-"): value for name, value in fields.items()}

    def answer(request: Request) -> Answer:
        if "x-sarto-version" not in request:
            return origin.raw(request)
        made = origin.keyed(request)
        kept = [pair for pair in made.fields if pair[0] not in said]
        return Answer(made.body, [*kept, *((n, v) for n, v in said.items() if v)])

    return answer


def fixed(body: str, status: int = 200, **fields: str) -> Callable[[Request], Answer]:
    """Answer always this; `_` in the name of a field is a hyphen."""
    said: Mapping[str, str] = {n.replace("_", "-"): v for n, v in fields.items()}
    return lambda _: Answer(body, list(said.items()), status)
