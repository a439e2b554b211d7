"""Random configs: what is proven of their rules, against trying everybody there is.

`SARTO_SEED` begins another series; `SARTO_CONFIGS=2000` is the closing figure.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from sarto import Config
from sarto.site.compile import compile_site
from sarto.site.site import Site
from sarto.workbench.reasoning import Reasoner, reasoned
from support import reasoned_sites
from support.reasoned_oracle import Oracle

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
EVERYDAY, MANY = 12, int(os.environ.get("SARTO_CONFIGS", "60"))
LARGEST = 60_000  # people whom the oracle tries for one config
NOW = datetime(2026, 2, 1, tzinfo=UTC)  # before all that a config speaks of
NOBODY = ("SARTO031", "SARTO032", "SARTO036")

Case = tuple[int, Site, Oracle]


def cases(first: int, count: int, folder: Any) -> Iterator[Case]:
    """Make configs of seeds in a row; leave out those of too many people."""
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    for seed in range(SEED + first, SEED + first + count):
        text = reasoned_sites.text(reasoned_sites.site(Random(seed)))  # noqa: S311 - chance that can be repeated
        oracle = Oracle(tomllib.loads(text))
        if oracle.size() <= LARGEST:
            config = Config.loads(text, folder=folder)
            yield seed, compile_site(config, clock=lambda: NOW), oracle


def compared(found: Iterator[Case]) -> Counter[tuple[str, bool]]:
    """Compare every verdict with the oracle's; a wrong one fails at once."""
    verdicts: Counter[tuple[str, bool]] = Counter()
    for seed, site, oracle in found:
        matched, reached = oracle.verdicts()
        reasoner, above = Reasoner.of(site), []
        for way, is_matched, is_reached in zip(
            site.slots[0].outcomes, matched, reached, strict=True
        ):
            for fails, is_so in (((), is_matched), (above, is_reached)):
                verdict = reasoner.find([way.node], fails).verdict
                assert verdict in ("undecided", "yes" if is_so else "no"), seed
                verdicts[verdict, is_so] += 1
            above.append(way.node)
        told(seed, site, oracle, reached)
    return verdicts


def told(seed: int, site: Site, oracle: Oracle, reached: list[bool]) -> None:
    """Hold the findings against it: who is not reached is told of, and nobody else."""
    report = reasoned(site)
    if any(each.code == "SARTO037" for each in report):
        return
    whole = (each for each in report if "the arm '" not in each.message)
    places = {(each.line, each.column) for each in whole if each.code in NOBODY}
    at, near = 0, site.config.places.nearest
    for index, show in enumerate(oracle.shows):
        to = show.get("to", [None])
        names = [to] if isinstance(to, str) else to
        path = ("slots", "hero", "show", index)
        is_told = not {near(path)[:2], near((*path, "when"))[:2]}.isdisjoint(places)
        by_audience = all(name and is_dead(site, name) for name in names)
        ways = len(names) * len(oracle.arms(show))
        is_reached = any(reached[at : at + ways])
        assert is_reached is not (is_told or by_audience), (seed, index)
        at += ways


def is_dead(site: Site, name: str) -> bool:
    holds = next(
        target.holds
        for rule in site.slots[0].rules
        for target in rule.targets
        if target.name == name
    )
    return Reasoner.of(site).find([holds]).verdict == "no"


def is_mostly_decided(verdicts: Counter[tuple[str, bool]]) -> bool:
    undecided = sum(n for (verdict, _), n in verdicts.items() if verdict == "undecided")
    print(dict(verdicts))  # noqa: T201 - what was compared
    return undecided <= verdicts.total() / 100


@pytest.mark.slow
def test_no_verdict_is_wrong_and_few_are_undecided(tmp_path: Any) -> None:
    count = MANY * 11 // 10  # some are left out for their size
    verdicts = compared(cases(EVERYDAY, count, tmp_path))
    assert is_mostly_decided(verdicts)
    assert min(verdicts["yes", True], verdicts["no", False]) > MANY


def test_no_verdict_is_wrong(tmp_path: Any) -> None:
    verdicts = compared(cases(0, EVERYDAY, tmp_path))
    assert is_mostly_decided(verdicts)
    assert min(verdicts["yes", True], verdicts["no", False]) > EVERYDAY
