"""A foreign site while it is served, and what its three servers answer."""

import gzip
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from support.foreign_pages import Site

TESTS = Path(__file__).parents[1]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = '<b class="you">for you &amp; “you” تو</b>'
RULES = """
[[slots.note.show]]
when = { device = "mobile" }
fragment = "note.html"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: its headers in their order, and its bytes as they came."""

    status: int
    headers: list[tuple[str, str]]
    sent: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def is_html(self) -> bool:
        return (self.header("content-type") or "").startswith("text/html")

    @property
    def body(self) -> bytes:
        if self.header("content-encoding") == "gzip" and self.sent:
            return gzip.decompress(self.sent)
        return self.sent

    @property
    def charset(self) -> str:
        return (self.header("content-type") or "").partition("charset=")[2] or "utf-8"


class Peer:
    """One server, and what it was answered."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.told: dict[object, Answer] = {}

    def once(self, path: str, method: str = "GET", **fields: str) -> Answer:
        """Ask, or recall what the very same request was answered."""
        key = (path, method, *fields.items())
        if key not in self.told:
            self.told[key] = self.ask(path, method, **fields)
        return self.told[key]

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **fields: str
    ) -> Answer:
        headers = {"host": "dishes.example", "user-agent": PHONE}
        headers["accept-encoding"] = "identity"
        headers |= {name.replace("_", "-"): value for name, value in fields.items()}
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            pairs = [(name.lower(), value) for name, value in answer.getheaders()]
            return Answer(status=answer.status, headers=pairs, sent=answer.read())


class Served:
    """A site on three ports: bare; with its slot; with a slot on other pages only."""

    def __init__(self, site: Site, folder: Path, *, is_by_attribute: bool) -> None:
        self.site = site
        self.selector = '[data-sarto="note"]' if is_by_attribute else site.selector
        written(site, folder, is_by_attribute=is_by_attribute)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "support.foreign_run", site.name, str(folder)],
            env={**os.environ, "PYTHONPATH": str(TESTS)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        ports = self.process.stdout.readline().split()
        assert len(ports) == 3, f"{site.name} did not start"
        self.bare, self.cut, self.elsewhere = (Peer(int(port)) for port in ports)

    def close(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)


def written(site: Site, folder: Path, *, is_by_attribute: bool) -> None:
    """Write what the site and Sarto read."""
    (folder / "fragments").mkdir()
    (folder / "fragments" / "note.html").write_text(NEW, "utf-8")
    (folder / "templates").mkdir()
    where = "" if is_by_attribute else f"selector = '{site.selector}'\n"
    slot = f'timezone = "UTC"\n[slots.note]\n{where}'
    (folder / "sarto.toml").write_text(slot + RULES, "utf-8")
    other = 'pages = ["/other-pages"]\n'
    (folder / "elsewhere.toml").write_text(slot + other + RULES, "utf-8")
    if is_by_attribute:
        name, text = site.template
        file = folder / "templates" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
