"""The links of a page that a polite visitor may follow."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from sarto.workbench.crawl.page import Page

LEAVING: Final = re.compile(
    r"(?:log|sign)[-_]?(?:out|off)|delete|remove|unsubscribe|cancel", re.IGNORECASE
)
ENDINGS: Final = re.compile(  # of what is no page
    r"\.(?:avif|css|csv|docx?|gif|gz|ico|jpe?g|js|json|mp[34]|pdf|png|rss|svg|txt"
    r"|webm|webp|woff2?|xlsx?|xml|zip)$",
    re.IGNORECASE,
)
REFUSED: Final = frozenset({"nofollow", "external"})


def links(page: Page, url: str, prefix: str) -> Iterator[str]:
    """List paths of the same origin, each without its query, and once.

    A query may be one of endlessly many on the same page: a calendar, a filter.
    """
    origin, seen = origin_of(url), set[str]()
    for target in targets(page, url):
        path = urlsplit(target).path or "/"
        is_ours = path.startswith(f"{prefix}/")
        if origin_of(target) != origin or is_ours or path in seen:
            continue
        seen.add(path)
        if not (LEAVING.search(path) or ENDINGS.search(path)):
            yield path


def targets(page: Page, url: str) -> Iterator[str]:
    """List where the links of a page lead."""
    for node in page.built.document.walk():
        said = node.attributes
        href = said.get(b"href", "").strip("\t\n\f\r ")
        if node.name == b"base" and href:
            url = joined(url, href) or url
        if node.name not in (b"a", b"area") or not href or b"download" in said:
            continue
        if REFUSED.isdisjoint(said.get(b"rel", "").lower().split()):
            target = joined(url, href)
            if target is not None:
                yield target


def joined(url: str, href: str) -> str | None:
    try:
        return urldefrag(urljoin(url, href)).url
    except ValueError:  # a bracket where a host would be
        return None


def origin_of(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
