import pytest

LATER = "is read and checked, but this version does not act on it yet"

WARNINGS = [
    ("[signals]", f"1:2: warning SARTO021: [signals] {LATER}"),
    ("signals = {}", f"1:1: warning SARTO021: [signals] {LATER}"),
    ('[slots.a]\nstable = "visit"', f"2:1: warning SARTO021: `stable` {LATER}"),
    (
        '[slots.a]\nshow=[{fragment="b",cap={times=1,per="day"}}]',
        f"2:21: warning SARTO021: `cap` {LATER}",
    ),
]


@pytest.mark.parametrize(("text", "told"), WARNINGS, ids=[w[0] for w in WARNINGS])
def test_what_this_version_does_not_act_on_is_a_warning(findings, text, told):
    assert findings(text) == [told]


def test_an_experiment_in_a_rule_is_told_besides_its_table(findings):
    text = """\
signals.booked = {}
experiments.photo = { arms = { a = 1, b = 1 }, goal = "booked" }
slots.a.show = [{ experiment = "photo", fragments = { a = "x", b = "y" } }]
"""
    assert [line.partition(" warning ")[0] for line in findings(text)] == [
        "1:1:",
        "2:1:",
        "3:19:",
    ]


def test_what_the_application_reads_of_a_resolver_is_acted_on(findings):
    assert findings('app.reads = { "/" = ["facts.weather"] }') == []


def test_a_layout_is_told_for_what_it_cannot_do_yet(findings):
    assert findings('[layouts.home]\nselector = "main"\nstable = "visit"') == [
        f"3:1: warning SARTO021: `stable` {LATER}"
    ]
