"""Where the one upstream is: a whole origin, or a Unix socket."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import urlsplit

from sarto_adapters.sites import SiteError

PORTS = {"http": 80, "https": 443}
NAME = re.compile(r"[a-z0-9._-]+")
UNIX = "unix:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One origin. `host` is as a URL writes it; `socket` a path, or empty."""

    scheme: str
    host: str
    port: int
    socket: str = ""

    @property
    def name(self) -> str:
        """Give the host as it is looked up."""
        return self.host.strip("[]")

    @property
    def authority(self) -> str:
        return (
            self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"
        )

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return UNIX + self.socket if self.socket else self.origin


def address(url: str) -> Address:
    """Read an address; raise `SiteError` for what is no whole site."""
    if not url.isprintable():  # urlsplit overlooks what is not
        raise refused(url)
    if url.startswith(UNIX):
        path = url.removeprefix(UNIX)
        if not path.startswith("/"):
            raise refused(url)
        return Address(scheme="http", host="localhost", port=80, socket=path)
    try:
        parts = urlsplit(url)
        host, port = hosted(parts.hostname or ""), parts.port
    except ValueError:
        raise refused(url) from None
    rest = (parts.path.removeprefix("/"), parts.query, parts.fragment)
    is_plain = not any(rest) and "@" not in parts.netloc
    if parts.scheme not in PORTS or not host or not is_plain or port == 0:
        raise refused(url)
    return Address(scheme=parts.scheme, host=host, port=port or PORTS[parts.scheme])


def hosted(name: str) -> str:
    """Write a host as a request does; raise ValueError for what is none."""
    if ":" in name:
        return f"[{IPv6Address(name).compressed}]"
    ascii_name = name.encode("idna").decode().lower()
    if not NAME.fullmatch(ascii_name):
        raise ValueError(name)
    return ascii_name


def refused(url: str) -> SiteError:
    return SiteError(
        "Not the address of a whole site",
        where=url,
        help="Write http://host:port, with no path, query or password; or unix:/path.",
    )
