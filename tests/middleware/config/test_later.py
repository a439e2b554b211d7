import pytest

LATER = "is read and checked, but this version does not act on it yet"

WARNINGS = [
    ("[events]\nurl = 'sqlite:///e.db'", f"1:2: warning SARTO021: [events] {LATER}"),
    ("holdouts = {}", f"1:1: warning SARTO021: [holdouts] {LATER}"),
]


@pytest.mark.parametrize(("text", "told"), WARNINGS, ids=[w[0] for w in WARNINGS])
def test_what_this_version_does_not_act_on_is_a_warning(findings, text, told):
    assert findings(text) == [told]


def test_an_experiment_in_a_rule_is_told_besides_its_table(findings):
    text = """\
consent.source = "onetrust"
signals.booked = {}
experiments.photo = { arms = { a = 1, b = 1 }, goal = "booked" }
slots.a.show = [{ experiment = "photo", fragments = { a = "x", b = "y" } }]
"""
    assert [line.partition(" warning ")[0] for line in findings(text)] == [
        "3:1:",
        "4:19:",
    ]


@pytest.mark.parametrize("fact", ["facts.weather", "country", "time", "visits"])
def test_what_the_application_reads_is_acted_on(findings, fact):
    told = findings(f'app.reads = {{ "/" = ["{fact}"] }}')
    assert [line for line in told if "SARTO021" in line] == []
