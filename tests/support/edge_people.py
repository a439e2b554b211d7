"""Households before an edge: one browser each, several people, who change their minds.

What is true of them is kept by what they do, never by what a cookie says.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from urllib.parse import unquote

from support.edge_oracle import MACHINES, PLACES, SPOKEN, Visitor
from support.edge_site import KNOWN_ON, PEOPLE, SLOTS
from support.edge_truth import LOOKED_UP, Maybe, Memory
from support.model_browser import Browser
from support.model_http import Answered, Asked

TARGETS = {  # and how often they are asked for
    "/": 6, "/menu/tea": 14, "/menu/coffee": 10, "/menu/gone": 4, "/evening": 8,
    "/offers": 8, "/offers?ref=news1": 3, "/offers?ref=newsletter&x=1": 1,
    "/offers?utm_medium=email": 2, "/offers?x=1": 2, "/level": 9, "/back": 7,
    "/news": 2, "/basket": 1, "/mine": 2, "/spoken": 4, "/club": 4, "/table": 8, "/table?x=1": 1, "/table/": 1, "/account": 3,
    "/plain": 4, "/where": 4, "/nowhere": 1, "/menu/%74ea": 1, "/%6denu/tea": 1,
    "/%61ccount": 1, "/account;x.css": 1, "/account%2fx.css": 1, "/menu/tea?ref=news": 1,
    "/menu//tea": 1, "/LEVEL": 1, "/club/": 1, "/menu/tea.css": 1, "/level?x=canary": 1,
}  # fmt: skip
MORE = {
    "/fan": 7, "/shade": 7, "/fa/tea": 4, "/pl/tea": 2, "/front": 8, "/front/small": 1,
    "/front?x=1": 1, "/fa/nowhere": 1,
}  # fmt: skip
REFERERS: list[tuple[str | None, dict[str, str]]] = [
    *[(None, {})] * 6,
    (None, {"sec-fetch-site": "none"}),
    (None, {"sec-fetch-site": "same-origin"}),
    ("https://www.google.com/search?q=tea", {"sec-fetch-site": "cross-site"}),
    ("https://www.google.com/", {}),
    ("https://bistro.example/menu/tea", {"sec-fetch-site": "same-origin"}),
    ("https://blog.example/canary", {}),
]
RANGES = ["bytes=0-9", "bytes=40-", "bytes=-25", "bytes=0-0", "bytes=90000-", "lines=1"]
AHEAD = {"sec-purpose": "prefetch"}
CHANGES: dict[str, int] = {
    "login": 5, "logout": 4, "speak": 5, "consent": 6, "level": 4, "view": 3,
    "language": 2, "accept": 5, "move": 4, "leave": 2, "count": 3,
}  # fmt: skip


def picked(rng: Random, weights: Mapping[str, int]) -> str:
    return rng.choices([*weights], [*weights.values()])[0]


def is_changed(path: str) -> bool:
    """Whether rules can touch a page: then visits are made of it."""
    is_ruled = path in SLOTS.keys() - {"/plain", "/front/small"}
    return is_ruled or path.startswith(("/menu/", "/fa/"))


@dataclass
class Household:
    """A browser, and who sits before it."""

    rng: Random
    browser: Browser
    who: Visitor
    memories: list[Memory] = field(default_factory=lambda: [Memory()])
    site_says: str | None = None  # the language of the site's own cookie
    we_say: str | None = None  # and of ours
    status: int = 0  # of what they got last
    is_stored: bool = False  # what is remembered: then the same users meet, so none is

    @classmethod
    def of(cls, rng: Random, net: Callable[..., object], clock: Callable[[], float]) -> "Household":  # fmt: skip
        who = Visitor(
            machine=rng.choice([*MACHINES]),
            speaks=rng.choice([*SPOKEN]),
            country=rng.choice([*PLACES]),
            is_dark=rng.random() < 0.4,
        )
        address = f"203.0.113.{rng.randrange(256)}"
        browser = Browser(net, clock, who.headers(), address)
        return cls(rng, browser, who)

    async def change(self) -> None:
        """Do what changes what is true of them."""
        without = {"login": 0, "logout": 0} if self.is_stored else {}
        await getattr(self, picked(self.rng, {**CHANGES, **without}))()

    async def login(self) -> None:
        self.who.session = self.rng.choice([*PEOPLE])
        await self.sent("/login", session=self.who.session)

    async def logout(self) -> None:
        self.who.session = None
        await self.sent("/logout")

    async def speak(self) -> None:
        self.site_says = self.rng.choice(["en", "fa", "pl", "xx"])
        await self.sent("/speak", language=self.site_says)
        self.told()

    async def language(self) -> None:
        self.we_say = self.rng.choice(["en", "fa", "pl", None])
        await self.sent("/_sarto/preferences", language=self.we_say or "")
        self.told()

    def told(self) -> None:
        self.who.told, self.who.chose = self.we_say, self.site_says

    async def consent(self) -> None:
        self.who.consent = self.rng.random() < 0.6
        if not self.who.consent:
            self.memories = [Memory()]
        choice = "all" if self.who.consent else "none"
        await self.sent("/_sarto/consent", choice=choice, next="/level")

    async def level(self) -> None:
        said = self.rng.choice(["expert", "expert", "novice", ""])
        self.who.level = said or "novice"
        await self.sent("/_sarto/preferences", level=said)

    async def view(self) -> None:
        said = self.rng.choice(["simple", "full", ""])
        self.who.view = said or None
        await self.sent("/_sarto/preferences", view=said)

    async def accept(self) -> None:
        """Set the browser to other languages."""
        self.who.speaks = self.rng.choice([*SPOKEN])
        self.who.referer = None
        self.browser.headers = self.who.headers()

    async def move(self) -> None:
        self.who.country = self.rng.choice([*PLACES])
        self.who.referer = None
        self.browser.headers = self.who.headers()

    async def leave(self) -> None:
        """Let all cookies go, but not what is stored."""
        self.browser.jar.clear()
        who = self.who
        self.who = Visitor(who.machine, who.speaks, who.country, is_dark=who.is_dark)
        self.memories, self.site_says, self.we_say = [Memory()], None, None

    async def count(self) -> None:
        """Let a script count them: no page stands on its cookie."""
        self.browser.jar["_ga"] = f"canary.{self.rng.randrange(9)}"

    async def sent(self, target: str, **fields: str) -> None:
        answer = await self.browser.post(target, **fields)
        assert answer.status == 303, (target, fields, answer)

    def referred(self) -> dict[str, str]:
        """Come from somewhere."""
        self.who.referer, more = self.rng.choice(REFERERS)
        came = {} if self.who.referer is None else {"referer": self.who.referer}
        return {**more, **came}

    async def look(
        self, target: str, more: Mapping[str, str], tags: Iterable[str]
    ) -> tuple[Asked, Answered]:
        """Ask for a page, as browsers do or past the store; `tags` are somebody's."""
        rng, straight = self.rng, self.browser.straight
        way, method = rng.random(), "GET"
        more = {**more, **self.referred()}
        if way < 0.10:
            more["if-none-match"] = ", ".join(tags) or '"nobodys"'
        elif way < 0.14:
            more["range"] = rng.choice(RANGES)
            more |= {"if-range": tag} if (tag := next(iter(tags), "")) else {}
        elif way < 0.15:
            more["if-modified-since"] = "Mon, 02 Feb 2026 00:00:00 GMT"
        elif way < 0.17:
            more["authorization"] = "Bearer canary"
        elif way < 0.19:
            more |= AHEAD
        elif way < 0.23:
            method = "HEAD"
        if method == "GET" and way >= 0.23:
            answer = await self.browser.visit(target, more)
        else:
            answer = await straight(target, more, method)
        self.status = answer.status
        return self.browser.asked(target, more, method=method), answer

    def remember(self, asked: Asked, now: float) -> None:
        """Note what a visit is made of.

        Who is signed in may not be noted on a page that the edge fills in.
        """
        path = unquote(asked.path)
        is_seen = asked.method == "GET" and "sec-purpose" not in asked.headers
        if not (self.who.consent and is_seen and is_changed(path)):
            return
        user = self.who.session if path in KNOWN_ON else None
        before = [replace(each) for each in self.memories]
        for memory in self.memories:
            memory.note(now, user)
        if user and path == "/table":
            for memory in before:
                memory.note(now, None)
            self.memories += [each for each in before if each not in self.memories]
        for memory in self.memories:
            if path == "/menu/coffee":
                memory.look(self.late if self.is_stored else 0.0)
            if path == "/teaser":
                memory.teased += self.browser.heard == 200  # by 304 nothing is shown
                memory.most += 1

    @property
    def late(self) -> float:
        """Tell until when a look-up from before may be kept."""
        return LOOKED_UP + getattr(self.browser.clock, "peak", self.browser.clock())

    def backs(self, asked: Asked, now: float) -> list[Maybe]:
        """List what may be said in this request of what is remembered."""
        if not self.who.consent:
            return [(False, False, 0)]
        known = [replace(each) for each in self.memories]
        for each in known:
            each.note(now, None)
        return list({maybe for each in known for maybe in each.maybe(now)})
