import pytest

EXPERIMENT = 'signals.s = {}\nexperiments.e = { goal = "s", arms = '
WRONG = [
    ('languages = ["en", "EN"]', "1:20", "'EN' stands here twice (leave one of them out)"),
    ('preferences.a.values = ["x", "y", "x"]', "1:35", "'x' stands here twice (leave one of them out)"),
    ('preferences.a.values = ["x", ""]', "1:30", "a name cannot be empty (write what it is)"),
    ('journey.stages = [{ name = "a" }, { name = "a", when = { bot = true } }]', "1:44", "'a' stands here twice (leave one of them out)"),
    ('journey.stages = [{ name = " " }]', "1:28", "a name cannot be empty (write what it is)"),
    ('[audiences.""]', "1:12", "a name cannot be empty (write what it is)"),
    ("slots.'' = {}", "1:7", "a name cannot be empty (write what it is)"),
    (EXPERIMENT + '{ a = 1, "" = 1 } }', "2:47", "a name cannot be empty (write what it is)"),
    ('preferences.level.values = ["a"]', "1:13", "the preference 'level' is built in (leave this out)"),
    ('[preferences.language]\nvalues = ["a"]', "1:14", "the preference 'language' is built in (leave this out)"),
    ('[signals."booked.value"]', "1:10", "`signals.booked.value` is the last value of another signal (write a name that does not end in .value)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "told"), WRONG, ids=[w[0] for w in WRONG])
def test_what_cannot_be_a_name_is_told(wrong, text, place, told):
    assert wrong(text) == [f"{place}: SARTO009: {told}"]


FINE = [
    'languages = ["en", "en-GB"]',
    'audiences."a b".bot = true',
    'signals = { value = {}, "a.b" = {} }',
    'preferences.view.values = ["x", "y"]',
]


@pytest.mark.parametrize("text", FINE)
def test_any_other_name_is_one(wrong, text):
    assert wrong(text) == []
