"""Texts that globs match and others do not, against every text of a few letters."""

from itertools import product
from random import Random

import pytest

from sarto.vocabulary.globs import any_of
from sarto.workbench.reasoning.atoms import ExhaustedError
from sarto.workbench.reasoning.link import SHAPES
from sarto.workbench.reasoning.reach import Shape, reached

FORMS = ["a", "b", "/", "*", "?", "[ab]", "{x}", "ab"]
TEXTS = ["".join(each) for size in range(6) for each in product("ab/c", repeat=size)]


def test_a_text_is_found_where_there_is_one() -> None:
    seed = 20261122
    rng = Random(seed)  # noqa: S311 - chance that can be repeated
    found = 0
    for _ in range(400):
        wanted = [
            (
                tuple(
                    "".join(rng.choices(FORMS, k=3)) for _ in range(rng.choice([1, 2]))
                ),
                rng.random() < 0.5,
            )
            for _ in range(rng.randrange(1, 4))
        ]
        text = reached(wanted, Shape())
        fitting = [each for each in TEXTS if is_so(wanted, each)]
        if text is None:
            assert not fitting, (seed, wanted)
        else:
            assert is_so(wanted, text), (seed, wanted, text)
            assert all(len(text) <= len(each) for each in fitting)
            found += 1
    assert 100 < found < 400


def is_so(wanted: list[tuple[tuple[str, ...], bool]], text: str) -> bool:
    return all(bool(any_of(globs).fullmatch(text)) is holds for globs, holds in wanted)


@pytest.mark.parametrize(
    ("shape", "globs", "text"),
    [
        ("path", ("*a",), "/a"),
        ("path", ("a*",), None),
        ("host", ("*.b",), "a.b"),
        ("host", ("..*",), None),
        ("host", ("*.",), None),
        ("host", ("A*",), None),
    ],
)
def test_texts_have_the_shape_of_their_fact(
    shape: str, globs: tuple[str, ...], text: str | None
) -> None:
    assert reached([(globs, True)], SHAPES[shape]) == text


def test_a_walk_that_is_too_long_is_given_up() -> None:
    globs = [((f"*{'?' * size}a{'?' * 12}*",), size % 2 == 0) for size in range(8)]
    with pytest.raises(ExhaustedError):
        reached(globs, Shape())
