"""The experiments of a file, made ready, and who can never be in one."""

from pathlib import Path

import pytest

from sarto import Config
from sarto.site.compile import compile_site

HERE = Path(__file__).parent
FILE = """
signals.s = {}
holdouts.winter = 10
[experiments.photo]
arms = { control = 1, photo = 3 }
goal = "s"
traffic = 40
group = "front"
holdout = "winter"
[experiments.words]
factors = { tone = ["calm", "loud"], size = ["s", "l"] }
goal = "s"
traffic = 60
group = "front"
[experiments.price]
arms = { low = 1, high = 1 }
goal = "s"
traffic = 25
allocate = "bandit"
salt = "two"
"""


def test_a_file_s_experiments_are_made_ready():
    text = f'consent.source = "onetrust"\n{FILE}'
    trials = compile_site(Config.loads(text, folder=HERE)).sources.trials
    photo, words, price = trials.values()
    assert photo.weights == {"control": 1, "photo": 3}
    assert (photo.group.start, photo.group.end, photo.traffic) == (0.0, 0.4, 1.0)
    assert (photo.holdout.name, photo.holdout.end) == ("winter", 0.1)
    assert tuple(words.weights) == ("calm.s", "calm.l", "loud.s", "loud.l")
    assert (words.group.start, words.group.end, words.holdout) == (0.4, 1.0, None)
    assert (price.traffic, price.group, price.is_moving) == (0.25, None, True)
    assert (price.key, words.key) == ("price~two", "words")


ASKING = [
    ('source = "form"', None),
    ('source = "form"\nmap = { personalization = "p" }', "1:"),
    ('source = "cookieyes"\nmap = { personalization = "functional" }', None),
    ('source = "onetrust"\nmap = { personalization = "C0003" }', None),
    ('source = "didomi"\nmap = { personalization = "p" }', "1:"),
    ('source = "didomi"\nmap = { analytics = "p" }', None),
]


@pytest.mark.parametrize(("table", "told"), ASKING, ids=[t for t, _ in ASKING])
def test_where_nobody_can_agree_to_be_measured_that_is_told(table, told):
    config = Config.loads(f"[consent]\n{table}\n[signals]\n{FILE[1:]}".replace("signals.s = {}", "s = {}\n[holdouts]").replace("holdouts.winter", "winter"), folder=HERE)  # fmt: skip
    found = [each for each in compile_site(config).warnings if each.code == "SARTO041"]
    assert bool(found) == bool(told)
    for each in found:
        assert each.message.endswith("never grants analytics")
        assert "analytics = " in each.help
