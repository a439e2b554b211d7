"""The small site that every framework's tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.frameworks import CONFIG


@pytest.fixture
def config(folder: Callable[..., Path]) -> Path:
    return folder(CONFIG, hero="yours")


@pytest.fixture
def broken(folder: Callable[..., Path]) -> Path:
    return folder('[slots.hero]\nshow = [ { fragmnt = "hero.html" } ]\n')
