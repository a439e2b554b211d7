"""Pages that wait: what lets them come, what lets them be, and when they give up."""

import asyncio
from urllib.parse import parse_qsl

import pytest

from sarto.workbench.dev import holds as room
from sarto.workbench.dev.holds import Holds
from support.play import Played, scope_of

SAFARI = "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15"
CHROME = "Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36"


def wait_of(holds, page="/a?b=c"):
    """Give the address that a page waits at."""
    name, value = holds.field("/_sarto", page)
    seconds, _, address = value.decode().partition("; url=")
    assert (name, seconds) == (b"refresh", "0")
    return address


async def waited(holds, address, *, gone=None, **more):
    """Wait at an address; the client goes away when `gone` says so."""
    answer = Played()
    gone = gone or asyncio.Event()

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        answer.messages.append(message)

    await holds(scope_of(address, **more), receive, send)
    return answer


async def begun(*waiting):
    """Let all of them begin to wait."""
    tasks = [asyncio.ensure_future(each) for each in waiting]
    await asyncio.sleep(0.02)
    return tasks


def test_a_change_sends_the_page_back_to_itself():
    async def course():
        holds = Holds()
        (task,) = await begun(waited(holds, wait_of(holds)))
        assert not task.done()
        holds.change()
        answer = await task
        assert (answer.status, answer.header("location")) == (303, "/a?b=c")
        assert answer.header("cache-control") == "no-store"

    asyncio.run(course())


def test_what_changed_before_it_waited_is_not_missed():
    async def course():
        holds = Holds()
        address = wait_of(holds)
        holds.change()
        assert (await waited(holds, address)).status == 303
        assert (await waited(Holds(), wait_of(holds))).status == 303

    asyncio.run(course())


def test_a_change_is_told_from_another_thread():
    async def course():
        holds = Holds()
        holds.bind()
        (task,) = await begun(waited(holds, wait_of(holds)))
        await asyncio.to_thread(holds.change_soon)
        assert (await task).status == 303

    asyncio.run(course())


def test_before_the_server_runs_a_change_is_only_counted():
    holds = Holds()
    before = holds.version
    holds.change_soon()
    assert holds.version != before


def test_of_one_client_the_newest_pages_wait_and_the_others_stay_as_they_are():
    async def course():
        holds = Holds()
        many = [waited(holds, wait_of(holds)) for _ in range(room.MOST + 1)]
        oldest, *newer = await begun(*many)
        (other,) = await begun(waited(holds, wait_of(holds), client="10.0.0.1"))
        assert (await oldest).status == 204
        assert not any(task.done() for task in [*newer, other])
        holds.change()
        assert {(await task).status for task in [*newer, other]} == {303}

    asyncio.run(course())


def test_who_goes_away_is_forgotten():
    async def course():
        holds, gone = Holds(), asyncio.Event()
        (task,) = await begun(waited(holds, wait_of(holds), gone=gone))
        gone.set()
        assert (await task).messages == []
        assert not any(holds._waiting.values())

    asyncio.run(course())


@pytest.mark.parametrize(("again", "status"), [(True, 303), (False, 204)])
def test_a_server_that_stops_holds_nobody(again, status):
    async def course():
        holds = Holds()
        (task,) = await begun(waited(holds, wait_of(holds)))
        holds.end(may_come_back=again)
        assert (await task).status == status
        assert (await waited(holds, wait_of(holds))).status == status

    asyncio.run(course())


def test_patience_ends_in_a_turn_more_and_the_last_one_lets_the_page_be(monkeypatch):
    monkeypatch.setattr(room, "PATIENCE", 0.01)

    async def course():
        holds, turns = Holds(), 0
        address = wait_of(holds)
        while (answer := await waited(holds, address)).status == 307:
            address, turns = answer.header("location"), turns + 1
        assert (answer.status, turns) == (204, room.TURNS)
        query = dict(parse_qsl(address.partition("?")[2]))
        assert (query["v"], query["next"]) == (holds.version, "/a?b=c")

    asyncio.run(course())


@pytest.mark.parametrize(
    ("agent", "seconds"), [(SAFARI, room.SHORT), (CHROME, room.PATIENCE)]
)
def test_who_gives_up_soon_is_answered_sooner(agent, seconds):
    assert room.patience(scope_of(headers=[("User-Agent", agent)])) == seconds


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil"])
def test_nobody_is_sent_to_another_site(away):
    async def course():
        holds = Holds()
        address = wait_of(holds, away)
        holds.change()
        assert (await waited(holds, address)).header("location") == "/"

    asyncio.run(course())
