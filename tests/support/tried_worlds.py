"""Random sites with experiments behind an edge, and random visitors who come and go.

Each arm shows a word of its own, so that whatever was made of one is known by its bytes.
What is given to whom is held against the very site, asked past every cache.
"""

import json
import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sarto import visitor
from support.edge_world import Clock
from support.events import MemoryEvents
from support.invariants import NOON, Front, people
from support.model_browser import Browser
from support.model_http import Answered, Asked
from support.play import html
from support.remembered_site import agreed
from support.shared_site import CONSENT, behind

ARM = re.compile(r"«[a-z]+\.[a-z]+»")
PAGE = '<!doctype html><title>t</title><p data-sarto="hero">own</p><p data-sarto="offer">own</p>'
LASTING = ("Cache-Control", "public, max-age=600")
TAGGED = (LASTING, ("ETag", '"1"'))
AGREED = [agreed(functional=a, analytics=b) for a in (True, False) for b in (True, False)]  # fmt: skip
TARGETS = ("/", "/menu/tea", "/menu/gone", "/swap", "/api", "/told", "/file", "/plain")
WHEN = ("device = 'mobile'", "country = ['IR', 'US']", "language = 'fa'", "eu = true")
SIGNAL = '[signals.booked]\non = "POST /book"\n'


@dataclass
class Told:
    """What a random file says, and the texts that its rules show."""

    rules: str
    texts: dict[str, str]


def told(rng: Random) -> Told:
    """Write a file of experiments, and rules that show them."""
    names = [f"e{letter}" for letter in "abc"[: rng.randrange(1, 4)]]
    arms = {name: ["a", "b", "c"][: rng.randrange(2, 4)] for name in names}
    texts = {f"{n}-{arm}.html": f"«{n}.{arm}»" for n in names for arm in arms[n]}
    texts |= {"one.html": "one", "two.html": "two"}
    parts = [CONSENT, SIGNAL, "[holdouts]\nwinter = 20\n"]
    parts += (experiment(rng, name, arms[name], len(names)) for name in names)
    for slot in ("hero", "offer"):
        pages = rng.choice(['["/*"]', '["/", "/menu/*", "/api", "/file", "/told"]'])
        parts.append(f"[slots.{slot}]\npages = {pages}\n")
        rules = (shown(rng, arms) for _ in range(rng.randrange(1, 4)))
        parts += (f"[[slots.{slot}.show]]\n{rule}" for rule in rules)
    name = rng.choice(names)
    serves = {arm: f"/swap/{name}.{arm}" for arm in arms[name]}
    serves["a"] = "keep"
    swap = f"experiment = '{name}'\nserves = {inline(serves)}\n"
    parts.append(f"[[pages]]\npath = '/swap'\n[[pages.show]]\n{swap}")
    return Told("\n".join(parts), texts)


def experiment(rng: Random, name: str, arms: list[str], beside: int) -> str:
    """Write one experiment; those of a group find room beside one another."""
    weights = {arm: rng.choice([10, 50, 90]) for arm in arms}
    lines = [f"[experiments.{name}]", f"arms = {inline(weights)}", 'goal = "booked"']
    lines.append(f"traffic = {rng.choice([50, 100]) // beside}")
    if rng.random() < 0.5:
        lines.append('group = "front"')
    if rng.random() < 0.5:
        lines.append('holdout = "winter"')
    if rng.random() < 0.3:
        lines.append("until = 2026-06-15T12:20:00Z")
    return "\n".join(lines) + "\n"


def shown(rng: Random, arms: dict[str, list[str]]) -> str:
    """Write a rule: of an experiment, of a class of visitors, or of both."""
    lines = list[str]()
    is_tried = rng.random() < 0.7
    if not is_tried or rng.random() < 0.4:
        lines.append(f"when = {{ {rng.choice(WHEN)} }}")
    if is_tried:
        name = rng.choice([*arms])
        fragments = {arm: f"{name}-{arm}.html" for arm in arms[name]}
        fragments["a"] = rng.choice(["keep", fragments["a"]])
        lines += [f"experiment = '{name}'", f"fragments = {inline(fragments)}"]
    else:
        lines.append(f"fragment = '{rng.choice(['one', 'two'])}.html'")
    return "\n".join(lines) + "\n"


def inline(table: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{k} = {json.dumps(v)}" for k, v in table.items()) + " }"


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer as a site whose every answer may be shared, and whose code knows Sarto."""
    path, made = scope["path"], html(PAGE, headers=TAGGED)
    if path == "/menu/gone":
        made = html(PAGE, headers=TAGGED, status=404)
    elif path.startswith("/swap/"):
        made = html(f"<!doctype html>«{path[6:]}»", headers=TAGGED)
    elif path == "/plain":
        made = html("<!doctype html><title>t</title>", headers=TAGGED)
    elif path == "/api":
        words = {
            name: visitor(scope).decide(name).fragment for name in ("hero", "offer")
        }
        text = " ".join(
            f"«{w[:2]}.{w[3]}»" for w in words.values() if w and w[0] == "e"
        )
        made = html(text, headers=[LASTING, ("content-type", "application/json")])
    elif path == "/told":
        made = html(f"{visitor(scope).facts.device}{PAGE}", headers=TAGGED)
    elif path == "/file":
        sent = ("content-disposition", "attachment")
        made = html(f"{visitor(scope).facts.device}", headers=[*TAGGED, sent])
    await made(scope, receive, send)


@dataclass
class TriedWorld:
    """One random site behind an edge; all that leaves it is looked at."""

    seed: int
    shared: set[str] = field(default_factory=set[str])  # what others may be given
    arms: set[str] = field(default_factory=set[str])
    wrong: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.rng = rng = Random(self.seed)  # noqa: S311 - repeated
        self.clock = Clock(NOON.timestamp())
        said, kind = told(rng), rng.choice(["varnish", "nginx"])
        site = behind(
            said.rules,
            application,
            edge=kind,
            cache=f"bands = {rng.choice(['true', 'false'])}",
            clock=self.clock.utc,
            texts=said.texts,
            events=MemoryEvents(),
        )
        self.front = Front(site.app, self.clock, kind)
        self.bare, self.front.origin = self.front.origin, self.watched
        net = self.front.browser(is_behind=True).net
        self.crowd = [self.front.browser(who) for who in people(rng, 12)]
        for browser in self.crowd:
            browser.net = net
            if rng.random() < 0.6:
                browser.jar["cookieyes-consent"] = rng.choice(AGREED)

    async def watched(self, asked: Asked) -> Answered:
        """Let the site answer, and look at whether others may be given that."""
        answer = await self.bare(asked)
        found = ARM.findall(answer.body.decode("utf-8", "replace"))
        self.arms.update(found)
        if is_shared(answer):
            self.shared.add(asked.target)
            if found:
                self.wrong.append(f"{asked.target} is shared with {found}")
        return answer

    async def visits(self, number: int) -> None:
        for _ in range(number):
            browser, target = self.rng.choice(self.crowd), self.rng.choice(TARGETS)
            self.changes(browser)
            got = await browser.visit(target)
            right = await self.bare(browser.asked(target))
            if got.body != right.body:
                self.wrong.append(f"{target}: {got.body!r}, and not {right.body!r}")
            self.clock.on(self.rng.choice([0, 0, 1, 30, 120]))

    def changes(self, browser: Browser) -> None:
        """Now and then a visitor answers what they allow, or takes it back."""
        if self.rng.random() < 0.3:
            browser.jar["cookieyes-consent"] = self.rng.choice(AGREED)
        elif self.rng.random() < 0.1:
            browser.jar.pop("cookieyes-consent", None)


def is_shared(answer: Answered) -> bool:
    """Whether any cache may give an answer to more than one visitor."""
    control = answer.headers.get("cache-control", "")
    return "cdn-cache-control" in answer.headers or not control.startswith("private")
