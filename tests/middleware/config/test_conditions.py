from sarto.config.conditions import conditions

CONFIG = """
[signals.booked]
on = "POST /book"

[audiences.a]
device         = "mobile"
signals.booked = ">=1"
within         = "7d"
any = [{ country = "PL" }, { not = { bot = true } }]
all = ["b", { eu = true }]

[audiences.b]
campaign = { source = "letter" }

[[slots.hero.show]]
when     = { time = "06:00-12:00" }
fragment = "keep"

[journey]
stages = [{ name = "new" }, { name = "old", when = { visits = ">=2" } }]
"""


def test_each_condition_has_its_fact_and_its_place(config):
    read = config(CONFIG)
    found = [
        (fact, raw, read.places.nearest(path).line)
        for fact, raw, path in conditions(read.toml, read.dictionary)
    ]
    assert found == [
        ("device", "mobile", 6),
        ("signals.booked", ">=1", 7),
        ("country", "PL", 9),
        ("bot", True, 9),
        ("eu", True, 10),
        ("campaign.source", "letter", 13),
        ("time", "06:00-12:00", 16),
        ("visits", ">=2", 20),
    ]
