"""Whatever a fact's conditions are: from the token alone each answers as it did."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sarto.cache.dimension import MOST, Classed, Dimension
from sarto.config.audiences import Condition
from sarto.context.classed import CLASS, ClassedVisit
from sarto.context.visit import Visit
from sarto.decide.conditions import All, AnyOf, Leaf, Named, Node, Not, Window
from sarto.decide.program import Program
from sarto.vocabulary.patterns import (
    Among,
    AnyCase,
    Counts,
    Dates,
    Either,
    Globs,
    Holds,
    Is,
    OneOf,
    Pattern,
    There,
    Times,
)
from support.visits import NOON, sources

FACT = "signals.booked"  # which may be counted, too; its kind does not matter here
TOKEN = re.compile("[a-z0-9_-]{1,32}")
WORDS = [
    "a",
    "b",
    "A",
    "cafe",
    "c1",
    "none",
    "long",
    "a_b",
    "x y",
    "é",
    "own-a",
    "z" * 40,
]

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True).map(tuple)
spans = st.tuples(st.integers(0, 9), st.integers(0, 9))
PATTERNS: st.SearchStrategy[Pattern] = st.one_of(
    words.map(OneOf),
    words.map(AnyCase),
    words.map(Among),
    words.map(Globs),
    st.just(Globs(("*",))),
    words.map(frozenset).map(Holds),
    st.booleans().map(Is),
    st.booleans().map(There),
    st.lists(spans, min_size=1, max_size=2).map(tuple).map(Counts),
    st.lists(spans, min_size=1, max_size=2).map(tuple).map(Times),
    st.just(Dates(((date(2026, 1, 1), date(2026, 6, 30)),))),
    st.tuples(words.map(OneOf), spans.map(lambda span: Counts((span,)))).map(Either),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from(WORDS),
    st.sampled_from([time(0, 1), time(0, 5), date(2026, 3, 1), frozenset("ab"), 2.5]),
)
SPANS: list[tuple[timedelta | None, str | None]] = [
    (None, None),
    (timedelta(days=7), None),
    (timedelta(days=90), None),
    (None, "signals.paid"),
]


class Counting(Visit):
    """A visit of whom these are known, by the span that is counted."""

    values: Mapping[tuple[float | None, str | None], object]

    def _find(self, name: str) -> tuple[object, str]:
        return self.values[None, None], "the test"

    def counted(self, name: str, within: float | None, since: str | None) -> object:
        return self.values[within, since]


def visit_of(values: list[object]) -> Counting:
    visit = Counting({"type": "http", "headers": []}, sources())
    seconds = [within and within.total_seconds() for within, _ in SPANS]
    names = [since for _, since in SPANS]
    visit.values = dict(zip(zip(seconds, names, strict=True), values, strict=True))
    return visit


@st.composite
def leaves(draw: st.DrawFn, spans: int = len(SPANS)) -> tuple[Leaf, ...]:
    """Give conditions on one fact, each once, as a site has them."""
    some = st.sampled_from(SPANS[:spans])
    pairs = st.lists(st.tuples(PATTERNS, some), min_size=1, max_size=8)
    made = (
        Leaf(Condition(fact=FACT, pattern=p, written="", within=within, since=since))
        for p, (within, since) in draw(pairs)
    )
    return tuple({leaf.key: leaf for leaf in made}.values())


MANY = st.lists(VALUES, min_size=len(SPANS), max_size=len(SPANS))


def classed(dimension: Dimension, token: str) -> ClassedVisit:
    """Meet whoever is told by that token alone."""
    found = ClassedVisit({"type": "http", "headers": []}, sources())
    found.given = {CLASS + FACT: dimension.value(token)}
    return found


@given(leaves(), MANY)
def test_each_condition_answers_a_class_as_it_answered_the_visitor(asked, values):
    dimension, visit = Dimension(fact=FACT, leaves=asked), visit_of(values)
    token = dimension.token(visit)
    assert TOKEN.fullmatch(token)

    rewrite, told = Classed.of([dimension]), classed(dimension, token)

    for leaf in asked:
        other = rewrite.node(leaf)
        assert Program((other,)).choose(told) == Program((leaf,)).choose(visit)
    assert told.is_within({FACT})


@given(leaves(), MANY, st.data())
def test_so_does_every_tree_of_them(asked, values, data):
    dimension, visit = Dimension(fact=FACT, leaves=asked), visit_of(values)
    windows = [
        Window(start=NOON),
        Window(until=NOON),
        Window(start=datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    trees = st.recursive(
        st.sampled_from([*asked, *windows]),
        lambda parts: st.one_of(
            st.lists(parts, max_size=3).map(lambda some: All(tuple(some))),
            st.lists(parts, max_size=3).map(lambda some: AnyOf(tuple(some))),
            parts.map(Not),
            parts.map(lambda part: Named("named", part, part.facts())),
        ),
        max_leaves=6,
    )
    node: Node = data.draw(trees)

    other = Classed.of([dimension]).node(node)

    told = classed(dimension, dimension.token(visit))
    assert Program((other,)).choose(told) == Program((node,)).choose(visit)
    assert FACT not in other.facts()


@given(leaves(), st.lists(MANY, min_size=2, max_size=6))
def test_other_classes_have_other_tokens_and_the_same_the_same(asked, people):
    dimension = Dimension(fact=FACT, leaves=asked)
    told = [visit_of(values) for values in people]
    pairs = {(dimension.asked(visit), dimension.token(visit)) for visit in told}
    assert (
        len({of for of, _ in pairs}) == len({token for _, token in pairs}) == len(pairs)
    )
    assert all(dimension.value(token) == of for of, token in pairs)


@given(leaves(), MANY, st.text(alphabet="c0123456789abcdef_-own", max_size=6))
def test_every_class_has_one_token_and_whatever_else_is_said_has_none(
    asked, values, said
):
    dimension = Dimension(fact=FACT, leaves=asked)
    try:
        found = dimension.value(said)
    except ValueError:
        assert dimension.token(visit_of(values)) != said
    else:
        assert dimension.spelt(found) == said


@given(leaves(spans=1), st.lists(MANY, min_size=1, max_size=20))
def test_a_dimension_is_no_larger_than_it_says(asked, people):
    dimension = Dimension(fact=FACT, leaves=asked)
    found = {dimension.asked(visit_of(values)) for values in people}
    assert len(found) <= dimension.size


@given(st.integers(MOST - 2, MOST + 40), st.sets(st.integers(0, MOST + 37), min_size=1))
def test_of_very_many_conditions_a_token_is_right_or_there_is_none(number, accepted):
    asked = [Globs((f"*-{n:03}-*",)) for n in range(number)]
    conditions = (Condition(fact=FACT, pattern=each, written="") for each in asked)
    dimension = Dimension(fact=FACT, leaves=tuple(map(Leaf, conditions)))
    value = "-".join(["", *(f"{n:03}-" for n in sorted(accepted)), ""])

    token = dimension.token(visit_of([value] * len(SPANS)))

    kept = frozenset(n for n in accepted if n < number)
    if token is None:
        assert max(kept) >= MOST
    else:
        assert TOKEN.fullmatch(token)
        assert dimension.value(token) == kept
