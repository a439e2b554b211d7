"""Everybody who may come to a site, as far as its file tells them apart.

Of each part of a person, those who answer all the file's conditions alike are the same.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from itertools import product
from typing import Any

from support import reasoned_people as people
from support.oracle import is_open
from support.reasoned_file import File, Leaf, Vector
from support.reasoned_people import Standing
from support.reasoned_texts import links, texts

NAMES = {"1d": timedelta(days=1), "7d": timedelta(days=7)}


class Crowd(File):
    """The people of one file."""

    def distinct(self, parts: Iterable[dict[str, Any]]) -> list[Vector]:
        asked = {leaf[0] for leaf in self.said}
        met: dict[Any, Vector] = {}
        for facts in parts:
            kept = {name: value for name, value in facts.items() if name in asked}
            if (key := repr(kept)) not in met:  # 1 is not True
                met[key] = self.vector(kept)
        return list(dict.fromkeys(met.values())) or [frozenset()]

    def histories(self, standing: Standing) -> list[Vector]:
        leaves = [leaf for leaf in self.said if leaf[0].startswith("signals.")]
        if not leaves:
            return [frozenset()]
        done = people.histories() if standing.is_remembered else ((),)
        found: dict[Vector, None] = {}
        for each in done:
            for value in people.VALUES:
                held = (leaf for leaf in leaves if self.is_counted(leaf, each, value))
                found[frozenset(held)] = None
        return list(found)

    def is_counted(self, leaf: Leaf, done: Any, last: float | None) -> bool:
        fact, _, within, since = leaf
        name = fact.split(".")[1]
        count = people.counted(done, name, NAMES.get(within or ""), since)
        if fact.endswith(".value"):
            return self.holds(leaf, last if count else None)
        return self.holds(leaf, count)

    def moments(self) -> list[Vector]:
        """List where and when: each place, with its clocks at every half hour."""
        facts = {leaf[0] for leaf in self.said}
        times = [n for n, s in enumerate(self.shows) if "from" in s or "until" in s]
        is_timed = bool(times) or not facts.isdisjoint(
            ("time", "date", "days", "daypart")
        )
        fixed = None if self.file["timezone"] == "visitor" else self.file["timezone"]
        opened = self.opened(times) if times else [frozenset()] * people.STEPS
        zones: dict[Any, dict[Vector, None]] = {}
        found: dict[Vector, None] = {}
        for where, own in people.places():
            here = self.vector(where)
            if not is_timed:
                found[here] = None
                continue
            for zone in {
                people.offsets(z): z for z in ([fixed] if fixed else own)
            }.values():
                key = people.offsets(zone)
                if key not in zones:
                    faces = people.clocks(zone)
                    seen = zip(
                        map(self.faced, map(id, faces), faces), opened, strict=True
                    )
                    zones[key] = {a | b: None for a, b in seen}
                for then in zones[key]:
                    found[here | then] = None
        return list(found)

    def faced(self, key: int, face: dict[str, Any]) -> Vector:
        known = self.__dict__.setdefault("_faces", {})
        if key not in known:
            known[key] = self.vector(face)
        return known[key]

    def opened(self, rules: list[int]) -> list[Vector]:
        zone = self.file["site_timezone"]
        return [
            frozenset(
                ("open", n)
                for n in rules
                if is_open(
                    self.shows[n],
                    (people.START + people.STEP * at).astimezone(UTC),
                    zone,
                )
            )
            for at in range(people.STEPS)
        ]

    def caps(self, standing: Standing) -> list[Vector]:
        """A rule with a cap may be shown still, or no more; to bots it always may."""
        capped = [n for n, show in enumerate(self.shows) if "cap" in show]
        if not (self.asks and "personalization" in standing.granted):
            return [frozenset()]
        all_ = frozenset(("cap", n) for n in capped)
        if standing.bot is True:
            return [all_]
        ways = product((True, False), repeat=len(capped))
        return [
            frozenset(("cap", n) for n, yes in zip(capped, w, strict=True) if yes)
            for w in ways
        ]

    def parts(self, standing: Standing) -> list[list[Vector]]:
        stood = {
            "consent": standing.granted,
            "undecided": standing.is_open,
            "bot": standing.bot,
        }
        asked = {leaf[0] for leaf in self.said}
        lists: list[list[Vector]] = [
            [self.vector(stood) | ({"kept"} if standing.is_remembered else set())],
            self.distinct(
                {"device": d} for d in (None, "mobile", "tablet", "desktop", "tv")
            ),
            self.distinct({"save_data": d} for d in (True, False)),
            self.distinct({"preference.view": d} for d in (None, "simple", "full")),
            self.distinct(people.visits(standing)),
            self.distinct(people.levels(standing)),
            self.distinct(people.languages(standing)),
            self.distinct(people.interests(standing)),
            self.distinct(people.arms(standing)),
            self.histories(standing),
            self.caps(standing),
            self.now(),
        ]
        if any(name.startswith("traits") or name == "signed_in" for name in asked):
            lists.append(self.distinct(identities()))
        if "path" in asked:
            lists.append(self.distinct({"path": t} for t in texts("/abc", 6, "/")))
        if "query.q" in asked:
            q = (None, *texts("/abc", 4))
            lists.append(self.distinct({"query.q": each} for each in q))
        if not asked.isdisjoint(
            ("campaign.medium", "campaign.source", "channel", "query.utm_medium")
        ):
            lists.append(self.distinct(links()))
        return lists

    def now(self) -> list[Vector]:
        if not hasattr(self, "_now"):
            self._now = self.moments()
        return self._now

    def everybody(self) -> Iterator[Vector]:
        met: set[Vector] = set()
        for standing in people.standings(self.asks):
            for parts in product(*self.parts(standing)):
                who = frozenset().union(*parts)
                if who not in met:
                    met.add(who)
                    yield who

    def size(self) -> int:
        total = 0
        for standing in people.standings(self.asks):
            ways = 1
            for each in self.parts(standing):
                ways *= len(each)
            total += ways
        return total


def identities() -> Iterator[dict[str, Any]]:
    yield {"signed_in": False, "traits.tier": None, "traits.age": None}
    tiers = (None, "gold", "tin", "iron", 1, 3, 5, True, False)
    for tier, age in product(tiers, (None, "old", 10, 20, 40)):
        yield {"signed_in": True, "traits.tier": tier, "traits.age": age}
