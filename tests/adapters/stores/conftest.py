"""Stores to play with, each at a place of the test's own."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from sarto.site.stores import store_of
from sarto.vocabulary.ports import ProfileStore
from sarto_adapters.stores import sqlite

Scenario = Callable[[ProfileStore], Awaitable[object]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "er" / "profiles.db"


@pytest.fixture
def address(request: pytest.FixtureRequest, file: Path) -> str:
    """Say where a store is: in the file, but where a suite is told of Redis."""
    if getattr(request, "param", "sqlite") == "redis":
        return request.getfixturevalue("redis_server").url
    return f"sqlite:///{file}"


@pytest.fixture
def play(address: str) -> Callable[..., None]:
    """Play a scenario with a store, at some time, in an event loop of its own."""

    async def with_store(scenario: Scenario, now: Callable[[], float] | None) -> None:
        timed = sqlite.ProfileStore(address, now=now) if now else None
        store = timed or store_of(address)
        try:
            await scenario(store)
        finally:
            await store.close()

    return lambda scenario, now=None: asyncio.run(with_store(scenario, now))
