"""A month of a site with three experiments and two places, as its events are stored."""

import json
import random
from collections.abc import Iterator
from typing import Any

from sarto.vocabulary.measured import Event, Exposure, Happened, Ledger

TOML = """languages = ["{language}"]
site_timezone = "UTC"
[consent]
source = "form"
map = {{ personalization = "visits", analytics = "trials" }}
[signals.booked]
on = "POST /book"
[signals.left]
on = "GET /left"
[slots.hero]
show = [
  {{ experiment = "hero-photo", fragments = {{ control = "keep", photo = "photo.html" }} }},
]
[slots.words]
show = [{{ experiment = "menu-words", fragments = {{ "off.short" = "photo.html" }} }}]
[slots.offer]
show = [{{ experiment = "offers", fragments = {{ none = "keep", coupon = "photo.html" }} }}]
[experiments.hero-photo]
why = "does a photo of the house sell more tables?"
owner = "web team"
arms = {{ control = 50, photo = 50 }}
goal = "booked"
guardrails = ["left"]
[experiments.menu-words]
factors = {{ picture = ["off", "on"], words = ["short", "long"] }}
goal = "booked"
[experiments.offers]
arms = {{ none = 50, coupon = 50, letter = 50 }}
goal = "booked"
allocate = "bandit"
[console]
"""
FRAGMENTS = {"photo.html": "<p>Photo</p>"}
DAY = 86_400
BEGIN = 20_400 * DAY  # a midnight, UTC
SEED = 20_261_122
RATES = {"control": 0.10, "photo": 0.145, "none": 0.10, "coupon": 0.14, "letter": 0.08}
FACTORS = {"off.short": 0.10, "off.long": 0.11, "on.short": 0.13, "on.long": 0.135}
DEVICES = ("mobile", "mobile", "desktop", "tablet")
STAGES = ("first-visit", "guest", "-")
BEFORE = 0.2  # of the visitors did something before


def toml(language: str = "en") -> str:
    return TOML.format(language=language)


def month(visitors: int = 6_000, days: int = 28) -> Iterator[Event]:
    """Give the events of a month, each visitor in all experiments."""
    dice = random.Random(SEED)  # noqa: S311 - a test's
    for number in range(visitors):
        unit = number.to_bytes(16, "big")
        at = BEGIN + int(number / visitors * days * DAY)
        yield from visitor(dice, unit, at)


def visitor(dice: random.Random, unit: bytes, at: int) -> Iterator[Event]:
    facts = {
        "device": dice.choice(DEVICES),
        "language": dice.choice(("fa", "en", "en")),
        "stage": dice.choice(STAGES),
    }
    said = json.dumps(facts, sort_keys=True)
    hero, words = dice.choice(("control", "photo")), dice.choice([*FACTORS])
    offer = dice.choices(("none", "coupon", "letter"), (3, 5, 2))[0]
    for name, arm in (("hero-photo", hero), ("menu-words", words), ("offers", offer)):
        yield Exposure(f"experiments.{name}", arm, "", unit, at, said)
    shown = dice.choice((("offer/coupon.html", "hesitating"), ("", ""), ("x.html", "")))
    yield Exposure("slots.yours", *shown, unit, at, "{}")
    taste = dice.random() < BEFORE
    chance = RATES[hero] + FACTORS[words] + RATES[offer] - 0.2 + 0.2 * taste
    if taste:
        yield happened(dice, unit, "booked", at - DAY, 40 + dice.gauss(0, 10))
    if dice.random() < chance:
        worth = dice.lognormvariate(4, 0.5) + 20 * taste
        yield happened(dice, unit, "booked", at + dice.randrange(DAY), round(worth, 2))
    if dice.random() < 0.05:
        yield happened(dice, unit, "left", at + 60, None)


def happened(
    dice: random.Random, unit: bytes, signal: str, at: int, value: float | None
) -> Happened:
    return Happened(dice.randbytes(12), unit, signal, at, value)


def filled(store: Any, *, visitors: int = 6_000, dropped: int = 0) -> Any:
    """Write the month into a store."""
    events = list(month(visitors))
    seen = len(events) + dropped
    store.write(events, Ledger(run="a", seen=seen, stored=len(events), dropped=dropped))
    return store
