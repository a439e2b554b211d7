"""Stores to play with, each at a place of the test's own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from sarto.site.stores import store_of
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.ports import EventStore, ProfileStore
from sarto_adapters.stores import sqlite
from support.events import MemoryEvents
from support.postgres import postgres_server

__all__ = ["postgres_server"]

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


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable]:
    """Open an event store; always at one place of the test's own."""
    kind, stores = request.param, []
    address = f"sqlite:///{tmp_path}/deep/er/events.db"
    if kind == "postgresql":
        address = request.getfixturevalue("postgres_server").place()
    memory = MemoryEvents()

    def open_() -> EventStore:
        store = memory if kind == "memory" else adapter("events", kind)(address)
        stores.append(store)
        return store

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def events(opened: Callable[[], EventStore]) -> EventStore:
    return opened()
