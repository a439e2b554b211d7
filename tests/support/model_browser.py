"""A household's browser, as a model: one cookie jar, a private cache, several people.

They sign in and out, change their minds about consent, switch languages. The browser
asks by the tags of its store; now and then it asks for a part, with the tag of somebody
else's page, or pretends to be an edge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from support.model_cache import Cache
from support.model_http import Answered, Asked, Origin, Time

HOST = "bistro.example"
SPOOFS = {
    "x-sarto-edge": "a-token-nobody-gave",
    "x-sarto-version": "spoofed",
    "x-sarto-pass": "0",
    "x-sarto-own": "none",
    "x-sarto-noted": "0",
    "x-sarto-fill": "esi",
    "x-sarto-vary": "Spoofed",
    "x-sarto-tags": "spoofed",
}
SAME_ORIGIN = {"sec-fetch-site": "same-origin", "origin": f"https://{HOST}"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def spoofs(rng: Random, headers: Mapping[str, str]) -> dict[str, str]:
    """Write headers that only an edge may send: its own, and some of its keys."""
    keys = {f"x-sarto-{name}": rng.choice(["spoofed", ""]) for name in headers}
    some = rng.sample([*SPOOFS.items(), *keys.items()], 4)
    return dict(some)


@dataclass
class Browser:
    """Asks `net`, as a browser does, with the headers of its machine and its cookies."""

    net: Origin
    clock: Time
    headers: dict[str, str]
    address: str = "203.0.113.7"
    jar: dict[str, str] = field(default_factory=dict[str, str])
    heard: int = 0  # the status that came last from the net; 0: none was asked for

    def __post_init__(self) -> None:
        self.cache = Cache(self.network, self.clock, is_shared=False, most=40)

    def asked(self, target: str, more: Mapping[str, str] = {}, **rest: Any) -> Asked:
        headers = {"host": HOST, **self.headers, **more}
        if self.jar:
            headers["cookie"] = "; ".join(f"{k}={v}" for k, v in self.jar.items())
        return Asked(target, headers, address=self.address, **rest)

    async def network(self, asked: Asked) -> Answered:
        """Ask past the store; cookies are kept as they come."""
        answer = await self.net(asked)
        self.heard = answer.status
        for cookie in answer.cookies:
            self.take(cookie)
        return answer

    def take(self, cookie: str) -> None:
        pair, _, attributes = cookie.partition(";")
        name, _, value = pair.partition("=")
        if "max-age=0" in attributes.lower().replace(" ", ""):
            self.jar.pop(name, None)
        else:
            self.jar[name] = value

    async def visit(self, target: str, more: Mapping[str, str] = {}) -> Answered:
        """Look at a page: from the store, if it is fresh or the origin says so."""
        self.heard = 0
        return await self.cache.ask(self.asked(target, more))

    async def straight(
        self, target: str, more: Mapping[str, str] = {}, method: str = "GET"
    ) -> Answered:
        """Ask past the store, as scripts and tools do."""
        return await self.network(self.asked(target, more, method=method))

    async def post(self, target: str, **fields: str) -> Answered:
        """Send a form of the site's own."""
        body = urlencode(fields).encode()
        length = {"content-length": str(len(body))}
        more = {**SAME_ORIGIN, **FORM, **length}
        asked = self.asked(target, more, method="POST", body=body)
        return await self.cache.ask(asked)
