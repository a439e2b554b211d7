import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.config.audiences import Audience, Condition
from sarto.decide.conditions import All, AnyOf, Leaf, Node, Not, Window, named_nodes
from sarto.decide.program import NONE, Program
from sarto.vocabulary.patterns import AnyCase, Counts, Globs, Is, OneOf, Pattern
from support.visits import NOON, visit


def on(fact: str, *words: str) -> Leaf:
    return of(fact, OneOf(words))


def of(fact: str, pattern: Pattern) -> Leaf:
    return Leaf(Condition(fact=fact, pattern=pattern, written=""))


PHONE, POLAND = on("device", "mobile"), on("country", "PL")
BOT = of("bot", Is(flag=True))
VISITS = of("visits", Counts(((2, 9),)))
FIREFOX = of("browser", AnyCase(("firefox",)))


def chosen(*nodes: Node, **pins: object) -> int:
    return Program(nodes).choose(visit(pins=pins))


def holds(node: Node, **pins: object) -> bool:
    return chosen(node, **pins) == 0


def test_the_first_node_that_holds_is_chosen() -> None:
    assert chosen(PHONE, POLAND, country="PL", device="mobile") == 0
    assert chosen(PHONE, POLAND, country="PL") == 1
    assert chosen(PHONE, POLAND) == NONE


def test_of_no_nodes_none_is_chosen() -> None:
    assert chosen() == NONE


def test_every_part_must_hold() -> None:
    assert holds(All((PHONE, POLAND)), device="mobile", country="PL")
    assert not holds(All((PHONE, POLAND)), device="mobile", country="DE")


def test_of_no_parts_all_hold_and_none_does() -> None:
    assert holds(All(()))
    assert not holds(AnyOf(()))


def test_some_part_must_hold() -> None:
    assert holds(AnyOf((PHONE, POLAND)), country="PL")
    assert not holds(AnyOf((PHONE, POLAND)), country="DE")


@pytest.mark.parametrize(
    "leaf", [PHONE, BOT, FIREFOX], ids=["word", "flag", "any case"]
)
def test_an_unknown_fact_satisfies_no_condition_and_not_of_it_holds(leaf: Leaf) -> None:
    assert not holds(leaf)
    assert holds(Not(leaf))


def test_a_fact_of_another_type_satisfies_no_condition() -> None:
    assert not holds(VISITS, visits="many")
    assert not holds(BOT, bot="true")
    assert not holds(PHONE, device=["mobile"])


def test_not_negates_the_whole() -> None:
    neither = Not(All((PHONE, POLAND)))
    assert holds(neither, device="mobile", country="DE")
    assert not holds(neither, device="mobile", country="PL")


@pytest.mark.parametrize(
    ("start", "until", "is_open"),
    [(None, None, True), (NOON, None, True), (None, NOON, False), (NOON, NOON, False)],
)
def test_a_window_holds_from_its_start_to_before_its_end(start, until, is_open) -> None:
    assert holds(Window(start=start, until=until)) is is_open


def test_a_part_that_decides_spares_the_rest() -> None:
    asked = visit(pins={"device": "tv"})
    Program((All((PHONE, POLAND)),)).choose(asked)
    assert asked.reads == {"device"}


class Counting:
    """A reader that counts."""

    now = NOON

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        self.asked: list[str] = []

    def __getitem__(self, fact: str) -> object:
        self.asked.append(fact)
        return self.facts.get(fact)


def test_a_fact_is_read_once_by_all_rules() -> None:
    reader = Counting(browser="Opera", device="tv")
    nodes = (FIREFOX, of("browser", AnyCase(("edge",))), PHONE, on("device", "tablet"))
    assert Program(nodes).choose(reader) == NONE
    assert reader.asked == ["browser", "device"]


@pytest.mark.parametrize(
    "pattern", [Globs(("/a*",)), OneOf(("/abc",))], ids=["call", "words"]
)
def test_a_condition_of_several_rules_is_asked_once(pattern: Pattern) -> None:
    asked: list[bool] = []
    leaf = of("path", pattern)
    rules = (All((leaf, PHONE)), All((leaf, POLAND)), All((leaf, BOT)))

    def note(_leaf: object, answer: bool) -> bool:
        asked.append(answer)
        return answer

    assert Program(rules).traced(Counting(path="/abc"), note) == NONE
    assert asked == [True, False, False, False]


NAMED = named_nodes(
    {
        "poles": Audience(conditions=(POLAND.condition,)),
        "twice": Audience(all=("poles", "poles")),
        "phones": Audience(all=("twice",), conditions=(PHONE.condition,)),
    }
)


def test_an_audience_that_many_name_is_asked_once() -> None:
    reader = Counting(country="PL")
    assert (
        Program((NAMED["phones"], Not(NAMED["twice"]), NAMED["poles"])).choose(reader)
        == 2
    )
    assert reader.asked == ["device", "country"]


def test_an_audience_that_does_not_hold_is_not_asked_again() -> None:
    reader = Counting(country="DE")
    assert Program((NAMED["twice"], NAMED["poles"])).choose(reader) == NONE
    assert reader.asked == ["country"]


def test_a_ladder_of_audiences_is_climbed_once() -> None:
    both = {
        f"{side}{n}": Audience(all=(f"a{n + 1}", f"b{n + 1}"))
        for n in range(49)
        for side in "ab"
    }
    last = {side + "49": Audience(conditions=(POLAND.condition,)) for side in "ab"}
    made = named_nodes({**both, **last})
    assert holds(made["a0"], country="PL")
    assert not holds(made["a0"], country="DE")


def test_nothing_an_author_wrote_is_read_as_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    word = "'] or __import__('os').abort() #"
    seen: list[ast.AST] = []
    fixed = ast.fix_missing_locations

    def watched(module: ast.AST) -> ast.AST:
        seen.append(module)
        return fixed(module)

    monkeypatch.setattr(ast, "fix_missing_locations", watched)
    assert (
        chosen(of(word, Is(flag=True)), on("device", word), of("x", Globs((word,))))
        == NONE
    )
    strings = [
        n.value
        for n in ast.walk(seen[0])
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    names = {n.id for n in ast.walk(seen[0]) if isinstance(n, ast.Name)}
    assert strings.count(word) == 2
    assert all(name.isidentifier() and len(name) < 7 for name in names)


LEAVES = st.sampled_from([PHONE, POLAND, BOT, VISITS, FIREFOX, *NAMED.values()])
TREES = st.recursive(
    LEAVES,
    lambda some: (
        st.lists(some, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(some, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
        | some.map(Not)
    ),
    max_leaves=12,
)
FACTS = st.fixed_dictionaries(
    {
        "device": st.sampled_from(["mobile", "tv", None]),
        "country": st.sampled_from(["PL", "DE", None]),
        "bot": st.sampled_from([True, False, None]),
        "visits": st.sampled_from([1, 2, "x", None]),
        "browser": st.sampled_from(["FIREFOX", "Opera", None]),
    }
)


def plainly(node: object, facts: dict[str, object]) -> bool:
    match node:
        case Leaf():
            return node.accepts(facts[node.condition.fact])
        case All():
            return all(plainly(part, facts) for part in node.parts)
        case AnyOf():
            return any(plainly(part, facts) for part in node.parts)
        case Not():
            return not plainly(node.part, facts)
        case _:
            return plainly(node.node, facts)


@given(st.lists(TREES, max_size=4), FACTS)
def test_a_program_says_what_its_nodes_say(nodes, facts) -> None:
    expected = next((n for n, node in enumerate(nodes) if plainly(node, facts)), NONE)
    program, reader = Program(tuple(nodes)), Counting(**facts)
    assert program.choose(reader) == expected
    assert program.traced(Counting(**facts), lambda _leaf, answer: answer) == expected
    assert set(reader.asked) <= {fact for node in nodes for fact in node.facts()}
