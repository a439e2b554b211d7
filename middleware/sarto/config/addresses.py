"""Networks, origins, URLs, headers, cookies, folders: each must look like one."""

import re
from collections.abc import Iterator
from ipaddress import ip_network
from typing import TypeAlias

from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.vocabulary.reading import shown

Fault: TypeAlias = tuple[KeyPath, str, str]  # where, what, what to do

HOST = r"[^/\s?#@:\[\]*A-Z]+|\[[0-9a-f:.]+\]"  # as a browser writes it (RFC 6454, 6.2)
ORIGIN = re.compile(rf"https?://(?:{HOST})(?::[0-9]{{1,5}})?")
PREFIX = re.compile(r"(/(?!\.\.?(?:/|$))[\w.~-]+)+", re.ASCII)
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+")


def addresses(toml: SartoToml) -> Iterator[Fault]:
    """List what does not look like what it should be."""
    yield from networks(toml)
    for index, origin in enumerate(toml.origins):
        if not ORIGIN.fullmatch(origin):
            what = f"{shown(origin)} is not an origin"
            yield ("origins", index), what, 'write it like "https://bistro.example"'
    if not PREFIX.fullmatch(toml.prefix):
        what = f"{shown(toml.prefix)} is not a prefix"
        yield ("prefix",), what, 'write it like "/_sarto"'
    if toml.events and not URL.fullmatch(toml.events.url):
        what = f"{shown(toml.events.url)} is not a URL"
        hint = 'write it like "sqlite:///.sarto/events.db"'
        yield ("events", "url"), what, hint
    yield from tokens(toml)
    yield from files(toml)


def networks(toml: SartoToml) -> Iterator[Fault]:
    for index, network in enumerate(toml.location.trusted_proxies):
        if not is_network(network):
            path = ("location", "trusted_proxies", index)
            yield path, f"{shown(network)} is not a network", "write it like 10.0.0.0/8"


def is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def tokens(toml: SartoToml) -> Iterator[Fault]:
    """List names of headers and cookies that no request can have."""
    for index, name in enumerate(toml.location.headers):
        if not TOKEN.fullmatch(name):
            what = f"{shown(name)} is not a header's name"
            yield ("location", "headers", index), what, 'write it like "cf-ipcountry"'
    cookie = toml.language.cookie
    if cookie is not None and not TOKEN.fullmatch(cookie):
        what = f"{shown(cookie)} is not a cookie's name"
        yield ("language", "cookie"), what, 'write it like "lang"'


def files(toml: SartoToml) -> Iterator[Fault]:
    """List files and folders that no disk can have."""
    given = {
        ("folders", "fragments"): toml.folders.fragments,
        ("folders", "layouts"): toml.folders.layouts,
        ("location", "database"): toml.location.database,
    }
    for path, name in given.items():
        if name is not None and (not name.strip() or "\0" in name):
            yield path, f"{shown(name)} names nothing on a disk", "write its name"
