"""Nothing that says who somebody is gets into the events: all of the files are searched.

Six hundred words are planted wherever a visitor may bring one: ids, cookies, addresses,
a User-Agent, names of users, traits, paths and what is asked for there. They are looked
for in each file that is left, as they are and in the ways they may be written.
"""

import asyncio
import base64
import hashlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sarto import visitor
from support.measured_site import BOTH, CONSENT, TOLD, Guest, opened, settled
from support.remembered_site import CHROME, HEAD, HTML, PROFILE

PEOPLE = 60
SITED = HEAD + '[location]\nheaders = ["cf-ipcountry"]\ntrusted_proxies = ["0.0.0.0/0"]\n'  # fmt: skip


class Planted:
    """The words of one person: ten of them."""

    def __init__(self, number: int) -> None:
        self.number = number
        names = (
            "agent",
            "cookie",
            "user",
            "trait",
            "query",
            "referrer",
            "path",
            "body",
        )
        self.words = {each: f"{each}-canary-{number:03d}-xyzzy" for each in names}
        self.address = f"10.{number}.77.{200 - number}"
        self.consent = f"consentcanary{number:03d}"

    @property
    def all(self) -> list[str]:
        return [*self.words.values(), self.address, self.consent]


async def shop(scope: Any, receive: Any, send: Any) -> None:
    """Tell Sarto of whoever is asking all that a careless site could tell."""
    planted, who = scope["planted"], visitor(scope)
    if planted.number % 2:
        words = planted.words
        who.identify(words["user"], tier=words["trait"])
    who.signal("paid", 12.5)
    status = 303 if scope["method"] == "POST" else 200
    await send({"type": "http.response.start", "status": status, "headers": [HTML]})
    body = b'<i data-sarto="hero">own</i><i data-sarto="aside">own</i>'
    await send({"type": "http.response.body", "body": body})


async def visit(app: Any, planted: Planted) -> str:
    """Come twice, book, and give the cookie that one got."""
    words = planted.words
    guest = Guest(app)
    browser = guest.browser
    browser.jar[CONSENT] = BOTH.replace("aGVsbG8", planted.consent)
    browser.jar["session"] = words["cookie"]

    async def through(scope: Any, receive: Any, send: Any) -> None:
        more = {"planted": planted, "client": (planted.address, 1234)}
        await app({**scope, **more}, receive, send)

    browser.app = through
    agent = f"{CHROME} {words['agent']}"
    headers = [
        ("referer", f"https://else.example/{words['referrer']}"),
        ("x-forwarded-for", planted.address),
        ("cf-ipcountry", "PL"),
    ]
    ways = [("GET", "/"), ("GET", f"/menu/{words['path']}"), ("POST", "/book")]
    for method, path in ways:
        await browser.ask(
            path,
            method=method,
            query=f"utm_campaign={words['query']}&id={words['query']}",
            headers=headers,
            agent=agent,
            body=words["body"].encode(),
        )
    return browser.jar[PROFILE]


def spelt(word: str) -> Iterator[bytes]:
    """Give a word in the ways it may be written; a hash without a key is one, too."""
    data = word.encode()
    yield data
    yield data.upper()
    yield data[::-1]
    yield data.hex().encode()
    yield base64.b64encode(data)[: len(data)]
    for hashing in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        yield hashing(data).digest()
        yield hashing(data).hexdigest().encode()
    yield hashlib.blake2b(data, digest_size=16).digest()


@pytest.mark.parametrize("way", ["cookie", "sqlite"])
def test_six_hundred_words_are_in_no_file_of_events_and_in_no_log(
    tmp_path, way, caplog
):
    caplog.set_level(logging.DEBUG, "sarto")
    given = {"profiles": f"sqlite:///{tmp_path}/p.db"} if way == "sqlite" else {}
    app = opened(tmp_path, None, toml=SITED + TOLD, **given)
    app.app = shop
    people = [Planted(number) for number in range(PEOPLE)]
    with asyncio.Runner() as runner:
        tokens = [runner.run(visit(app, each)) for each in people]
    settled(app)
    recorder = app.current.site.measuring.recorder
    assert recorder.ledger.stored > 4 * PEOPLE
    time.sleep(0)
    files = [*(tmp_path / ".sarto").iterdir()]
    assert {each.name for each in files} >= {"events.db", "events.db-wal"}
    held = b"".join(each.read_bytes() for each in files) + caplog.text.encode()
    words = [word for each in people for word in each.all]
    assert len(words) == 10 * PEOPLE
    found = [word for word in words for form in spelt(word) if form in held]
    assert found == []
    assert not [token for token in tokens if token.encode() in held]
    assert not [token for token in tokens if token.split(".")[0].encode() in held]
    recorder.close()


def test_the_search_finds_what_is_there(tmp_path):
    """Else it would prove nothing."""
    planted = Planted(7)
    for word in planted.all:
        for form in spelt(word):
            assert form in b"before" + form + b"after"
    names = Path(tmp_path) / "x"
    names.write_bytes(b"\0".join(form for form in spelt(planted.address)))
    assert planted.address.encode() in names.read_bytes()
