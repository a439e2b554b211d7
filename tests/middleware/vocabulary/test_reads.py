from hypothesis import given
from hypothesis import strategies as st

from sarto.vocabulary.facts import FACTS, Tier
from sarto.vocabulary.reads import ReadSet


def test_what_a_fact_is_made_of_is_read_with_it():
    assert list(ReadSet.of(["daypart", "zone"])) == [
        "country",
        "daypart",
        "time",
        "zone",
    ]


def test_a_name_that_is_no_fact_is_kept():
    assert list(ReadSet.of(["nonsense"])) == ["nonsense"]


def test_two_read_sets_are_joined():
    joined = ReadSet.of(["device"]) | ReadSet.of(["country"])
    assert list(joined) == ["country", "device"]
    assert len(joined) == 2
    assert "device" in joined
    assert "city" not in joined


def test_the_most_private_fact_makes_the_tier():
    assert ReadSet().tier is Tier.SEGMENT
    assert ReadSet.of(["nonsense"]).tier is Tier.SEGMENT
    assert ReadSet.of(["device", "visits"]).tier is Tier.BAND
    assert ReadSet.of(["visits", "city"]).tier is Tier.PERSONAL


NAMES = st.sets(st.sampled_from([fact.name for fact in FACTS if "*" not in fact.name]))


@given(NAMES, NAMES)
def test_a_read_set_covers_what_it_was_joined_from(one, other):
    both = ReadSet.of(one | other)
    assert both == ReadSet.of(one) | ReadSet.of(other)
    assert both.covers(ReadSet.of(one))
    assert ReadSet.of(one).covers(both) == (both == ReadSet.of(one))
