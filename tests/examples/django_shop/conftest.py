"""The shop as its README starts it, and somebody who walks through it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

SHOP = Path(__file__).parents[3] / "examples" / "django_shop"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)
DESKTOP = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
VERSION = re.compile(r'name="v" value="(\w+)"')


@pytest.fixture(scope="session")
def shop(tmp_path_factory) -> Iterator[str]:
    """Run the one command of the README; give the shop's address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = {**os.environ, "SHOP_DATABASE": str(tmp_path_factory.mktemp("shop") / "s.db")}
    words = [sys.executable, SHOP / "manage.py", "serve", "--port", str(port)]
    process = subprocess.Popen(
        words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.TransportError):
            httpx.get(address)
            break
        time.sleep(0.1)
    yield address
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) in (0, -signal.SIGTERM)


@dataclass
class Guest:
    """A browser without JavaScript, and the page it has open."""

    client: httpx.Client
    page: httpx.Response | None = field(default=None)

    def goes(self, path: str) -> str:
        self.page = self.client.get(path)
        return self.page.text

    def sends(self, path: str, **said: str) -> str:
        """Send a form of the page that is open."""
        token = TOKEN.search(self.page.text)
        self.page = self.client.post(
            path, data={"csrfmiddlewaretoken": token[1], **said}
        )
        return self.page.text

    def answers(self, choice: str) -> None:
        said = {"choice": choice, "next": "/", "v": VERSION.search(self.goes("/"))[1]}
        same = {"sec-fetch-site": "same-origin"}
        assert self.client.post("/_sarto/consent", data=said, headers=same).is_success

    def orders(self, where: str = "/shelf/herbs/mint/") -> str:
        self.goes(where)
        self.sends(f"/basket/put/{where.split('/')[3]}/")
        return self.sends("/basket/order/")


@pytest.fixture
def guest(shop):
    """Make somebody: on a phone, if that is said."""
    opened = []

    def made(*, agent: str = DESKTOP) -> Guest:
        client = httpx.Client(
            base_url=shop, headers={"user-agent": agent}, follow_redirects=True
        )
        opened.append(client)
        return Guest(client)

    yield made
    for client in opened:
        client.close()
