from collections.abc import Callable

import pytest

from sarto_adapters.device import search
from sarto_adapters.device.search import Row, fast, slow
from sarto_adapters.device.user_agents import kinds, programs

ROWS: list[Row] = [
    ("first", r"one|\btwo", False),
    ("second", "two|Three", True),
    ("third", "three", False),
]
ENGINES = pytest.mark.parametrize("engine", [fast, slow], ids=["fast", "slow"])


@ENGINES
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a ONE", "first"),
        ("two", "first"),
        ("atwo", "second"),
        ("THREE", "third"),
        ("Three", "second"),
        ("four", None),
        ("", None),
    ],
)
def test_the_first_row_that_has_a_word_answers(
    text: str, answer: str | None, engine: Callable[..., search.Find]
) -> None:
    assert search.search(ROWS, engine)(text) == answer


@ENGINES
def test_words_no_engine_can_read_are_left_out(
    engine: Callable[..., search.Find],
) -> None:
    find = search.search([("broken", "(one", False), *ROWS], engine)
    assert find("one") == "first"


def test_without_the_fast_engine_the_other_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "HAS_FAST", False)
    assert search.first_of(ROWS)("one") == "first"


@pytest.mark.parametrize("rows", [kinds(), programs()], ids=["kinds", "programs"])
def test_every_word_of_ours_can_be_read(rows: list[Row]) -> None:
    assert rows
    assert fast(rows)("") is None
