from string import Formatter

import pytest

from sarto.measure import judged
from sarto.measure.judged import SENTENCES, points, said, text
from sarto.measure.remark import remark


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (0.021, 0.04, "2.1 to 4.0 points more often"),
        (-0.04, -0.021, "2.1 to 4.0 points less often"),
        (-0.004, 0.029, "0.4 points less to 2.9 points more often"),
        (0.0, 0.029, "0.0 to 2.9 points more often"),
        (0.0004, 0.0021, "0.04 to 0.21 points more often"),
        (0.0000004, 0.0021, "0.0000 to 0.2100 points more often"),
        (-1.0, 1.0, "100.0 points less to 100.0 points more often"),
    ],
)
def test_a_difference_is_said_from_and_to(low, high, wanted):
    assert points(low, high) == wanted


def test_numbers_shares_and_words_are_said_as_such():
    found = said(remark("doubt.split", arm="photo", seen=12_345, expected=12_000))
    assert "12,345 visitors where 12,000 were" in found
    assert "2.0 % of" in said(remark("doubt.crossed", share=0.02))
    assert "0.03 % of" in said(remark("doubt.lost", share=0.0003))
    assert "a, b and c did" in said(remark("keep.also", arms=("a", "b", "c")))
    assert said(remark("keep.also", arms=("a",))).startswith("a did better, too;")


def test_remarks_are_said_one_after_the_other():
    found = text([remark("wait.nobody", arm="b"), remark("wait.day", days=1)])
    assert found == "Not yet: nobody has seen b. About one more day would tell."


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_can_be_said_and_ends(key):
    values = {
        "points": (0.1, 0.2),
        "guard": (0.1, 0.2),
        "change": (0.1,),
        "arms": ("a", "b"),
        "share": 0.5,
        "units": 4,
        "converted": 4,
        "seen": 4,
        "expected": 4,
        "days": 4,
    }
    fields = [name for _, name, _, _ in Formatter().parse(SENTENCES[key]) if name]
    found = said(remark(key, **{name: values.get(name, name) for name in fields}))
    assert found.endswith(".")
    assert "{" not in found
    assert judged.SENTENCES[key].count(".") <= 1
