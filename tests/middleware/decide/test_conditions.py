import pytest

from sarto.config.audiences import Audience, Condition
from sarto.decide.conditions import All, AnyOf, Leaf, Node, Not, compiled
from sarto.vocabulary.patterns import Counts, Is, OneOf
from sarto.vocabulary.reads import ReadSet
from support.visits import visit


def on(fact: str, *words: str) -> Condition:
    return Condition(fact=fact, pattern=OneOf(words), written=f"{fact} = {words}")


PHONE = on("device", "mobile")
POLAND = on("country", "PL")
BOT = Condition(fact="bot", pattern=Is(flag=True), written="bot = true")
VISITS = Condition(fact="visits", pattern=Counts(((2, 9),)), written='visits = "2..9"')


def holds(audience: Audience, **pins: object) -> bool:
    return compiled(audience, {})(visit(pins=pins))


def test_every_condition_of_a_table_must_hold() -> None:
    both = Audience(conditions=(PHONE, POLAND))
    assert holds(both, device="mobile", country="PL")
    assert not holds(both, device="mobile", country="DE")


def test_an_audience_of_no_conditions_is_everyone() -> None:
    assert holds(Audience())


@pytest.mark.parametrize("condition", [PHONE, POLAND, BOT], ids=lambda c: c.written)
def test_an_unknown_fact_satisfies_no_condition(condition: Condition) -> None:
    assert not holds(Audience(conditions=(condition,)))


@pytest.mark.parametrize("condition", [PHONE, POLAND, BOT], ids=lambda c: c.written)
def test_not_of_an_unknown_fact_holds(condition: Condition) -> None:
    assert holds(Audience(but_not=Audience(conditions=(condition,))))


def test_a_fact_of_another_type_satisfies_no_condition() -> None:
    assert not holds(Audience(conditions=(VISITS,)), visits="many")


def test_not_negates_the_whole_table() -> None:
    neither = Audience(but_not=Audience(conditions=(PHONE, POLAND)))
    assert holds(neither, device="mobile", country="DE")
    assert not holds(neither, device="mobile", country="PL")


def test_any_holds_when_one_does() -> None:
    either = Audience(
        any=(Audience(conditions=(PHONE,)), Audience(conditions=(POLAND,)))
    )
    assert holds(either, country="PL")
    assert not holds(either, country="DE")


def test_any_is_joined_to_the_other_keys() -> None:
    both = Audience(conditions=(BOT,), any=(Audience(conditions=(PHONE,)),))
    assert holds(both, bot=True, device="mobile")
    assert not holds(both, bot=False, device="mobile")


def test_all_joins_audiences_by_name_and_on_the_spot() -> None:
    named = {"poles": Audience(conditions=(POLAND,))}
    both = Audience(all=("poles", Audience(conditions=(PHONE,))))
    node = compiled(both, named)
    assert node(visit(pins={"country": "PL", "device": "mobile"}))
    assert not node(visit(pins={"country": "PL"}))


def test_named_audiences_may_name_others() -> None:
    named = {"a": Audience(all=("b",)), "b": Audience(conditions=(POLAND,))}
    assert compiled(Audience(all=("a",)), named)(visit(pins={"country": "PL"}))


def test_a_single_condition_is_compiled_to_itself() -> None:
    assert compiled(Audience(conditions=(PHONE,)), {}) == Leaf(PHONE)


LEAVES = Leaf(PHONE), Leaf(POLAND)


@pytest.mark.parametrize(
    "node",
    [All(LEAVES), AnyOf(LEAVES), Not(All(LEAVES)), All((Not(LEAVES[0]), LEAVES[1]))],
    ids=["all", "any", "not", "nested"],
)
def test_a_node_names_every_fact_it_can_read(node: Node) -> None:
    assert set(node.facts()) == {"device", "country"}


def test_what_a_node_reads_is_in_its_read_set() -> None:
    zone = Leaf(on("zone", "Europe/Warsaw"))
    asked = visit()
    assert not zone(asked)
    assert asked.reads <= ReadSet.of(zone.facts()).facts == {"zone", "country"}


def test_a_part_that_decides_spares_the_rest() -> None:
    asked = visit(pins={"device": "tv"})
    assert not All(LEAVES)(asked)
    assert asked.reads == {"device"}
