"""Taking back: what may not be remembered any more goes, whatever of ours is asked for.

Who takes something back waits until that is durable, or is told that it is not. Who
only reads a page waits no longer for it than for any page; the erasing goes on behind.
"""

from asyncio import wait_for

from sarto.headers import Headers
from sarto.pages.caller import Caller


async def erased(caller: Caller) -> Headers:
    """Erase what is remembered; a cookie that nobody reads any more goes, too.

    Raises `TimeoutError` where a store does not confirm it.
    """
    gone, name = await caller.guest.forget(), caller.names.profile
    if caller.sent(name) is None:
        return gone
    return list(dict.fromkeys([*gone, (b"set-cookie", caller.names.gone(name))]))


async def taken_back(caller: Caller, granted: tuple[str, ...]) -> Headers:
    """Erase what an answer does not allow, or nothing did; all of it, or a part."""
    left = caller.guest.consent & {*granted}
    if not caller.offer.may_keep(left):
        return await erased(caller)
    return await caller.guest.take_back(left)


async def withdrawn(caller: Caller) -> Headers:
    """Erase what may not be kept any more, as far as a page can wait for it."""
    if not caller.guest.is_withdrawn:
        return []
    budget = caller.offer.budget
    try:
        return await wait_for(taken_back(caller, (*caller.guest.consent,)), budget)
    except TimeoutError:
        return []
