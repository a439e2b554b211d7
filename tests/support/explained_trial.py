"""One random site, asked by random visitors: what is explained against what is served."""

import asyncio
import json
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sarto.choices.form import day_of, policy_of, written
from sarto.config.pins import pins
from sarto.decide.decision import Decision
from sarto.site.explained import explained, scope_of
from sarto.site.passes import Asking, Passes
from sarto.site.visitor import PINS
from support import random_sites
from support.explained_sites import SECRET, Served, as_text, explained_as, made
from support.play import Played, played
from support.random_sites import Someone, someone

ALONE = {  # values to be granted one at a time, chosen by another mind
    **{fact: random_sites.WORDS[fact] for fact in ("device", "browser", "os", "language")},
    **{fact: random_sites.WORDS[fact] for fact in ("country", "continent", "level")},
    **{fact: ["true", "false"] for fact in random_sites.FLAGS},
    "daypart": random_sites.WORDS["daypart"],
    "zone": ["Asia/Tokyo", "Europe/Warsaw", "Asia/Kathmandu", "Africa/Cairo"],
    "query.q": ["a", "abc", "x", ""],
    "campaign.source": ["newsletter", "ad", "none"],
    "visits": ["1", "2", "7"],
    "days_since_last": ["2", "5", "9"],
    "time": [f"{hour:02}:30" for hour in range(24)],
    "days": ["mon", "wed", "fri", "sat", "sun"],
    "signals.booked": ["0", "1", "2"],
}  # fmt: skip
CLOCK = {"time", "days", "date", "daypart", "holiday"}
MOVING = ("country=", "zone=")  # with `timezone = "visitor"`


class Clock:
    """Tells the time that a request comes at."""

    now: datetime = random_sites.NOW

    def __call__(self) -> datetime:
        return self.now


class Trial:
    """One random site."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.rng = Random(seed)  # noqa: S311 - chance that can be repeated
        self.clock = Clock()
        self.sarto = made(self.rng, folder, self.clock)
        self.site = self.sarto.current.site
        self.counts: Counter[str] = Counter()
        ends = int((random_sites.NOW + timedelta(days=999)).timestamp())
        self.token = Passes.checked((SECRET,), "").written(Asking(ends))

    def run(self, visitors: int) -> None:
        """Let visitors ask by their real headers, and pinned."""
        for _ in range(visitors):
            who = someone(self.rng, self.site.config.toml.timezone)
            self.clock.now = who.now
            self.by_headers(who)
            self.by_pins(who)

    def by_headers(self, who: Someone) -> None:
        scope = {**who.scope, "headers": [*who.scope["headers"], *self.consent(who)]}
        signed = (b"x-sarto-explain", self.token.encode())
        asking = {**scope, "headers": [*scope["headers"], signed]}
        answer = self.ask(asking)
        assert answer.header("cache-control") == "private, no-store"
        self.compare(json.loads(answer.text), scope, {})

    def by_pins(self, who: Someone) -> None:
        as_ = as_text(self.rng, who)
        pinned = pins(self.site.config.dictionary, as_)
        path = who.facts["path"]
        told = explained(self.site, path, pinned)
        self.compare(told, {**scope_of(path, pinned), "client": None}, pinned)

    def consent(self, who: Someone) -> list[tuple[bytes, bytes]]:
        """Let every other visitor be remembered."""
        if self.rng.random() < 0.5:
            return []
        record = written(policy_of(None), day_of(who.now), ["personalization"])
        return [(b"cookie", f"sarto-consent={record}".encode())]

    def compare(
        self,
        told: Mapping[str, Any],
        scope: Mapping[str, Any],
        pinned: Mapping[str, Any],
    ) -> None:
        served = Served.of(self.ask({**scope, PINS: pinned} if pinned else scope))
        assert served == explained_as(told, scope["path"]), self.case(told, scope)
        self.counts["requests"] += 1
        parts = {
            **told["slots"],
            **{f"layouts.{n}": p for n, p in told["layouts"].items()},
        }
        for name, part in parts.items():
            self.counts["decisions"] += 1
            self.counts["ruled"] += part["rule"] is not None
            for near in part["near"]:
                self.grant(name, near, served, scope, pinned)
            self.try_alone(name, part, served, scope, pinned)

    def grant(
        self, name: str, near: Any, served: Served, scope: Any, pinned: Any
    ) -> None:
        """Serve a near miss, and see that it is what was said, and nothing less."""
        facts = self.pinned(near["would"])
        shown = near["layout" if name.startswith("layouts.") else "fragment"]
        granted = self.served(scope, {**pinned, **facts}, name)
        assert granted[0] == shown, (near, self.case(near, scope))
        assert granted != seen(served, name), (near, self.case(near, scope))
        self.counts["near"] += 1
        self.counts[f"of {len(facts)}"] += 1
        self.counts["windows"] += "window" in near

    def try_alone(
        self, name: str, part: Any, served: Served, scope: Any, pinned: Any
    ) -> None:
        """Grant single facts that another mind chose: who is told of two needs two.

        Where a place takes its clock along, what the clock shows is told by its own facts.
        """
        fewest: dict[str | None, list[str]] = {}
        key = "layout" if name.startswith("layouts.") else "fragment"
        for near in part["near"]:
            facts = list(self.pinned(near["would"]))
            fewest[near[key]] = min(fewest.get(near[key], facts), facts, key=len)
        if not any(len(facts) > 1 for facts in fewest.values()):
            return
        base = self.decided(name, scope, pinned)
        for text in singles():
            decision = self.decided(name, scope, {**pinned, **self.pinned(text)})
            look = decision.fragment, dict(decision.attrs)
            if look == seen(served, name) or not is_above(decision, base):
                continue
            self.counts["singles"] += 1
            facts = fewest.get(decision.fragment, [])
            moves = text.startswith(MOVING) and CLOCK.issuperset(facts)
            assert len(facts) <= 1 or moves, (
                text,
                part["near"],
                self.case(part, scope),
            )

    def decided(self, name: str, scope: Any, pinned: Any) -> Decision:
        visitor = self.site.meet({**scope, PINS: pinned} if pinned else scope)
        region = name.removeprefix("layouts.")
        return visitor.arrange(region) if region != name else visitor.decide(name)

    def pinned(self, text: str) -> dict[str, object]:
        return pins(self.site.config.dictionary, text)

    def served(self, scope: Any, pinned: Any, name: str) -> Any:
        return seen(Served.of(self.ask({**scope, PINS: pinned})), name)

    def ask(self, scope: Mapping[str, Any]) -> Played:
        answer = asyncio.run(played(self.sarto, dict(scope)))
        assert answer.error is None
        assert answer.status == 200
        assert not self.site.failures.counts, self.site.failures.counts
        return answer

    def case(self, *told: Any) -> str:
        return f"{self.site.config.text}\n{self.clock.now}\n{told}"


def is_above(decision: Decision, base: Decision) -> bool:
    """Whether it is by a rule above the one that was shown."""
    for outcome in decision.place.outcomes:
        if outcome is base.outcome or outcome is decision.outcome:
            return outcome is not base.outcome
    return False


def seen(served: Served, name: str) -> Any:
    """Give what a page shows in one place."""
    return (served.layout, {}) if name.startswith("layouts.") else served.slots[name]


def singles() -> Iterator[str]:
    for fact, values in ALONE.items():
        for value in values:
            yield f"{fact}={shlex.quote(str(value))}"
