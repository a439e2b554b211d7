"""Random sites and visitors: the compiled rules against an evaluator of another hand.

Nothing may differ: neither what is decided, nor what it stands on, nor how long it holds.
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from sarto import Config
from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.site.compile import compile_site
from sarto.site.site import Site
from support import random_sites
from support.oracle import decided
from support.random_sites import Someone, someone

SITES, VISITORS = 600, 6
SEED = int(os.environ.get("SARTO_SEED", "20261122"))
HORIZON = timedelta(days=9)

Case = tuple[Random, dict[str, Any], Site]


class Fragments:
    """A `FragmentSource` of fragments that say their name."""

    def names(self) -> frozenset[str]:
        return frozenset(random_sites.FRAGMENTS)

    def text(self, name: str) -> str:
        return name


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    return list(made(tmp_path_factory.mktemp("site")))


def made(folder: Any) -> Iterator[Case]:
    for number in range(SITES):
        rng = Random(SEED + number)  # noqa: S311 - chance that can be repeated
        text = random_sites.text(random_sites.site(rng))
        site = compile_site(Config.loads(text, folder=folder), fragments=Fragments())
        sources = replace(site.sources, devices=random_sites.Devices())
        yield rng, tomllib.loads(text), replace(site, sources=sources)


def visit_of(site: Site, who: Someone, now: datetime | None = None) -> Visit:
    return Visit(who.scope, site.sources, arrived=now or who.now)


def decisions(case: Case) -> Iterator[tuple[Someone, str, Decision]]:
    rng, file, site = case
    for _ in range(VISITORS):
        who = someone(rng, file["timezone"])
        for place in site.slots:
            yield who, place.name, decide(visit_of(site, who), place)


def outcome(decision: Decision) -> tuple[str | None, str | None]:
    return decision.fragment, decision.audience


@pytest.mark.slow
def test_every_decision_is_the_one_the_plain_reading_gives(cases: list[Case]) -> None:
    seen = set()
    for case in cases:
        for who, slot, decision in decisions(case):
            expected = decided(case[1], slot, who.facts, who.now)
            assert outcome(decision) == expected, (case[1], who)
            seen.add(expected)
    assert len(seen) > 40  # chance covered something


@pytest.mark.slow
def test_a_fact_outside_the_read_set_changes_nothing(cases: list[Case]) -> None:
    changed = 0
    for case in cases:
        rng, file, site = case
        for who, slot, decision in decisions(case):
            place = next(place for place in site.slots if place.name == slot)
            assert place.reads.covers(decision.reads)
            other = differing(rng, file["timezone"], who, decision.reads.facts)
            again = decide(visit_of(site, other), place)
            assert outcome(again) == outcome(decision), (file, who, other)
            changed += other.facts != who.facts
    assert changed > len(cases)


def differing(rng: Random, zone: str, who: Someone, read: frozenset[str]) -> Someone:
    """Make somebody who differs in whatever was not read."""
    origins = {*random_sites.WORDS, "bot", "save_data"} & who.facts.keys()
    kept: dict[str, Any] = {name: who.facts[name] for name in origins if name in read}
    if not {"time", "days", "date", "daypart"}.isdisjoint(read) or "zone" in read:
        kept |= {"now": who.now}
    kept.setdefault("now", who.now)  # windows are no facts
    for derived in (
        "visits",
        "level",
        "days_since_last",
        "daypart",
        "continent",
        "zone",
    ):
        kept.pop(derived, None)
    return someone(rng, zone, **kept)


@pytest.mark.slow
def test_a_decision_holds_until_its_time(cases: list[Case]) -> None:
    ended = 0
    for case in cases:
        rng, _file, site = case
        for who, slot, decision in decisions(case):
            place = next(place for place in site.slots if place.name == slot)
            end = decision.until
            last = min(end or who.now + HORIZON, who.now + HORIZON)
            for part in (rng.random(), rng.random(), 0.999999):
                at = who.now + (last - who.now) * part
                assert outcome(decide(visit_of(site, who, at), place)) == outcome(
                    decision
                )
            if end is not None:
                assert end > who.now
                ended += 1
                assert answers(decision, site, who, end) != answers(
                    decision, site, who, who.now
                )
                before = end - timedelta(microseconds=1)
                assert answers(decision, site, who, before) == answers(
                    decision, site, who, who.now
                )
    assert ended > len(cases)


def answers(decision: Decision, site: Site, who: Someone, at: datetime) -> list[bool]:
    """Ask again, at another moment, each condition that the decision asked."""
    visit = visit_of(site, who, at)
    return [
        leaf.accepts(visit[leaf.condition.fact])
        if hasattr(leaf, "condition")
        else (leaf.start is None or leaf.start <= at)
        and (leaf.until is None or at < leaf.until)
        for leaf, _ in decision.trace.asked.values()
    ]
