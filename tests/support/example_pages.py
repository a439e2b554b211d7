"""Every page of the examples, as the plain site sends it, in each of its languages."""

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest

from support.play import Application, Played, played, scope_of

EXAMPLES = Path(__file__).parents[2] / "examples"
SITES = {  # by folder: the application, which Sarto leaves alone when switched off
    "behind_varnish": "app:app",
    "bistro": "bistro:site",
    "fastapi_blog": "app:app",
    "many_machines": "app:app",
}
FOLDERS = {"static_docs": "site"}  # and these are folders of pages
ELSEWHERE = {
    "django_shop"
}  # Django is set up once a process: its own tests ask a server
LANGUAGES = ("en", "fa", "ar", "pl")
LINK = re.compile(r'href="(/[^"#]*)')


def pages(ledger: Path) -> dict[str, bytes]:
    """Follow the links of each site from its home page; give each page by its name."""
    found = {}
    for folder in SITES:
        with plain_site(folder, ledger) as site:
            for language in LANGUAGES:
                for path, body in asyncio.run(linked(site, language)):
                    found[f"{folder} {language} {path}"] = body
    for folder, root in FOLDERS.items():
        for page in sorted((EXAMPLES / folder / root).rglob("*.html")):
            name = page.relative_to(EXAMPLES / folder)
            found[f"{folder} {name}"] = page.read_bytes()
    return found


@contextmanager
def plain_site(folder: str, ledger: Path) -> Iterator[Application]:
    """Import a site as its author runs it, and forget it."""
    module, _, name = SITES[folder].partition(":")
    before = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BISTRO_DB", str(ledger))
        patch.setenv("SARTO_OFF", "1")
        patch.setenv("SARTO_SECRET", "some ask for it even so")
        patch.syspath_prepend(str(EXAMPLES / folder))
        yield getattr(import_module(module), name)
    for each in set(sys.modules) - before:
        if str(EXAMPLES) in str(getattr(sys.modules[each], "__file__", "")):
            del sys.modules[each]


async def linked(site: Application, language: str) -> list[tuple[str, bytes]]:
    """List the pages that can be reached by links in one language."""
    found, seen, waiting = [], {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        scope = scope_of(path, headers=[("Accept-Language", language)])
        answer = await played(site, scope)
        if is_page(answer):
            found.append((path, answer.body))
            links = {unescape(link) for link in LINK.findall(answer.text)} - seen
            seen |= links
            waiting += sorted(links)
    return found


def is_page(answer: Played) -> bool:
    assert answer.error is None
    return (answer.header("content-type") or "").startswith("text/html")
