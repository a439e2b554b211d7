import pytest

from sarto.cache import alone
from sarto.cache.alone import LONGEST, SECONDS, Alone


def test_a_path_is_remembered_for_a_while() -> None:
    pages = Alone()
    pages.note("/a", 100.0)
    assert pages.has("/a", 100.0)
    assert pages.has("/a", 100.0 + SECONDS - 0.001)
    assert not pages.has("/a", 100.0 + SECONDS)
    assert not pages.has("/b", 100.0)


def test_what_is_noted_again_is_remembered_from_then_on() -> None:
    pages = Alone()
    pages.note("/a", 100.0)
    pages.note("/a", 105.0)
    assert pages.has("/a", 105.0 + SECONDS - 0.001)


def test_a_very_long_path_is_forgotten_at_once() -> None:
    pages = Alone()
    pages.note("/" * LONGEST, 100.0)
    pages.note("/" * (LONGEST + 1), 100.0)
    assert pages.has("/" * LONGEST, 100.0)
    assert not pages.has("/" * (LONGEST + 1), 100.0)


def test_no_more_is_kept_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "MOST", 3)
    pages = Alone()
    for number in range(99):
        pages.note(f"/{number}", 100.0)
        assert pages.has(f"/{number}", 100.0)
    assert sum(pages.has(f"/{number}", 100.0) for number in range(99)) <= 3
