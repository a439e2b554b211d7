"""Rules of experiments: one for each arm, and each a rule as any other."""

from datetime import UTC, datetime

import pytest

from sarto import Config
from sarto.site.compile import compile_site

TRIAL = """
site_timezone = "UTC"
[audiences.us]
country = "US"
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { control = 50, photo = 50 }
goal = "booked"
"""
BY_ARM = 'fragments = { control = "default", photo = "photo.html" }'
SLOT = '[slots.hero]\ndefault = "own.html"\nshow = [ RULES ]\n'


@pytest.fixture
def rules(folder):
    """Compile the rules of a slot."""

    def read(*shows, trial=TRIAL, slot=SLOT):
        written = ", ".join(f"{{ {show} }}" for show in shows)
        config = trial + slot.replace("RULES", written)
        site = compile_site(
            Config.read(folder(config, own="own", photo="photo", other="other"))
        )
        return site.slots[0].rules

    return read


def conditions(rule):
    return [leaf.written for leaf in leaves(rule)]


def leaves(rule):
    found = rule.when
    parts = getattr(found, "parts", (found,))
    return [part.condition for part in parts]


def test_a_rule_becomes_one_for_each_arm_in_their_order(rules):
    control, photo = rules(f'experiment = "photo", {BY_ARM}')

    assert (control.experiment, control.arm) == ("photo", "control")
    assert (photo.experiment, photo.arm) == ("photo", "photo")
    assert (control.shows, photo.shows) == ("own.html", "photo.html")
    assert conditions(control) == ['arm.photo = "control"']
    assert conditions(photo) == ['arm.photo = "photo"']
    assert not photo.is_for_all


def test_what_the_rule_asks_besides_is_asked_before_the_arm(rules):
    said = f'to = "us", when = {{ device = "mobile" }}, experiment = "photo", {BY_ARM}'
    control, photo = rules(said)

    assert [each.name for each in photo.targets] == ["us"]
    assert conditions(photo) == ['device = "mobile"', 'arm.photo = "photo"']
    assert photo.targets == control.targets


def test_an_arm_of_which_nothing_is_said_shows_what_all_are_shown(rules):
    named = 'experiment = "photo", fragment = "other.html"'
    control, photo = rules(f'{named}, fragments = {{ photo = "photo.html" }}')
    kept, _ = rules('experiment = "photo", fragments = { photo = "photo.html" }')

    assert (control.shows, photo.shows) == ("other.html", "photo.html")
    assert (kept.shows, kept.arm) == (None, "control")


def test_keep_is_the_pages_own_content(rules):
    control, _ = rules(
        'experiment = "photo", fragments = { control = "keep", photo = "photo.html" }'
    )

    assert control.shows is None


def test_attributes_are_of_all_arms(rules):
    found = rules(f'experiment = "photo", {BY_ARM}, attrs = {{ class = "x" }}')

    assert {each.attrs for each in found} == {(("class", "x"),)}


def test_factors_make_an_arm_of_each_combination(rules):
    factors = 'factors = { photo = ["off", "on"], words = ["short", "long"] }'
    trial = TRIAL.replace("arms = { control = 50, photo = 50 }", factors)
    found = rules('experiment = "photo", fragments = { "on.long" = "photo.html" }', trial=trial)  # fmt: skip

    assert [each.arm for each in found] == [
        "off.short",
        "off.long",
        "on.short",
        "on.long",
    ]
    assert [each.shows for each in found] == [None, None, None, "photo.html"]


@pytest.mark.parametrize(
    ("of_rule", "of_trial", "start", "until"),
    [
        ("", "", None, None),
        ("from = 2026-01-02", "", 2, None),
        ("", "until = 2026-01-09T00:00:00", None, 9),
        ("from = 2026-01-02", "from = 2026-01-05", 5, None),
        ("from = 2026-01-05", "from = 2026-01-02", 5, None),
        ("until = 2026-01-08T00:00:00", "until = 2026-01-09T00:00:00", None, 8),
        (
            "from = 2026-01-02\nuntil = 2026-01-20",
            "until = 2026-01-09T00:00:00",
            2,
            9,
        ),
    ],
)
def test_a_rule_holds_in_its_own_window_and_in_its_experiments(
    rules, of_rule, of_trial, start, until
):
    slot = '[[slots.hero.show]]\nexperiment = "photo"\nfragment = "photo.html"\n'
    found = rules(trial=f"{TRIAL}{of_trial}\n", slot=f"{slot}{of_rule}\n")

    edges = [day and datetime(2026, 1, day, tzinfo=UTC) for day in (start, until)]
    assert [found[0].start, found[0].until] == edges
    assert found[1].start == found[0].start


def test_all_arms_count_towards_one_cap_and_are_picked_by_names_of_their_own(rules):
    cap = "cap = { times = 3, per = 'visitor' }"
    control, photo = rules(f'experiment = "photo", {BY_ARM}, {cap}')

    assert control.key != photo.key
    assert control.cap == photo.cap
    assert control.cap.rule not in {control.key, photo.key}


def test_rules_keep_their_names_when_an_experiment_is_put_above_them(rules):
    alone = rules('fragment = "other.html"')
    below = rules(f'experiment = "photo", {BY_ARM}', 'fragment = "other.html"')

    assert below[-1].key == alone[0].key


def test_two_rules_of_one_experiment_have_names_of_their_own(rules):
    found = rules(*[f'experiment = "photo", {BY_ARM}'] * 2)

    assert len({each.key for each in found}) == len(found) == 4


def test_a_rule_that_is_off_is_none(rules):
    assert rules(f'experiment = "photo", {BY_ARM}, off = true') == ()


def test_pages_are_served_by_arm(folder):
    pages = (
        '[[pages]]\npath = "/"\n'
        'show = [{ experiment = "photo", serves = { control = "keep", photo = "/b" } }]'
    )
    (swap,) = compile_site(Config.read(folder(TRIAL + pages))).swaps

    assert [(each.arm, each.shows) for each in swap.rules] == [
        ("control", None),
        ("photo", "/b"),
    ]


def test_what_it_may_read_are_the_arm_and_consent(folder):
    slot = SLOT.replace("RULES", f'{{ experiment = "photo", {BY_ARM} }}')
    path = folder(TRIAL + slot, own="own", photo="{{ visitor.facts.device }}")
    site = compile_site(Config.read(path))

    assert site.slots[0].reads.facts == {"arm.photo", "consent", "device"}
