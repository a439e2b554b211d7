"""What every suite may ask for."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from threading import Event
from typing import Any

import pytest

from support.redis_server import RedisServer

REDIS = which("redis-server") or which("redis-server", path="/usr/bin:/usr/sbin")
CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep coverage to tests with names: chance covers now this, now that, and slowly."""
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker("no_cover")


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a `sarto.toml` and its fragments; give the file's path."""

    def write(config: str, **fragments: str) -> Path:
        for name, text in fragments.items():
            file = tmp_path / "fragments" / (name.replace("__", "/") + ".html")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        path = tmp_path / "sarto.toml"
        path.write_text(config, "utf-8")
        return path

    return write


@pytest.fixture
def gate() -> Iterator[Event]:
    """Holds threads until the test is over."""
    opened = Event()
    yield opened
    opened.set()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of this test's own, started; where there is none it is skipped."""
    if REDIS is None:
        if os.environ.get("SARTO_NEEDS_REDIS"):
            pytest.fail("redis-server is not installed, and this run needs it")
        pytest.skip("no redis-server here: the suites with Redis are skipped")
    server = RedisServer(REDIS, tmp_path)
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium; where there is none the suites that need it are skipped.

    Of a module, not of the session: its loop runs in this thread as long as it lives.
    """
    if CHROMIUM is None:
        if os.environ.get("SARTO_NEEDS_BROWSER"):
            pytest.fail("Chromium is not installed, and this run needs it")
        pytest.skip("no Chromium here: the browser suites are skipped")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
