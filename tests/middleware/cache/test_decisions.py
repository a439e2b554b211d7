from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sarto.cache import decisions
from sarto.cache.decisions import DecisionCache, Generations, Inputs

NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
ALL = Inputs(
    headers=frozenset({b"user-agent"}),
    cookies=("lang",),
    is_path=True,
    is_query=True,
    is_client=True,
)
SCOPE = {
    "path": "/a",
    "query_string": b"q=1",
    "client": ("127.0.0.1", 5),
    "headers": [(b"user-agent", b"x"), (b"cookie", b"lang=fa; id=7"), (b"dnt", b"1")],
}


def other(**said):
    return ALL.key({**SCOPE, **said})


@pytest.mark.parametrize(
    "said",
    [
        {"path": "/b"},
        {"query_string": b"q=2"},
        {"client": ("127.0.0.2", 5)},
        {"client": None},
        {"headers": [(b"user-agent", b"y"), (b"cookie", b"lang=fa")]},
        {"headers": [(b"user-agent", b"x"), (b"cookie", b"lang=pl")]},
        {"headers": [(b"user-agent", b"x"), (b"user-agent", b"x")]},
        {"headers": [(b"cookie", b"lang=fa")]},
    ],
    ids=str,
)
def test_whatever_a_fact_comes_from_is_in_the_key(said):
    assert other(**said) != ALL.key(SCOPE)


@pytest.mark.parametrize(
    "said",
    [
        {"client": ("127.0.0.1", 6)},
        {"headers": [(b"user-agent", b"x"), (b"cookie", b"id=8; lang=fa")]},
        {"method": "HEAD"},
    ],
    ids=str,
)
def test_what_no_fact_comes_from_is_not(said):
    assert other(**said) == ALL.key(SCOPE)


def test_a_cookie_counts_in_whichever_line_and_place_it_comes():
    inputs = Inputs(cookies=("lang", "theme"))
    lines = [b"id=7", b"theme=dark"], [b"id=7; theme=dark"], [b"id=7"], [b"theme=light"]
    keys = [inputs.key({"headers": [(b"cookie", x) for x in each]}) for each in lines]
    assert keys[0] == keys[1]
    assert len(set(keys)) == len(keys) - 1


def test_pairs_that_are_lists_are_pairs():
    lists = [list(pair) for pair in SCOPE["headers"]]
    assert other(headers=lists) == ALL.key(SCOPE)


def test_what_a_server_may_leave_out_of_a_scope_is_not_missed():
    assert ALL.key({"path": "/a"}) != ALL.key(SCOPE)


def test_nothing_a_visitor_sent_is_kept():
    assert isinstance(ALL.key(SCOPE), int)


def test_of_no_inputs_all_requests_are_alike():
    assert Inputs().key(SCOPE) == Inputs().key({**SCOPE, "headers": []})


LATER = NOON + timedelta(hours=1)


def test_a_decision_holds_until_its_moment() -> None:
    cache = DecisionCache[str](inputs=ALL)
    cache.put(1, NOON, LATER, "decided")

    assert cache.get(1, NOON) == "decided"
    assert cache.get(1, LATER - timedelta(microseconds=1)) == "decided"
    assert cache.get(1, LATER) is None
    assert cache.get(2, NOON) is None


def test_a_clock_set_back_asks_anew() -> None:
    cache = DecisionCache[str](inputs=ALL)
    cache.put(1, NOON, LATER, "decided")

    assert cache.get(1, NOON - timedelta(microseconds=1)) is None


def test_what_is_asked_for_outlives_what_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decisions, "MOST", 3)
    cache = DecisionCache[int](inputs=ALL)

    for key in range(9):
        cache.put(key, NOON, LATER, key)
        assert cache.get(0, NOON) == 0

    assert [cache.get(key, NOON) for key in (1, 2, 8)] == [None, None, 8]


def test_no_more_is_kept_than_two_generations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "MOST", 3)
    cache = DecisionCache[int](inputs=ALL)

    for key in range(99):
        cache.put(key, NOON, LATER, key)

    assert len(cache.kept.young) + len(cache.kept.old) <= 6


def test_the_pages_of_a_site_share_what_is_kept_and_tell_it_apart() -> None:
    kept = Generations[str]()
    caches = [DecisionCache(replace(ALL, plan=plan), kept) for plan in (1, 2)]
    keys = [cache.inputs.key(SCOPE) for cache in caches]

    caches[0].put(keys[0], NOON, LATER, "first")

    assert keys[0] != keys[1]
    assert caches[1].get(keys[1], NOON) is None
    assert caches[0].get(keys[0], NOON) == "first"


def test_what_can_be_no_key_is_told_and_not_tried_for_ever() -> None:
    with pytest.raises(TypeError):
        Inputs(is_client=True).key({**SCOPE, "client": ([], 1)})


def test_what_else_was_found_is_in_the_key():
    pairs = [[*pair] for pair in SCOPE["headers"]]
    keys = {
        ALL.key({**SCOPE, **headers}, found)
        for headers in ({}, {"headers": pairs})
        for found in (
            (),
            (None,),
            ("photo",),
            ("control",),
            (frozenset({"a"}), "photo"),
        )
    }
    assert len(keys) == 5
    assert ALL.key(SCOPE, ("photo",)) == ALL.key(SCOPE, ("photo",))
