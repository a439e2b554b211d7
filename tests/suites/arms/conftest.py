"""What the suites of arms share: a shop whose profiles are kept in each way."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sarto import Sarto
from support.arms import START, Guest, opened
from support.remembered_site import Time
from support.stores import MemoryStore

WAYS = ("cookie", "store", "sqlite", "redis")


@pytest.fixture
def time() -> Time:
    return Time(START)


@pytest.fixture(autouse=True)
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        Guest.runner = runner
        yield runner


@pytest.fixture(params=WAYS)
def app(
    request: pytest.FixtureRequest, tmp_path: Path, time: Time, runner: asyncio.Runner
) -> Iterator[Sarto]:
    app = opened(tmp_path, time, profiles_of(request, tmp_path))
    yield app
    if (keeper := app.current.site.keeping.keeper) is not None:
        runner.run(keeper.close())


def profiles_of(request: pytest.FixtureRequest, folder: Path) -> Any:
    if request.param == "redis":
        return request.getfixturevalue("redis_server").url
    stores = {"cookie": None, "store": MemoryStore()}
    return stores.get(request.param, f"sqlite:///{folder}/profiles.db")
