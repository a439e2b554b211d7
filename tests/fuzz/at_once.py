"""Plays what is asynchronous without a loop, where nothing may wait."""

from collections.abc import Coroutine
from typing import Any


def at_once(steps: Coroutine[Any, Any, None]) -> None:
    """Run it to its end; raise where it waits for something."""
    try:
        steps.send(None)
    except StopIteration:
        return
    steps.close()
    raise AssertionError("It waits for something")
