"""What must hold behind every cache, by number: each is a test of its own.

Those with a star are tried through a real Varnish and a real nginx as well.
"""

from pathlib import Path

from support.invariants import numbered

STARRED = [1, 19, 22, 24, 25, 29, 30, 33, 35, 37, 42]


def test_each_of_the_44_invariants_is_one_test():
    found = [number for number, _ in numbered(Path(__file__).parent)]
    once = [n for n, is_real in numbered(Path(__file__).parent) if not is_real]
    assert sorted(once) == [*range(1, 45)]
    assert sorted(found) == sorted([*range(1, 45), *STARRED])


def test_those_with_a_star_are_tried_through_real_caches():
    assert (
        sorted(n for n, is_real in numbered(Path(__file__).parent) if is_real)
        == STARRED
    )
