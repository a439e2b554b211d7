import pytest

SLOT = '[slots.hero]\nshow = [{ fragment = "a", '
EXPERIMENT = """
[experiments.photo]
arms = { control = 1, photo = 1 }
goal = "booked"
[signals]
booked = {}
"""

UNKNOWN = [
    (
        'audiences.press.bot = true\n[slots.hero]\nshow = [{ to = "pres" }]',
        "3:16: SARTO007: there is no audience called 'pres' (did you mean 'press'?)",
    ),
    (
        'audiences.press.bot = true\n[slots.hero]\nshow = [{ to = ["press", "x"] }]',
        "3:26: SARTO007: there is no audience called 'x' (declare it: [audiences.x], or name one of: press)",
    ),
    (
        '[pages]\n[[pages.x]]\nx = "y"',
        '1:2: SARTO004: { x = [{ x = "y" }] } cannot stand here (write a list: [{ x = [{ x = "y" }] }])',
    ),
    (
        '[audiences.a]\nnot = { any = [{ all = ["x"] }] }',
        "2:25: SARTO007: there is no audience called 'x' (declare it: [audiences.x], or name one of: a)",
    ),
    (
        SLOT + 'experiment = "foto" }]' + EXPERIMENT,
        "2:40: SARTO007: there is no experiment called 'foto' (did you mean 'photo'?)",
    ),
    (
        SLOT + 'experiment = "photo", fragments = { contrl = "b" } }]' + EXPERIMENT,
        "2:63: SARTO007: the experiment has no arm called 'contrl' "
        "(did you mean 'control'?)",
    ),
    (
        EXPERIMENT.replace('"booked"', '"boked"'),
        "4:8: SARTO007: there is no signal called 'boked' (did you mean 'booked'?)",
    ),
    (
        EXPERIMENT.replace("[signals]", 'holdout = "winter"\n[signals]'),
        "5:11: SARTO007: there is no holdout called 'winter' "
        "(declare it: [holdouts.winter])",
    ),
]


@pytest.mark.parametrize(("text", "told"), UNKNOWN)
def test_a_name_that_nothing_answers_to_is_told(wrong, text, told):
    found = [line for line in wrong(text) if "SARTO013" not in line]
    assert found == [told]


def test_names_that_are_declared_are_no_mistake(wrong):
    text = SLOT + 'experiment = "photo", fragments = { control = "b" } }]' + EXPERIMENT
    text = text.replace("[signals]", 'holdout = "w"\n[holdouts]\nw = 10\n[signals]')
    assert wrong(text) == []


CIRCLES = [
    ('a.all = ["a"]', ["the audience 'a' is made of itself (a → a)"]),
    (
        'a.all = ["b"]\nb.not = { all = ["c"] }\nc.any = [{ all = ["a"] }]',
        ["the audience 'a' is made of itself (a → b → c → a)"],
    ),
    (
        'a.all = ["b", "c"]\nb.all = ["a"]\nc.all = ["a"]',
        [
            "the audience 'a' is made of itself (a → b → a)",
            "the audience 'a' is made of itself (a → c → a)",
        ],
    ),
    (
        'a.all = ["b"]\nb.all = ["c"]\nc.all = ["b"]',
        ["the audience 'b' is made of itself (b → c → b)"],
    ),
    ('a.all = ["b", "c"]\nb.all = ["c"]\nc.bot = true', []),
]


@pytest.mark.parametrize(("lines", "told"), CIRCLES)
def test_an_audience_made_of_itself_is_told(wrong, lines, told):
    found = wrong(f"[audiences]\n{lines}")
    assert [line.partition("SARTO008: ")[2] for line in found] == told


def chain(length):
    lines = [f'a{n}.all = ["a{n + 1}"]' for n in range(length)]
    return "\n".join(["[audiences]", *lines, f"a{length}.bot = true"])


def test_too_many_audiences_in_a_row_are_told_once(wrong):
    assert wrong(chain(49)) == []
    assert wrong(chain(60)) == [
        "12:1: SARTO008: the audience 'a10' is made of 50 others in a row "
        "(name fewer in between)"
    ]


def test_thousands_of_audiences_in_a_row_are_walked_once(wrong):
    assert len(wrong(chain(5_000))) == 1
