import pytest

EXPERIMENT = 'signals.s = {}\nexperiments.e = { goal = "s", arms = { a = 1, b = 1 } }\n'
SLOT = EXPERIMENT + "[slots.hero]\nshow = [{ "
WRONG = [
    (SLOT + 'fragment = "x", fragments = { a = "y" } }]', "4:27: SARTO013: `fragments` are for the arms of an experiment, and none is named (add `experiment`, or write `fragment` only)"),
    (SLOT + 'experiment = "e", fragments = { a = "x", c = "y", b = "z" } }]', "4:52: SARTO007: the experiment has no arm called 'c' (one of: a, b)"),
    (EXPERIMENT + '[layouts.h]\nshow = [{ experiment = "e", layouts = { a = "x", b = "y", c = "z" } }]', "4:59: SARTO007: the experiment has no arm called 'c' (one of: a, b)"),
    ('cache.edge = "nginx"\n[slots.hero]', '2:8: SARTO003: behind an edge it must be known where this may change (add `pages = ["/…"]`)'),
    ('cache.edge = "nginx"\n[layouts.home]', '2:10: SARTO003: behind an edge it must be known where this may change (add `pages = ["/…"]`)'),
    ('[slots.hero]\ndefault = "default"', '2:11: SARTO016: the default cannot be itself (write "keep", or leave it out)'),
    (EXPERIMENT.replace("a = 1, b = 1", "a = 0, b = 0"), "2:38: SARTO016: no visitor is in any of these arms (write arms like 50)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[w[0][-60:] for w in WRONG])
def test_what_a_place_cannot_show_is_told(wrong, text, told):
    assert wrong(text) == [told]


MISSING = [
    (SLOT + 'experiment = "e" }]', "4:11", "a"),
    (SLOT + 'experiment = "e", fragments = { a = "x" } }]', "4:29", "b"),
]


@pytest.mark.parametrize(("text", "place", "arm"), MISSING)
def test_an_arm_that_nothing_is_said_of_is_a_warning(findings, text, place, arm):
    (told,) = [line for line in findings(text) if "SARTO02" not in line]
    assert told.startswith(
        f"{place}: warning SARTO019: nothing is said of the arm '{arm}'"
    )


FINE = [
    SLOT + 'experiment = "e", fragment = "x" }]',
    SLOT + 'experiment = "e", fragments = { a = "x", b = "keep" } }]',
    'cache.edge = "nginx"\n[slots.a]\npages = "/*"\n[slots.b]\noff = true',
    '[slots.hero]\ndefault = "keep"',
]


@pytest.mark.parametrize("text", FINE)
def test_what_it_can_show_is_fine(findings, text):
    told = {line.split(": ")[1].split(" ")[-1] for line in findings(text)}
    assert told <= {"SARTO021", "SARTO028"}
