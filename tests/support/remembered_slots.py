"""A site that remembers much: its slots, and what its file says."""

from collections.abc import Mapping

from support.remembered_rules import DAY, HOUR, MEMORY, Rule, Slot, counted, fact

SLOTS: Mapping[str, Slot] = {
    "week": Slot(rules=counted("booked", 1, 2, 3, 4, 5, within=7 * DAY)),
    "month": Slot(rules=counted("read", 1, 2, 3, 5, 9, 15, 25, within=30 * DAY)),
    "hour": Slot(rules=counted("read", 1, 2, 3, 4, 6, within=HOUR)),
    "after": Slot(rules=counted("read", 1, 2, 3, 4, 5, 9, since="booked")),
    "both": Slot(rules=counted("liked", 1, 2, 3, within=7 * DAY, since="booked")),
    "worth": Slot(
        rules=(
            fact(
                "much",
                'signals.liked.value = ">=4"',
                lambda f: (f["signals.liked.value"] or -1) >= 4,
            ),
            fact(
                "little",
                'signals.liked.value = "<2"',
                lambda f: (
                    f["signals.liked.value"] is not None
                    and f["signals.liked.value"] < 2
                ),
            ),
        )
    ),
    "fan": Slot(
        rules=(
            fact("fish", 'interest = "fish"', lambda f: "fish" in f["interest"]),
            fact(
                "tea",
                'interest = ["tea", "rice soup"]',
                lambda f: bool(f["interest"] & {"tea", "rice soup"}),
            ),
        )
    ),
    "gap": Slot(
        rules=(
            fact(
                "long",
                'days_since_last = ">=7"',
                lambda f: (f["days_since_last"] or 0) >= 7,
            ),
            fact(
                "some",
                'days_since_last = "1..6"',
                lambda f: 1 <= (f["days_since_last"] or 0) <= 6,
            ),
            fact(
                "none",
                "not = { days_since_last = 0 }",
                lambda f: f["days_since_last"] != 0,
            ),
        )
    ),
    "capped": Slot(
        rules=(
            Rule(shows="v2", times=2, per="visit"),
            Rule(shows="d3", times=3, per="day"),
            Rule(shows="a7", times=7, per="visitor"),
        )
    ),
    "again": Slot(
        rules=(
            fact("r", "returning = true", lambda f: f["returning"], times=1, per="day"),
            fact(
                "e",
                'level = ["regular", "expert"]',
                lambda f: f["level"] != "novice",
                times=5,
                per="visitor",
            ),
        )
    ),
    "steady": Slot(
        is_steady=True,
        rules=(
            fact(
                "x",
                'preference.view = "expert"',
                lambda f: f["preference.view"] == "expert",
            ),
            Rule(
                shows="w",
                start="2026-03-28T12:00:00",
                until="2026-03-29T03:30:00",
            ),
            Rule(
                shows="u",
                start="2026-10-24",
                until="2026-10-25T04:00:00",
            ),
            *counted("read", 2, within=DAY),
            fact(
                "m",
                'daypart = "evening"',
                lambda f: f["daypart"] == "evening",
                until="2026-11-05T21:00:00",
            ),
        ),
    ),
    "menu": Slot(
        is_steady=True,
        pages=("/menu/*",),
        rules=(
            *counted("read", 3, within=HOUR),
            fact(
                "b",
                'stage = ["customer", "back"]',
                lambda f: f["stage"] != "reader" and f["stage"] in ("customer", "back"),
            ),
            fact("two", 'visits = "2..3"', lambda f: 2 <= f["visits"] <= 3),
        ),
    ),
}
FRAGMENTS = sorted({rule.shows for slot in SLOTS.values() for rule in slot.rules})
TOML = MEMORY + "".join(slot.toml(name) for name, slot in SLOTS.items())
