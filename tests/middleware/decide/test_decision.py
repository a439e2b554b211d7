import pytest

from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from support.visits import visit


@pytest.mark.parametrize(
    ("fragment", "attrs", "is_own"),
    [
        pytest.param(None, (), True, id="nothing"),
        pytest.param("hero.html", (), False, id="a fragment"),
        pytest.param(None, (("class", "compact"),), False, id="attributes"),
    ],
)
def test_the_page_is_its_own_where_nothing_is_shown_or_set(
    fragment: str | None,
    attrs: tuple[tuple[str, str], ...],
    is_own: bool,
) -> None:
    place = Place(name="hero")
    decision = Decision(place=place, fragment=fragment, attrs=attrs, visit=visit())
    assert decision.is_own is is_own


def test_decisions_are_equal_whoever_they_are_for() -> None:
    place = Place(name="hero")
    assert Decision(place=place, visit=visit()) == Decision(place=place, visit=visit())
