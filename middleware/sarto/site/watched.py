"""Awaiting with an eye on the loop: a step that holds it longer than allowed is told.

Nothing can take the loop back from a call that blocks it; one can only say whose it is.
"""

import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from inspect import iscoroutine
from time import monotonic
from typing import Any


async def awaited(given: Awaitable[object]) -> object:
    return await given


@types.coroutine
def watched(
    given: Awaitable[object], limit: float, tell: Callable[[], None]
) -> Generator[Any, None, object]:
    """Await step by step; `tell` is called after one that took more than `limit`."""
    coroutine: Coroutine[Any, Any, object]
    coroutine = given if iscoroutine(given) else awaited(given)
    step = partial(coroutine.send, None)
    while True:
        since = monotonic()
        try:
            waits_for = step()
        except StopIteration as end:
            return end.value
        finally:
            if monotonic() - since > limit:
                tell()
        try:
            yield waits_for
        except BaseException as thrown:  # noqa: BLE001 - it is for the coroutine
            step = partial(coroutine.throw, thrown)
        else:
            step = partial(coroutine.send, None)
