from datetime import UTC, datetime, timedelta

import pytest

from sarto.cache import decisions
from sarto.cache.decisions import DecisionCache, Inputs, sorted_edges

NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
ALL = Inputs(
    headers=frozenset({b"user-agent"}),
    cookie="lang",
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


def test_nothing_a_visitor_sent_is_kept():
    assert isinstance(ALL.key(SCOPE), int)


def test_of_no_inputs_all_requests_are_alike():
    assert Inputs().key(SCOPE) == Inputs().key({**SCOPE, "headers": []})


def test_a_decision_holds_for_ever_where_the_clock_is_not_read():
    cache = DecisionCache(inputs=ALL)
    cache.put(1, NOON, "decided")

    assert cache.get(1, NOON + timedelta(days=9999)) == "decided"
    assert cache.get(2, NOON) is None


def test_a_decision_that_read_the_clock_holds_until_the_next_minute():
    cache = DecisionCache(inputs=ALL, by_minute=True)
    cache.put(1, NOON, "decided")

    assert cache.get(1, NOON.replace(second=0)) == "decided"
    assert cache.get(1, NOON.replace(second=59)) == "decided"
    assert cache.get(1, NOON + timedelta(seconds=30)) is None
    assert cache.get(1, NOON - timedelta(seconds=31)) is None


def test_a_decision_holds_between_the_edges_of_windows():
    before, after = NOON - timedelta(seconds=10), NOON + timedelta(seconds=10)
    cache = DecisionCache(inputs=ALL, edges=sorted_edges([after, None, before, after]))
    cache.put(1, NOON, "decided")

    assert cache.get(1, before) == "decided"
    assert cache.get(1, after - timedelta(microseconds=1)) == "decided"
    assert cache.get(1, after) is None
    assert cache.get(1, before - timedelta(microseconds=1)) is None


def test_no_more_is_kept_than_so_many(monkeypatch):
    monkeypatch.setattr(decisions, "MOST", 3)
    cache = DecisionCache(inputs=ALL)

    for key in range(5):
        cache.put(key, NOON, key)

    assert [cache.get(key, NOON) for key in range(5)] == [None, None, None, 3, 4]
