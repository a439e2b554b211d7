import pytest

from sarto.errors import ConfigError

SIGNALS = "signals.booked = {}\nsignals.left = {}\n"
ARMS = 'goal = "booked"\narms = { control = 1, photo = 1 }\n'
PHOTO = f"{SIGNALS}[experiments.photo]\n{ARMS}"  # six lines with what follows
FACTORS = 'factors = { photo = ["off", "on"], words = ["short", "long"] }\n'
MADE = f'{SIGNALS}[experiments.a]\ngoal = "booked"\n{FACTORS}'
MANY = (
    "factors = { a = [" + ", ".join(f'"{n}"' for n in range(33)) + '], b = ["x", "y"] }'
)
GROUP = (
    'signals.s = {}\nexperiments.a = { goal = "s", group = "front", traffic = 60, arms = '
    '{ x = 1, y = 1 } }\nexperiments.b = { goal = "s", group = "front", traffic = 50, '
    "arms = { x = 1, y = 1 } }\n"
)

WRONG = [
    (f"{SIGNALS}[experiments.photo]\n{ARMS}".replace('goal = "booked"\n', ""), "3:14: SARTO003: the key `goal` is missing here (add `goal = …`)"),
    (f'{SIGNALS}[experiments.a]\ngoal = "booked"', "3:14: SARTO003: the key `arms` is missing here (add `arms = …`, or `factors = …`)"),
    (PHOTO.replace('"booked"', '"boked"'), "4:8: SARTO007: there is no signal called 'boked' (did you mean 'booked'?)"),
    (f"{PHOTO}{FACTORS}", "6:1: SARTO043: an experiment has `arms` or `factors`, not both (leave one out)"),
    (f'{MADE}allocate = "bandit"', '6:12: SARTO043: a bandit leaves arms out, and then nothing is learnt of their factors (leave this out, or write `allocate = "fixed"`)'),
    (f'{SIGNALS}[experiments.a]\ngoal = "booked"\n{MANY}', "5:1: SARTO043: there are more arms than 64: nobody waits until they are told apart (try fewer at once)"),
    (MADE.replace('"short"', '"s.t"'), "5:45: SARTO009: 's.t' has a dot in it, and dots part the levels of an arm (write a hyphen)"),
    (MADE.replace('"short"', '"long"'), "5:53: SARTO009: 'long' stands here twice (leave one of them out)"),
    (MADE.replace('["off", "on"]', '["off"]'), '5:21: SARTO004: ["off"] cannot stand here (write 2 or more of them)'),
    (f'{PHOTO}guardrails = ["booked"]', "6:15: SARTO043: 'booked' is to be seen more often: it is the goal (leave one of them out)"),
    (f'{PHOTO}window = "2 weeks"', '6:10: SARTO016: "2 weeks" is not a length of time (write it like "7d" or "12h")'),
    (f"{PHOTO}margin = -1", "6:10: SARTO004: -1 cannot stand here (write 0.0 or more)"),
    (f"{PHOTO}from = 2026-12-24\nuntil = 2026-12-01", "7:9: SARTO015: the window ends before it starts, so it never holds (`until` comes after `from`)"),
    (f'{PHOTO}breakdown = ["devce"]', "6:14: SARTO005: there is no fact called `devce` (did you mean 'device'?)"),
    (f'{PHOTO}breakdown = ["city"]', "6:14: SARTO043: `city` has too many values, or says who somebody is (name one that many visitors share, like `device` or `country`)"),
    (f'{PHOTO}breakdown = ["signals.booked.value"]', "6:14: SARTO043: `signals.booked.value` has too many values, or says who somebody is (name one that many visitors share, like `device` or `country`)"),
    (PHOTO.replace("photo = 1 ", "photo = 1000001 "), "5:31: SARTO004: 1000001 cannot stand here (write 1000000 or less)"),
    (f'{PHOTO}breakdown = ["device", "path"]', "6:24: SARTO043: `path` has too many values, or says who somebody is (name one that many visitors share, like `device` or `country`)"),
    (GROUP, "3:48: SARTO043: the group 'front' has no room for this: that is 110 percent (give its experiments a `traffic` of 100 together)"),
    ('[events]\nkeep = "soon"', '2:8: SARTO016: "soon" is not a length of time (write it like "7d" or "12h")'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[told for _, told in WRONG])
def test_what_an_experiment_cannot_be_is_told(wrong, text, told):
    assert wrong(text) == [told]


def test_a_group_s_experiments_are_told_beside_the_one_that_has_no_room(config):
    with pytest.raises(ConfigError) as error:
        config(GROUP)
    (finding,) = [each for each in error.value.findings if each.severity == "error"]
    assert [(note.line, note.message) for note in finding.notes] == [
        (2, "in the same group")
    ]


FINE = [
    PHOTO,
    MADE,
    f'{MADE}allocate = "fixed"',
    f'{PHOTO}allocate = "bandit"\nsalt = "again"\nmargin = 0.5\nguardrails = ["left"]',
    f'{PHOTO}breakdown = []\nfrom = 2026-12-01\nuntil = 2026-12-24\nowner = "web"',
    f'{PHOTO}breakdown = ["country", "level", "signals.left", "preference.level"]',
    GROUP.replace("60", "50"),
    GROUP.replace('"front", traffic = 50', '"back", traffic = 50'),
    "[events]",
]


@pytest.mark.parametrize("text", FINE)
def test_what_it_can_be_is_fine(findings, text):
    asked = f'consent.source = "onetrust"\n{text}'
    assert findings(asked) == []


def test_of_factors_every_combination_is_an_arm_of_equal_weight(config):
    photo = config(MADE).toml.experiments["a"]
    assert photo.weights == {
        "off.short": 1,
        "off.long": 1,
        "on.short": 1,
        "on.long": 1,
    }


def test_conditions_may_name_the_arms_that_are_made_of_factors(findings):
    asked = f'consent.source = "onetrust"\n{MADE}[audiences.x]\n"arm.a" = '
    assert findings(f'{asked}"on.long"') == []
    (told,) = findings(f'{asked}"on.lang"')
    assert "did you mean 'on.long'?" in told


def test_no_number_of_factors_makes_more_arms_than_can_be_counted(wrong):
    factors = ", ".join(
        f"f{n} = [" + ", ".join(f'"{m}"' for m in range(20)) + "]" for n in range(20)
    )
    text = f'{SIGNALS}[experiments.a]\ngoal = "booked"\nfactors = {{ {factors} }}'
    (told,) = wrong(text)
    assert "there are more arms than 64" in told


SHORT = [
    (f'{PHOTO}[events]\nkeep = "7d"', "3:14:", "of 14d (keep them longer)"),
    (
        f'{PHOTO}window = "30d"\n[events]\nkeep = "7d"',
        "6:1:",
        "window (keep them longer)",
    ),
]


@pytest.mark.parametrize(("text", "place", "end"), SHORT)
def test_events_that_are_erased_before_they_could_count_are_a_warning(
    findings, text, place, end
):
    (told,) = [line for line in findings(text) if "SARTO028" not in line]
    assert told.startswith(
        f"{place} warning SARTO019: events are kept for 7d, which is"
    )
    assert told.endswith(end)


def test_whoever_is_asked_for_nothing_takes_part_in_nothing(findings):
    told = [line for line in findings(PHOTO) if "experiments" in line]
    assert told == [
        "3:2: warning SARTO028: [experiments] does nothing: nobody is remembered who "
        'was not asked (say where consent is read: [consent] source = "…")'
    ]


def test_a_window_that_is_no_length_is_told_once_beside_what_keeps_events(wrong):
    told = wrong(f'{PHOTO}window = "soon"\n[events]\nkeep = "30d"')
    assert told == [
        '6:10: SARTO016: "soon" is not a length of time (write it like "7d" or "12h")'
    ]
