import pytest

from sarto.config.audiences import Audience, Condition
from sarto.decide.conditions import (
    All,
    AnyOf,
    Leaf,
    Named,
    Node,
    Not,
    Window,
    named_nodes,
    node_of,
    parts_of,
    walked,
)
from sarto.vocabulary.patterns import OneOf


def on(fact: str, *words: str) -> Condition:
    return Condition(fact=fact, pattern=OneOf(words), written=f"{fact} = {words}")


PHONE, POLAND = on("device", "mobile"), on("country", "PL")
LEAVES = Leaf(PHONE), Leaf(POLAND)


def test_a_single_condition_is_a_leaf() -> None:
    assert node_of(Audience(conditions=(PHONE,)), {}) == Leaf(PHONE)


def test_an_audience_of_no_conditions_is_everyone() -> None:
    assert node_of(Audience(), {}) == All(())


def test_the_parts_of_a_table_are_joined() -> None:
    audience = Audience(
        conditions=(PHONE,),
        any=(Audience(conditions=(POLAND,)),),
        but_not=Audience(conditions=(PHONE, POLAND)),
    )
    assert node_of(audience, {}) == All(
        (Leaf(PHONE), AnyOf((Leaf(POLAND),)), Not(All(LEAVES)))
    )


def test_who_names_an_audience_shares_its_node() -> None:
    made = named_nodes(
        {
            "both": Audience(all=("poles", "poles", Audience(conditions=(PHONE,)))),
            "poles": Audience(conditions=(POLAND,)),
        }
    )
    first, second, third = parts_of(made["both"].node)
    assert first is second is made["poles"]
    assert third == Leaf(PHONE)


def test_a_long_row_of_audiences_is_made_without_end_of_stack() -> None:
    row = {f"a{n}": Audience(all=(f"a{n + 1}",) * 2) for n in range(3000)}
    made = named_nodes({**row, "a3000": Audience(conditions=(POLAND,))})
    assert made["a0"].facts() == {"country"}


@pytest.mark.parametrize(
    "node",
    [
        All(LEAVES),
        AnyOf(LEAVES),
        Not(All(LEAVES)),
        All((Not(LEAVES[0]), Named("poles", LEAVES[1], frozenset({"country"})))),
    ],
    ids=["all", "any", "not", "named"],
)
def test_a_node_names_every_fact_it_can_read(node: Node) -> None:
    assert node.facts() == {"device", "country"}


def test_a_window_reads_no_fact() -> None:
    assert Window().facts() == frozenset()


def test_every_node_is_walked_once_however_many_name_it() -> None:
    shared = Named("poles", LEAVES[1], frozenset())
    both = All((shared, Not(shared)))
    assert list(walked(both)) == [both, shared, LEAVES[1], both.parts[1]]


def test_leaves_that_ask_the_same_have_one_key() -> None:
    again = Condition(fact="device", pattern=OneOf(("mobile",)), written="otherwise")
    assert Leaf(PHONE).key == Leaf(again).key != Leaf(POLAND).key


@pytest.mark.parametrize(
    ("value", "is_so"), [("mobile", True), ("tv", False), (None, False)]
)
def test_a_leaf_accepts_what_its_pattern_does_and_nothing_unknown(
    value: object, is_so: bool
) -> None:
    assert LEAVES[0].accepts(value) is is_so
