"""What the suites share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.law import Law


@pytest.fixture
def law(folder: Callable[..., Path]) -> Law:
    return Law(folder)
