from sarto.measure.totals import added, grouped, of_arms, total
from sarto.vocabulary.measured import Cell, Sums

ONE = Sums(units=3, converted=1, x=2, xx=4, v=7, vv=49, xv=14, b=1, c=2, vc=14)
CELLS = [
    Cell(variant="a", audience="", facts={"device": "tv"}, sums=ONE),
    Cell(variant="b", audience="", facts={"device": "tv"}, sums=Sums(units=1)),
    Cell(variant="a", audience="", facts={"device": "other"}, sums=ONE),
]


def test_all_sums_are_added():
    assert added(ONE, ONE) == Sums(
        units=6, converted=2, x=4, xx=8, v=14, vv=98, xv=28, b=2, c=4, vc=28
    )
    assert added(ONE, Sums()) == ONE
    assert total([]) == Sums()


def test_cells_are_added_up_by_what_they_have_in_common():
    found = grouped(CELLS, lambda cell: cell.facts["device"])
    assert found == {"tv": added(ONE, Sums(units=1)), "other": ONE}


def test_each_arm_has_sums_in_its_order_and_no_other_variant_has():
    found = of_arms(CELLS, ["c", "a"])
    assert list(found.items()) == [("c", Sums()), ("a", added(ONE, ONE))]
