import re

import pytest

from sarto.cache.dimension import Accepts, Classed, Dimension
from sarto.cache.spelling import Spelling
from sarto.config.audiences import Condition
from sarto.context.visit import Visit
from sarto.decide.conditions import All, AnyOf, Capped, Leaf, Named, Not, Window
from sarto.vocabulary.facts import FACTS, Tier
from sarto.vocabulary.patterns import Counts, Globs, Is, OneOf, Pattern
from support.visits import visit

HEADER = re.compile("X-Sarto(-[A-Z0-9][A-Za-z0-9]*)+")
FAR = tuple(f"{a}{b}" for a in "ABCDEFGH" for b in "XYZ")


def leaf(pattern: Pattern, fact: str = "country") -> Leaf:
    return Leaf(Condition(fact=fact, pattern=pattern, written=""))


def countries(*lists: tuple[str, ...]) -> Dimension:
    leaves = tuple(leaf(OneOf(words)) for words in lists)
    return Dimension(fact="country", leaves=leaves)


def pinned(value: object, fact: str = "country") -> Visit:
    return visit(pins={fact: value})


@pytest.mark.parametrize(
    ("fact", "header"),
    [
        ("country", "X-Sarto-Country"),
        ("color_scheme", "X-Sarto-Color-Scheme"),
        ("signals.booked", "X-Sarto-Signals-Booked"),
        ("facts.high-tide", "X-Sarto-Facts-High-Tide"),
        ("levels.area51", "X-Sarto-Levels-Area51"),
    ],
)
def test_a_header_is_called_as_its_fact(fact: str, header: str) -> None:
    assert Dimension(fact=fact).header == header


@pytest.mark.parametrize(
    "name",
    ["High Tide", "high_tide", "a--b", "-a", "a-", "é", "a.value", "A", "a:b\r\nc"],
)
def test_what_an_author_named_oddly_goes_by_a_number(name: str) -> None:
    made = Dimension(fact=f"facts.{name}").header
    assert HEADER.fullmatch(made)
    assert made == Dimension(fact=f"facts.{name}").header
    assert name not in made.removeprefix("X-Sarto-Facts-") or len(name) == 1


def test_no_two_facts_have_one_header() -> None:
    names = [row.name.replace("*", "a") for row in FACTS]
    names += ["signals.a-b", "signals.a_b", "signals.A-b"]
    both = [Dimension(fact=name) for name in names]
    both += [Dimension(fact=name, spelling=Spelling.of("x")) for name in names]
    headers = {each.header.lower() for each in both}
    assert len(headers) == len(both)
    taken = ("Version", "Pass", "Own", "Noted", "Fill", "Edge", "Vary", "Tags")
    assert headers.isdisjoint(f"x-sarto-{name}".lower() for name in taken)


@pytest.mark.parametrize(
    ("value", "token"),
    [("IR", "ir_us"), ("US", "ir_us"), ("PL", "pl"), ("JP", "none"), (None, "none")],
)
def test_values_that_no_condition_tells_apart_are_one_class(value, token) -> None:
    assert countries(("IR", "US"), ("PL",)).token(pinned(value)) == token


def test_a_value_of_several_lists_is_a_class_of_its_own() -> None:
    both = countries(("IR", "US"), ("US", "PL"))
    tokens = {value: both.token(pinned(value)) for value in ("IR", "US", "PL", "DE")}
    assert tokens == {"IR": "ir", "US": "us", "PL": "pl", "DE": "none"}
    assert both.value("us") == frozenset({0, 1})


def test_a_long_list_goes_by_a_number() -> None:
    many = countries(FAR, ("PL",))
    assert many.token(pinned("AX")) == "c1"
    assert many.value("c1") == frozenset({0})
    assert many.token(pinned("PL")) == "pl"


def test_a_word_that_looks_like_a_number_is_written_as_one() -> None:
    canada = countries(("CA",), ("PL",))
    assert canada.token(pinned("CA")) == "c1"
    assert canada.value("c1") == frozenset({0})


@pytest.mark.parametrize(
    "said",
    ["", "ca", "C1", "c01", "c0", "c4", "c", "c-1", "c+1", "c 1", "c1 ", "c1_", "cg", "ir", "1", "own-c1", "c2", "PL", "c" + "f" * 99],
)  # fmt: skip
def test_what_is_not_canonical_is_no_token(said: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(said) + "$|invalid literal"):
        countries(("CA",), ("PL",)).value(said)


def test_the_value_of_a_shown_fact_is_read_back() -> None:
    shown = Dimension(fact="country", spelling=Spelling.of(("IR", "US")))
    assert shown.name == "country"
    assert shown.header == "X-Sarto-Value-Country"
    assert shown.token(pinned("IR")) == "ir"
    assert (shown.value("ir"), shown.value("none")) == ("IR", None)
    assert shown.token(pinned("PL")) is None
    with pytest.raises(ValueError, match="pl"):
        shown.value("pl")


def by_url(*, value: str = "fa") -> Dimension:
    leaves = (leaf(OneOf(("fa",)), "language"), leaf(OneOf(("pl",)), "language"))
    return Dimension(fact="language", leaves=leaves, by_url=lambda _visit: value)


class Chosen(Visit):
    """Somebody who chose their language."""

    def _find(self, name: str) -> tuple[object, str]:
        return "fa", "the visitor"


def test_what_the_visitor_chose_is_told_apart_where_addresses_tell_it_too() -> None:
    chosen = Chosen({"type": "http", "headers": []}, visit().sources)
    assert by_url().token(chosen) == "own-fa"
    assert by_url().token(pinned("fa", "language")) == "fa"
    assert by_url().value("own-fa") == by_url().value("fa") == frozenset({0})
    assert Dimension(fact="language", leaves=by_url().leaves).token(chosen) == "fa"


def test_what_has_no_token_is_not_chosen_either() -> None:
    chosen = Chosen({"type": "http", "headers": []}, visit().sources)
    spelt = Spelling.of(("en",))
    shown = Dimension(fact="language", spelling=spelt, by_url=lambda _visit: None)
    assert shown.token(chosen) is None


@pytest.mark.parametrize(
    ("patterns", "size"),
    [
        ([OneOf(("IR", "US")), OneOf(("PL",))], 3),
        ([OneOf(("IR", "US")), OneOf(("US",))], 3),
        ([Is(flag=True)], 2),
        ([Is(flag=True), Is(flag=False)], 3),
        ([Is(flag=True), OneOf(("a",))], 3),
        ([Counts(((1, 2),)), Counts(((2, 3),))], 4),
        ([Globs(("a*",)), OneOf(("b",)), Is(flag=True)], 8),
    ],
)
def test_a_dimension_tells_how_many_values_it_can_have(patterns, size) -> None:
    assert Dimension(fact="x", leaves=tuple(map(leaf, patterns))).size == size


def test_a_shown_fact_has_each_of_its_values_and_none() -> None:
    assert Dimension(fact="x", spelling=Spelling.of(("IR", "US"))).size == 3


def test_a_class_is_accepted_by_its_numbers_only() -> None:
    assert Accepts(1).holds(frozenset({0, 1}))
    for other in (frozenset({0}), frozenset[int](), {1}, 1, "1", None):
        assert not Accepts(1).holds(other)
    assert Accepts(1).example == "1"


def test_shared_nodes_stay_shared_and_what_is_of_no_class_stays_as_it_is() -> None:
    asked, other = leaf(OneOf(("IR",))), leaf(OneOf(("x",)), "host")
    capped = Capped(rule="r", times=3, per="day")
    named = Named("far", asked, asked.facts())
    classed = Classed.of(
        [countries(("IR",)), Dimension(fact="host", spelling=Spelling.of("x"))]
    )

    made = classed.node(
        All((named, Not(named), AnyOf((named, capped)), other, capped, Window()))
    )

    assert isinstance(made, All)
    first, negated, either, *rest = made.parts
    assert isinstance(first, Named)
    assert isinstance(negated, Not)
    assert negated.part is first
    assert isinstance(either, AnyOf)
    assert either.parts[0] is first
    assert rest == [other, capped, Window()]
    assert first.facts() == {"=country"}
    assert classed.node(named) is first


def test_a_band_keeps_its_tier() -> None:
    assert Dimension(fact="level", tier=Tier.BAND).tier is Tier.BAND
