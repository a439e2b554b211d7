"""Asks a running site over HTTP, as browsers do, and reads what comes.

A fresh connection for each question: nothing that an answer leaves behind tells of the
next one.
"""

import http.client
import re
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self, TypeAlias
from urllib.parse import urlsplit

Fields: TypeAlias = tuple[tuple[str, str], ...]

SECONDS: Final = 15.0  # that an answer may take
MOST: Final = 8 * 1024 * 1024  # bytes of an answer that are looked at
HIT: Final = re.compile(r"\bhit\b", re.IGNORECASE)
STATUS: Final = ("cache-status", "x-cache", "cf-cache-status", "x-cache-status")
TWO: Final = 2  # transactions of Varnish's: the one now, and that of the copy


class UnreachableError(Exception):
    """Raised where nothing answers at an address."""


@dataclass(frozen=True, slots=True)
class Got:
    """One answer."""

    status: int
    fields: Fields
    body: bytes

    def __getitem__(self, name: str) -> str:
        """Join all lines of a header; empty where there is none."""
        return ", ".join(value for key, value in self.fields if key == name)

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(key for key, _ in self.fields)

    def members(self, name: str) -> frozenset[str]:
        """Split a header at its commas, in lower case."""
        return frozenset(filter(None, map(str.strip, self[name].lower().split(","))))

    @property
    def directives(self) -> dict[str, str]:
        """Read `Cache-Control`."""
        parts = (each.partition("=") for each in self.members("cache-control"))
        return {name.strip(): value.strip(' "') for name, _, value in parts}

    @property
    def age(self) -> int:
        """For how many seconds a cache says it has kept it."""
        said = self["age"].partition(",")[0].strip()
        return int(said) if said.isdecimal() and said.isascii() else 0

    @property
    def is_kept(self) -> bool:
        """Whether some cache says that it had it."""
        told = any(HIT.search(self[name]) for name in STATUS)
        return told or self.age > 0 or len(self["x-varnish"].split()) == TWO


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a site is asked."""

    scheme: str
    authority: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Read an address; raises `ValueError` for what is none of a site's."""
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and parts.hostname
        if not is_plain or parts.path not in ("", "/") or parts.query or parts.username:
            raise ValueError(f'{url} is no site: write "https://site.example"')
        _ = parts.port  # it may be no number
        return cls(parts.scheme, parts.netloc)

    def ask(
        self, target: str, fields: Iterable[tuple[str, str]] = (), method: str = "GET"
    ) -> Got:
        """Ask once; raises `UnreachableError`."""
        line = self.connection()
        try:
            line.putrequest(method, target, skip_accept_encoding=True)
            for name, value in fields:
                line.putheader(name, value)
            if method == "POST":
                line.putheader("Content-Length", "0")
            line.endheaders()
            answer = line.getresponse()
            body = answer.read(MOST)
        except (OSError, http.client.HTTPException, ValueError) as error:
            where = f"{self.scheme}://{self.authority}{target}"
            text = f"{where} cannot be asked: {error or type(error).__name__}"
            raise UnreachableError(text) from error
        finally:
            line.close()
        found = tuple((name.lower(), value) for name, value in answer.getheaders())
        return Got(answer.status, found, body)

    def connection(self) -> http.client.HTTPConnection:
        if self.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(
                self.authority, timeout=SECONDS, context=context
            )
        return http.client.HTTPConnection(self.authority, timeout=SECONDS)
