from sarto.config.rules import placements, rules, whens

TEXT = """
[[slots.hero.show]]
fragment = "a"
[[slots.hero.show]]
fragment = "b"
when = { bot = true }
[layouts.home]
show = [{ layout = "c", when = { bot = false } }]
[[pages]]
path = "/"
show = [{ serve = "/d", when = { eu = true } }]
[journey]
stages = [{ name = "new" }, { name = "old", when = { returning = true } }]
"""


def test_slots_and_layouts_are_placements(config):
    paths = [path for path, _ in placements(config(TEXT).toml)]
    assert paths == [("slots", "hero"), ("layouts", "home")]


def test_every_rule_has_its_path(config):
    assert [path for path, _ in rules(config(TEXT).toml)] == [
        ("slots", "hero", "show", 0),
        ("slots", "hero", "show", 1),
        ("layouts", "home", "show", 0),
        ("pages", 0, "show", 0),
    ]


def test_every_condition_on_the_spot_has_its_path(config):
    assert dict(whens(config(TEXT).toml)) == {
        ("slots", "hero", "show", 1, "when"): {"bot": True},
        ("layouts", "home", "show", 0, "when"): {"bot": False},
        ("pages", 0, "show", 0, "when"): {"eu": True},
        ("journey", "stages", 1, "when"): {"returning": True},
    }


def test_without_a_journey_there_are_none_of_its_stages(config):
    assert dict(whens(config("").toml)) == {}
