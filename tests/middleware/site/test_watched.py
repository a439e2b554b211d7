import asyncio
import time

import pytest

from sarto.site.watched import watched


class Later:
    """Awaitable, but no coroutine."""

    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "later"


def run(given, limit=0.02):
    told = []

    async def main():
        return await watched(given(), limit, lambda: told.append(1))

    return asyncio.run(main()), len(told)


async def patient():
    await asyncio.sleep(0.05)
    return "done"


async def blocking():
    await asyncio.sleep(0)
    time.sleep(0.03)  # noqa: ASYNC251 - that is the fault
    await asyncio.sleep(0)
    return "blocked"


@pytest.mark.parametrize(
    ("given", "found"),
    [(patient, ("done", 0)), (blocking, ("blocked", 1)), (Later, ("later", 0))],
)
def test_only_a_step_that_holds_the_loop_is_told(given, found):
    assert run(given) == found


def test_what_is_raised_in_it_comes_out():
    async def failing():
        await asyncio.sleep(0)
        raise ValueError("it failed")

    with pytest.raises(ValueError, match="it failed"):
        run(failing)


def test_what_is_thrown_in_goes_on_inside():
    async def caught():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            return "cleaned up"

    async def main():
        async def inner():
            return await watched(caught(), 1, lambda: None)

        task = asyncio.create_task(inner())
        await asyncio.sleep(0)
        task.cancel()
        return await task

    assert asyncio.run(main()) == "cleaned up"
