"""The ASGI law: an application behind Sarto is heard as it is heard without it.

Every row of the table of known middleware mistakes is a test by its number, here and
in the other `test_asgi_*.py`.
"""

import asyncio
import re
from contextvars import ContextVar
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from sarto import Sarto
from support.law import (
    FRAGMENT,
    HTML,
    PAGE,
    PRIVATE,
    ROADS,
    SWAPPED,
    OwnError,
    body,
    hear,
    heard,
    length,
    said,
    start,
)

WAS_SET = ContextVar("WAS_SET", default="")


def test_every_row_of_the_table_is_tested():
    files = Path(__file__).parent.glob("test_asgi_*.py")
    names = [n for f in files for n in re.findall(r"def (test_e\d\w+)", f.read_text())]
    found = {row for name in names for row in re.findall(r"_e(\d\d)(?=_)", name)}

    assert sorted(found) == [f"{row:02d}" for row in range(1, 59)]


@pytest.mark.parametrize("path", ROADS)
def test_e01_context_variables_pass_both_ways(law, path):
    seen = []

    async def app(scope, receive, send):
        seen.append(WAS_SET.get())
        WAS_SET.set("by the application")
        await send(start(HTML))
        await send(body(PAGE))

    async def sent(message):
        seen.append(WAS_SET.get())

    async def ask():
        WAS_SET.set("by the server")
        await hear(law.behind(app), path, send=sent)
        return WAS_SET.get()

    assert asyncio.run(ask()) == "by the application"
    assert seen == ["by the server", *["by the application"] * 2]


@pytest.mark.parametrize("kind", ["websocket", "lifespan", "something.new"])
def test_e49_other_scopes_are_not_touched(law, kind):
    seen = []

    async def app(*given):
        seen.append(given)
        raise OwnError

    given = (
        {"type": kind, "path": "/page", "state": {}, "extensions": {}},
        object(),
        object(),
    )
    with pytest.raises(OwnError):
        asyncio.run(law.behind(app)(*given))

    assert all(ours is theirs for ours, theirs in zip(seen[0], given, strict=True))
    assert set(given[0]) == {"type", "path", "state", "extensions"}


def test_e49_the_state_of_the_lifespan_is_the_requests(law):
    state, seen = {"pool": object()}, []

    async def app(scope, receive, send):
        seen.append(scope["state"])
        await said(start(HTML), body(PAGE))(scope, receive, send)

    law.heard(app, state=state)

    assert seen[0] is state


def test_e51_a_sarto_inside_a_sarto_does_nothing(law):
    app = said(start(HTML, length(PAGE), (b"etag", b'"1"')), body(PAGE))

    once = law.heard(app)
    twice = heard(law.behind(law.behind(app)))
    mounted = Starlette(routes=[Mount("/page", law.behind(app))])
    thrice = heard(law.behind(law.behind(mounted)), "/page/?who=you")

    assert once.body == SWAPPED
    assert twice.messages == once.messages
    assert thrice.messages[1:] == once.messages[1:]
    assert dict(thrice.raw_headers).keys() == dict(once.raw_headers).keys()


def test_e52_a_scope_may_hold_the_least(law):
    least = {
        "type": "http",
        "method": "GET",
        "path": "/page",
        "query_string": b"who=you",
    }
    least |= {"asgi": {"version": "3.0"}, "http_version": "1.1", "headers": []}
    answer = []

    async def send(message):
        answer.append(message)

    asyncio.run(law.behind(said(start(HTML), body(PAGE)))(least, None, send))

    assert answer == [start(HTML, PRIVATE), body(SWAPPED)]


def test_e53_two_hundred_at_once_are_never_mixed(law):
    async def app(scope, receive, send):
        number = scope["path"].rpartition("/")[2].encode()
        await send(start(HTML))
        for at in range(0, len(PAGE), 9):
            await asyncio.sleep(0)
            await send(body(PAGE[at : at + 9], more=True))
        await send(body(number))

    async def ask():
        sarto = law.behind(app)
        paths = [f"/page/{n}" + "?who=you" * (n % 2) for n in range(200)]
        return await asyncio.gather(*(hear(sarto, path) for path in paths))

    for number, answer in enumerate(asyncio.run(ask())):
        assert answer.body == (SWAPPED if number % 2 else PAGE) + b"%d" % number


def test_e58_a_fragment_that_fails_never_leaves_a_hole(folder):
    config = '[slots.hero]\nshow = [{ fragment = "hero.html" }]'
    broken = f"{FRAGMENT}{{{{ visitor.facts.path / 2 }}}}"
    app = said(start(HTML), body(PAGE[:50], more=True), body(PAGE[50:]))

    answer = heard(Sarto(app, config=folder(config, hero=broken)))

    assert answer.body == PAGE
