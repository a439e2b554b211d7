"""Invariants 37 to 39: what is remembered ends at once, is nobody else's, and is little."""

import asyncio
import gc
import os
from contextvars import ContextVar
from datetime import timedelta
from random import Random
from types import CodeType, FunctionType, ModuleType

import pytest

from sarto import resolver
from sarto.cache.alone import MOST as MOST_PATHS
from sarto.cache.alone import Alone
from sarto.cache.decisions import MOST, Generations
from sarto.site.plan import MANY
from support.invariants import NOON, Site, people, said
from support.invariants_back import back
from support.play import played, scope_of
from support.shared_site import behind, page
from support.stores import MemoryStore

KEYS = int(os.environ.get("SARTO_KEYS", "100000"))
STRANGER = b">own<"
BACK = b">one<"


@pytest.mark.parametrize("bands", [False, True])
def test_who_takes_consent_back_is_a_stranger_from_the_next_request_on(bands):
    """Invariant 37: with the changed cookie at once; erased by us, within a minute."""
    front, browser = back(bands=bands, is_behind=True)

    async def changes():
        yield BACK, (await browser.visit("/")).body
        await browser.post("/_sarto/consent", choice="none", next="/")
        yield STRANGER, (await browser.visit("/")).body

    async def walked():
        return [pair async for pair in changes()]

    assert all(right in body for right, body in asyncio.run(walked()))

    store = MemoryStore()
    front, browser = back(bands=bands, is_behind=True, profiles=store)

    async def erased():
        yield BACK, (await browser.visit("/")).body
        store.kept.clear()
        front.clock.on(61)
        yield STRANGER, (await browser.visit("/")).body

    async def found():
        return [pair async for pair in erased()]

    assert all(right in body for right, body in asyncio.run(found()))


WHOM: ContextVar[str] = ContextVar("whom", default="nobody")
RULES = """
[slots.hero]
pages = "/"
show = [{ fragment = "whom.html" }]
"""
MANY_AT_ONCE = 60


def test_many_at_once_are_each_rendered_once_and_share_nothing():
    """Invariant 38: a render is synchronous: no other request is in between.

    So there is no leader whose failure others share. One for all, where many ask for
    what is not kept, is made by the cache in front.
    """
    asked, rendered = [], []
    gate = asyncio.Event()

    @resolver(tier="segment", headers=["X-Whom"])
    def whom(request):
        asked.append(WHOM.get())
        return WHOM.get()

    async def app(scope, receive, send):
        await gate.wait()
        if WHOM.get() == "fails":
            raise RuntimeError
        await page()(scope, receive, send)
        rendered.append(WHOM.get())

    texts = {"whom.html": "{{ visitor.facts['facts.whom'] }}"}
    site = behind(RULES, app, texts=texts, edge="none", resolvers={"whom": whom})

    async def one(name):
        WHOM.set(name)
        return await played(site.app, scope_of("/"))

    async def all_of_them():
        names = ["fails", *(f"visitor {number}" for number in range(MANY_AT_ONCE))]
        tasks = [asyncio.create_task(one(name)) for name in names]
        while len(asked) < len(names):  # noqa: ASYNC110 - filled by all of them
            await asyncio.sleep(0.01)
        for task in tasks[1:20]:
            task.cancel()
        gate.set()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        return dict(zip(names, found, strict=True))

    found = asyncio.run(all_of_them())
    left = [f"visitor {number}" for number in range(19, MANY_AT_ONCE)]
    assert sorted(rendered) == sorted(left)
    assert isinstance(found["fails"].error, RuntimeError)
    for name in left:
        assert f">{name}<" in found[name].text
    assert len(asked) == MANY_AT_ONCE + 1
    assert WHOM.get() == "nobody"


def strings(*roots):
    """Give every text that is kept anywhere below, but in code."""
    known, left = set(), [*roots]
    while left:
        each = left.pop()
        if id(each) in known or isinstance(
            each, CodeType | FunctionType | ModuleType | type
        ):
            continue
        known.add(id(each))
        if isinstance(each, bytes | str):
            yield each if isinstance(each, str) else each.decode("latin-1")
        left += gc.get_referents(each)


def test_a_flood_of_keys_is_forgotten_and_tells_of_nobody():
    """Invariant 39: SARTO_KEYS=1000000 for the closing figure."""
    rng, now = Random(39), NOON  # noqa: S311 - repeated
    kept, alone = Generations[int](), Alone()
    until = now + timedelta(days=1)
    for number in range(KEYS):
        kept.keep(rng.getrandbits(61), (now, until, number))
        alone.note(f"/{rng.random()}", number * 1e-4)
    assert len(kept.young) + len(kept.old) <= 2 * MOST
    assert len(alone._until) <= MOST_PATHS

    site = Site("nginx")
    for who in people(rng, min(KEYS // 100, 3000)):
        fields = {
            **said(who),
            "accept-language": f"fa;q={rng.random():.3f}, canary-{rng.random()}",
        }
        fields["referer"] = f"https://canary{rng.random()}.example/"
        site.ask(f"/menu/tea?canary={rng.random()}", fields)
        site.keyed("/menu/gone", site.keys(fields))
    current = site.sarto.current
    assert current is not None
    plan = current.site.plan("/menu/tea")
    assert plan.cache is not None
    held = plan.cache.kept
    assert len(held.young) + len(held.old) <= 2 * MOST
    assert len(plan.alike) <= MANY
    texts = [*strings(current.site, site.sarto._pages)]
    found = {text for text in texts if "canary" in text.lower()}
    assert "touch A" in str(texts)
    assert not {each for each in found if "Anna Canary" not in each}, found
