import pytest

from sarto.vocabulary.consent import MALFORMED, MANY, OPAQUE, Fault, Record, State

G, D, U, IMPLIED, STALE = (
    State.GRANTED,
    State.DENIED,
    State.UNDECIDED,
    State.IMPLIED,
    State.STALE,
)
BOTH = {"a": True, "b": False, "c": None}


@pytest.mark.parametrize("means", list(State))
def test_a_yes_is_worth_what_the_record_means_and_a_no_is_a_no(means):
    record = Record(said=BOTH, means=means)
    assert [record.state(id_) for id_ in "abcd"] == [means, D, U, U]


@pytest.mark.parametrize("fault", list(Fault))
def test_with_a_fault_only_a_no_is_left(fault):
    record = Record(said=BOTH, fault=fault, unsaid=G)
    assert [record.state(id_) for id_ in "abcd"] == [U, D, U, U]
    assert Record(fault=fault, unsaid=D).state("a") is D


def test_what_a_record_does_not_name_is_as_it_says():
    assert Record(unsaid=IMPLIED).state("a") is IMPLIED


def test_a_record_of_too_many_ids_is_unsound():
    said = dict.fromkeys(map(str, range(MANY + 1)), True)
    assert Record(said=said).state("1") is U


def test_an_old_name_counts_where_no_id_has_its_new_one():
    older = {"new": "1", "other": "2"}
    assert Record(said={"1": True}, older=older).state("new") is G
    assert Record(said={"1": True, "other": True}, older=older).state("new") is U


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (MALFORMED, "malformed"),
        (OPAQUE, "opaque"),
        (Record(said={"a": True}), "granted"),
        (Record(said=BOTH), "partial"),
        (Record(said=BOTH, means=IMPLIED), "implied"),
        (Record(said={"a": False}, means=IMPLIED), "denied"),
        (Record(said={"a": False}, means=STALE), "stale"),
        (Record(said={"a": None}), "undecided"),
        (Record(), "undecided"),
        (Record(unsaid=D), "denied"),
        (Record(said={"n": True}, always=frozenset("n")), "denied"),
        (Record(said={"n": True}, means=U, always=frozenset("n")), "undecided"),
        (Record(said={"n": True, "a": True}, always=frozenset("n")), "granted"),
    ],
)
def test_it_is_summed_up_in_a_word(record, told):
    assert record.told == told
