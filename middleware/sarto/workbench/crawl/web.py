"""The pages of a running site, as a stranger without cookies finds them.

Only GET, only one origin, a few hundred pages at most, each path once.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from time import monotonic
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from sarto.cache.policy import forbids_transforming
from sarto.site.dress import coding, is_page
from sarto.workbench.crawl.links import joined, links, origin_of
from sarto.workbench.crawl.page import LARGEST, PAGES, Harvest, Page, Unread

SECONDS: Final = 10.0  # that a page may take
PATIENCE: Final = 300.0  # seconds for all of them
DEEPEST: Final = 10  # links from the first page
HOPS: Final = 5  # redirects in a row
PIECE: Final = 1 << 16
FIELDS: Final = {
    "User-Agent": "sarto-check/1 (bot)",
    "Accept": "text/html",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
REDIRECTS: Final = (301, 302, 303, 307, 308)
OK: Final = 200
XHTML: Final = b"application/xhtml+xml"


class PageError(Exception):
    """Raised for a page that cannot be had; its text says why."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer; `headers` are lower-case."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def field(self, name: bytes) -> bytes:
        return next((value for key, value in self.headers if key == name), b"")


@dataclass(slots=True)
class Crawl:
    """One site while its pages are gathered."""

    url: str
    prefix: str
    step: Callable[[int, int], None]  # told how many pages are done, of how many
    harvest: Harvest = field(default_factory=Harvest)
    ends: float = field(default_factory=lambda: monotonic() + PATIENCE)
    known: set[str] = field(default_factory=set[str])
    waiting: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    def run(self, paths: Iterable[str]) -> Harvest:
        """Gather what can be reached from these paths."""
        done = 0
        self.add(paths, 0)
        while self.waiting and done < PAGES and monotonic() < self.ends:
            path, depth = self.waiting.pop(0)
            self.visit(path, depth)
            done += 1
            self.step(done, done + len(self.waiting))
        if self.waiting:
            text = f"{done} pages were read: there are more, which are not checked"
            self.harvest.unread.append(Unread(file=self.waiting[0][0], reason=text))
        return self.harvest

    def add(self, paths: Iterable[str], depth: int) -> None:
        for path in paths:
            if path not in self.known and depth <= DEEPEST:
                self.known.add(path)
                self.waiting.append((path, depth))

    def visit(self, path: str, depth: int) -> None:
        try:
            path, answer = self.followed(path)
            page = page_of(path, answer)
        except PageError as error:
            file = unquote(path)
            self.harvest.unread.append(Unread(file=file, reason=str(error)))
            return
        if page is not None and all(page.path != p.path for p in self.harvest.pages):
            self.harvest.keep(page)
            here = joined(self.url, path) or self.url
            self.add(links(page, here, self.prefix), depth + 1)

    def followed(self, path: str) -> tuple[str, Answered]:
        """Get a page where it is; a redirect elsewhere leads to no page of the site."""
        for _ in range(HOPS):
            answer = got(self.url, path, self.ends - monotonic())
            if answer.status not in REDIRECTS:
                return path, answer
            target = joined(joined(self.url, path) or "", location(answer)) or ""
            if origin_of(target) != origin_of(self.url):
                return path, Answered(OK, [], b"")
            path = urlsplit(target).path or "/"
            self.known.add(path)
        raise PageError(f"it leads on and on: {HOPS} redirects in a row")


def location(answer: Answered) -> str:
    return answer.field(b"location").decode("latin-1")


def page_of(path: str, answer: Answered) -> Page | None:
    """Read an answer as a page; `None` where it is something else."""
    kind = answer.field(b"content-type").partition(b";")[0].strip().lower()
    if kind == XHTML:
        raise PageError("it is XHTML, which Sarto lets pass untouched")
    if not is_page([pair for pair in answer.headers if pair[0] != b"content-encoding"]):
        return None
    if answer.status != OK:
        raise PageError(f"the site answers {answer.status}")
    if coding(answer.headers):
        raise PageError(f"it comes as {coding(answer.headers)} though not asked for so")
    if forbids_transforming(answer.headers):
        raise PageError("its Cache-Control says no-transform: Sarto lets it pass")
    if len(answer.body) > LARGEST:
        raise PageError(f"it has more than {LARGEST} bytes")
    said = unquote(path)
    return Page(
        file=said,
        path=said,
        body=answer.body,
        content_type=answer.field(b"content-type"),
    )


def got(url: str, path: str, left: float = PATIENCE) -> Answered:
    """Ask for a page once; `left`: seconds for all of them. Raises `PageError`."""
    limit = min(SECONDS, max(left, 0.0))
    ends = monotonic() + limit
    try:
        with closing(connection(url)) as line:
            line.connect()
            with cut(line.sock, limit):
                answer, body = asked(line, path)
    except (OSError, http.client.HTTPException, ValueError) as error:
        host = urlsplit(url).netloc.rpartition("@")[2]  # a password is not repeated
        text = f"it cannot be fetched from {host}: {error or type(error).__name__}"
        raise PageError(slow(limit) if monotonic() >= ends else text) from error
    if monotonic() >= ends:
        raise PageError(slow(limit))
    pairs = [
        (name.lower().encode("latin-1"), value.encode("latin-1", "replace"))
        for name, value in answer.getheaders()
    ]
    return Answered(answer.status, pairs, body)


def asked(
    line: http.client.HTTPConnection, path: str
) -> tuple[http.client.HTTPResponse, bytes]:
    address, body = quote(path, safe="/%:@!$&'()*+,;=~-._"), b""
    line.request("GET", address, headers=FIELDS)
    answer = line.getresponse()
    while len(body) <= LARGEST and (piece := answer.read1(PIECE)):
        body += piece
    return answer, body


def slow(limit: float) -> str:
    return f"it takes more than {limit:.0f} seconds"


@contextmanager
def cut(line: socket.socket, limit: float) -> Generator[None, None, None]:
    """Cut a line when its time is over: a server may send a byte now and then."""

    def end() -> None:
        with suppress(OSError):  # it has ended by itself
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = Timer(limit, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def connection(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            parts.netloc, timeout=SECONDS, context=context
        )
    return http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
