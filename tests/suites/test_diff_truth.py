"""`sarto diff` against trying everybody: nothing is missed, and nothing is made up.

Each day a part, by a seed that is printed; SARTO_EDITS=1000 takes the time for all.
"""

import asyncio
import os
import tomllib
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from sarto import Config, ConfigError, Sarto
from sarto.site.compile import compile_site
from sarto.site.site import Site
from sarto.site.visitor import PINS
from sarto.workbench.diff import difference
from sarto.workbench.diff.pairs import Pair
from support.bistro_crowd import Clock, Version, crowd, kept, pages
from support.play import played, scope_of
from support.single_edits import RIGHT, seen
from support.two_versions import Both, compiled, versions
from support.walking import BISTRO, SECRET

SEED = int(os.environ.get("SARTO_SEED", f"{datetime.now(UTC):%Y%m%d}"))
EDITS = int(os.environ.get("SARTO_EDITS", "16"))
PEOPLE = 2000
SERVED = 3  # edits that are served though they are shown: some are really seen
PAIRS = int(os.environ.get("SARTO_VERSIONS", "24"))

pytestmark = pytest.mark.slow


def bistro(text: str) -> Site:
    return compile_site(Config.loads(text, folder=BISTRO))


def test_pairs_are_those_that_trying_everybody_finds(tmp_path: Path) -> None:
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    met = undecided = tried = 0
    for number in range(PAIRS):
        old, new = versions(Random(SEED * 1000 + number))  # noqa: S311 - it can be repeated
        expected = Both(old, new).seen()
        if expected is None:
            continue
        found = difference(compiled(old, tmp_path), compiled(new, tmp_path))
        told = {(p.old.sight.name, p.new.sight.name): p.verdict for p in found.pairs}
        certain = {(p.old.sight.name, p.new.sight.name) for p in found.pairs if p.found}
        assert certain <= expected, (number, certain - expected)
        assert expected <= told.keys(), (number, expected - told.keys())
        tried, met = tried + 1, met + len(expected)
        undecided += len(told.keys() - certain)
    assert tried > PAIRS * 2 // 3
    assert met > PAIRS  # chance found something to differ
    assert undecided <= met // 50


def test_edits_that_somebody_sees_are_shown(tmp_path: Path) -> None:
    print(f"SARTO_SEED={SEED} SARTO_EDITS={EDITS}")  # noqa: T201 - to be repeated by
    text = (BISTRO / "sarto.toml").read_text("utf-8")
    bodies, old, said = pages(tmp_path), bistro(text), tomllib.loads(text)
    people = crowd(Random(SEED), PEOPLE)  # noqa: S311 - it can be repeated
    before = Version(text, bodies).bodies_for(people)
    visible = shown = told = 0
    for each in islice(seen(text, Random(SEED)), EDITS):  # noqa: S311 - the same
        try:
            new = bistro(each.text)
        except ConfigError:
            continue  # nobody is shown anything by that
        found = difference(old, new)
        is_seen = bool(found) and shown >= SERVED  # what is shown needs no oracle
        if not found and tomllib.loads(each.text) == said:
            continue  # the same to the last value: nobody can tell
        is_seen = is_seen or Version(each.text, bodies).bodies_for(people) != before
        assert bool(found) or not is_seen, each
        assert not (found and each.judged == RIGHT), (each, found.pairs, found.settings)
        visible, shown = visible + is_seen, shown + bool(found)
        for pair in found.pairs:
            assert is_true(pair, old, new), (each, pair)
            told += 1
    print(f"{shown} of {EDITS} edits shown by {told} witnesses")  # noqa: T201 - the figures
    assert visible


def is_true(pair: Pair, old: Site, new: Site) -> bool:
    """Serve a witness by both versions; what no pin can say is not tried."""
    found = pair.found
    if not found or found.shown or found.sightings:
        return True
    answers = []
    for site in (old, new):
        page = kept({found.path: bare(old, new)})
        clock = Clock(found.moment)
        app = Sarto(page, config=site.config, secret=SECRET, clock=clock)
        scope = scope_of(found.path) | {PINS: {**found.pins}}
        answers.append(asyncio.run(played(app, scope)).body)
    return answers[0] != answers[1] or pair.is_open


def bare(*sites: Site) -> bytes:
    """Write a page where all places of both stand."""
    slots = dict.fromkeys(slot.name for site in sites for slot in site.slots)
    regions = dict.fromkeys(region.name for site in sites for region in site.regions)
    stands = "".join(f"<p data-sarto={name}>own</p>" for name in slots)
    arranged = (f"<div data-sarto-layout={name}>{stands}</div>" for name in regions)
    return f"<!doctype html>{stands}{''.join(arranged)}".encode()
