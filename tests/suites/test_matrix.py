"""Every server before every framework: what strict clients get, and what they are told.

Each cell runs twice, behind Sarto and bare; a fact compares the two. The table in the
README is what a run saw: `SARTO_WRITE_MATRIX=1` writes it there, else it must be so.
"""

import os
from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("support.matrix")

from support.matrix import (  # noqa: E402 - its asserts are to speak
    facts_of_conditions,
    facts_of_pages,
    facts_of_sockets,
    facts_of_streams,
    facts_of_talk,
    facts_of_the_end,
)
from support.matrix.cells import CELLS, Cell  # noqa: E402
from support.matrix.facts import FACTS, Fact  # noqa: E402
from support.matrix.running import Fleet, Pair  # noqa: E402
from support.matrix.table import shown, table, write  # noqa: E402

pytestmark = pytest.mark.slow
ROOMS = (facts_of_conditions, facts_of_pages, facts_of_sockets)
ROOMS += (facts_of_streams, facts_of_talk)
END = facts_of_the_end


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "fact" in metafunc.fixturenames:
        found = [(cell, one) for cell in CELLS for one in FACTS if one.is_for(cell)]
        names = [f"{cell.name}: {one.name}" for cell, one in found]
        metafunc.parametrize(("cell", "fact"), found, ids=names)


@pytest.fixture(scope="module")
def fleet(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fleet]:
    """Have the servers of what this run asks for; those of no other cell start."""
    asked = [getattr(item, "callspec", None) for item in request.session.items]
    cells = [call.params["cell"] for call in asked if call and "fact" in call.params]
    there = [cell for cell in CELLS if cell in cells and not cell.missing]
    made = Fleet(tmp_path_factory.mktemp("matrix"), there)
    yield made
    made.close()


@pytest.fixture
def pair(cell: Cell, fleet: Fleet) -> Pair:
    """Give the cell's servers; those of the cell before are stopped then."""
    if cell.missing:
        if os.environ.get("SARTO_NEEDS_SERVERS"):
            pytest.fail(f"{cell.missing} is not installed, and this run needs it")
        pytest.skip(f"no {cell.missing} here")
    return fleet.turn(cell)


def test_that(pair: Pair, fact: Fact) -> None:
    pair.asked += 1
    fact.proof(pair)
    pair.proved += 1


def test_the_readme_shows_what_holds(fleet: Fleet) -> None:
    facts = {cell.name: sum(one.is_for(cell) for one in FACTS) for cell in CELLS}
    ran = {name: pair.asked for name, pair in fleet.pairs.items()}
    if ran != facts:
        pytest.skip("only a part of the matrix was run: its table is not compared")
    held = {name: (pair.proved, pair.asked) for name, pair in fleet.pairs.items()}
    if os.environ.get("SARTO_WRITE_MATRIX"):
        write(table(held))

    assert shown() == table(held)
    assert min(facts.values()) >= 25
