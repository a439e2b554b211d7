"""A Redis that is started again with what it had a while ago: what came since is lost."""

import pytest

from support.stores import saved

pytestmark = pytest.mark.parametrize("address", ["redis"], indirect=True)


def test_a_server_that_went_back_gives_no_version_twice(play, redis_server):
    async def scenario(store):
        await saved(store, data=b"dumped")
        old = await store._line().ask("GET", store._name("k"))
        for _ in range(2):
            await saved(store, expected=(await store.load("k")).version)
        lost = (await store.load("k")).version
        await store._line().ask("SET", store._name("k"), old)
        for _ in range(2):
            await saved(store, data=b"new", expected=(await store.load("k")).version)
        assert await saved(store, data=b"of the lost one", expected=lost) is False
        assert (await store.load("k")).data == b"new"

    play(scenario)
