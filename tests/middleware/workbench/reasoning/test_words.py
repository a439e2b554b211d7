"""What `--as` is told of a visitor who was found, read back."""

import pytest

from sarto.config.pins import pins
from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.workbench.reasoning import Reasoner
from support.reasoned_small import one_rule

WHEN = [
    "device = 'mobile', country = 'IR'",
    "consent = 'personalization', bot = false",
    "bot = true, save_data = true",
    "traits.tier = 'very gold', signed_in = true",
    "traits.age = '>2.5'",
    "signals.booked = '>=2'",
    "signals.booked.value = '<70'",
    "preference.interests = ['tea', 'fish']",
    "campaign.source = 'news letter*', channel = 'email'",
    "time = '20:00-21:00', days = 'mon'",
    "date = '2026-12-24', daypart = 'night'",
    "undecided = true",
    "zone = 'Asia/K*', time = '20:00-21:00'",
]


@pytest.mark.parametrize("when", WHEN)
def test_the_words_pin_a_visitor_who_matches(when: str) -> None:
    made = one_rule(when)
    place = made.slots[0]
    seen = Reasoner.of(made).find([place.outcomes[0].node])
    read = pins(made.config.dictionary, seen.words)
    scope = {"type": "http", "method": "GET", "path": seen.path, "headers": []}
    assert decide(Visit(scope, made.sources, pins=read), place).outcome, seen.words
