"""Redis dies, hangs and comes back under two machines: no page is wrong, none fails.

What a visitor was promised is kept is there again where the server kept it; where it
forgot everything its visitors are new ones, and never somebody else.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPMessage
from statistics import median

import pytest

from support.machines import Machine, Page, redis_binary
from support.machines_files import written
from support.machines_load import Crowd, Customer, Faults, summed
from support.proxy import Proxy
from support.redis_server import RedisServer

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
LONG = float(os.environ.get("SARTO_MACHINES_SECONDS", "1.5"))  # each part of a try
HOSTS = ("127.0.0.2", "127.0.0.3")
PROCESSES = 4
BUDGET = 0.025
SLACK = 0.05  # seconds beyond it, for the median
LATE = 0.1  # of all pages, on a machine that has other work; where it is quiet, a hundredth
BACK = 2.0  # seconds until a store that is back is used
ALWAYS = ("--appendonly", "yes", "--appendfsync", "always")
DUMPED = ("--save", "3600 1")


@dataclass(frozen=True)
class Fault:
    """What befalls a server, told by its verbs; `proxy` stands before one machine."""

    begin: Callable[[RedisServer, Proxy], object]
    options: tuple[str, ...] = ()  # of the server
    is_lossy: bool = False  # all is forgotten
    end: Callable[[RedisServer, Proxy], object] | None = None  # None: started again


FAULTS = {
    "killed, every save on its disk": Fault(lambda server, _: server.kill(), ALWAYS),
    "killed, nothing on a disk": Fault(lambda server, _: server.kill(), is_lossy=True),
    "stopped for a while": Fault(
        lambda server, _: server.hang(), end=lambda server, _: server.go_on()
    ),
    "shut down, nothing saved": Fault(
        lambda server, _: shut_down(server, "NOSAVE"), is_lossy=True
    ),
    "shut down, all saved": Fault(lambda server, _: shut_down(server, "SAVE"), DUMPED),
    "one machine is cut off": Fault(
        lambda _, proxy: proxy.tell("spoil hung up"),
        end=lambda _, proxy: proxy.tell("spoil nothing"),
    ),
}


def shut_down(server: RedisServer, how: str) -> None:
    server.tell("SHUTDOWN", how)
    server.close()


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple]:
    folder = tmp_path_factory.mktemp("farm")
    written(folder)
    redis = RedisServer(redis_binary(), folder)
    redis.start()
    proxy = Proxy(redis.port, SEED)
    stores = (redis.url, proxy.url)
    machines = [
        Machine(host, folder, store).start()
        for host, store in zip(HOSTS, stores, strict=True)
    ]
    try:
        yield redis, proxy, [each.ready().address for each in machines]
    finally:
        proxy.close()
        for each in machines:
            each.close()
        redis.close()


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_no_page_is_wrong_and_none_fails_whatever_befalls_redis(farm, fault):
    for number in range(3):
        crowd = lived(*farm, FAULTS[fault], SEED + 100 * number)
        told = figures(fault, crowd)
        print(told)  # noqa: T201 - the figures
        assert not crowd.wrong, crowd.wrong[:5]
        assert not crowd.failed, crowd.failed[:5]
        if is_in_time(crowd):
            return
    pytest.fail(told)


TOLD = "<p>visits=1 level=novice stage={} booked={} mark={}</p>\n" + "<p></p>\n" * 3


@pytest.mark.parametrize(
    ("page", "is_away", "noticed"),
    [
        (("customer", 2, "7.0"), False, (0, 0)),
        (("customer", 2, "8.0"), True, (1, 0)),  # somebody else's
        (("customer", 1, "7.0"), True, (1, 0)),  # one of two was promised, and is lost
        (("customer", 4, "7.0"), True, (1, 0)),  # more than there were
        (("new", 2, "7.0"), False, (1, 0)),
        (("new", 0, "8.0"), True, (1, 0)),
        (("new", 0, ""), False, (0, 1)),  # forgotten, though the store is there
        (("new", 0, ""), True, (0, 0)),
    ],
)
def test_whatever_is_wrong_would_be_noticed(page, is_away, noticed):
    faults = Faults()
    if is_away:
        faults.begin(is_lossy=False)
    customer = Customer(7, [], faults, least=2, most=3)
    came = Page(200, HTTPMessage(), TOLD.format(*page), 0.0)
    customer.judge(came, time.monotonic())
    assert (len(customer.wrong), customer.late) == noticed
    assert not customer.failed


@pytest.mark.parametrize(("status", "text"), [(500, TOLD), (200, TOLD[:-9]), (200, "")])
def test_whatever_fails_would_be_noticed(status, text):
    customer = Customer(7, [], Faults())
    customer.judge(Page(status, HTTPMessage(), text, 0.0), time.monotonic())
    assert customer.failed


def lived(
    redis: RedisServer, proxy: Proxy, places: list, fault: Fault, seed: int
) -> Crowd:
    redis.close()
    for old in (*redis.folder.glob("*.rdb"), *redis.folder.glob("appendonlydir/*")):
        old.unlink()
    redis.start(*fault.options)
    time.sleep(1.0)  # whoever found it away a moment ago rests
    with Crowd(places, seed) as crowd:
        time.sleep(LONG)
        crowd.faults.begin(is_lossy=fault.is_lossy)
        fault.begin(redis, proxy)
        time.sleep(LONG)
        if fault.end is None:
            redis.start(*fault.options)
        else:
            fault.end(redis, proxy)
        crowd.faults.end()
        time.sleep(BACK + LONG)
    return crowd


def is_in_time(crowd: Crowd) -> bool:
    again = crowd.known_again()
    theirs, strangers = crowd.meanwhile()
    is_soon = len(again) == PROCESSES and max(again.values()) <= BACK
    is_soon &= crowd.late <= LATE
    return is_soon and median(theirs) <= median(strangers) + BUDGET + SLACK


def figures(fault: str, crowd: Crowd) -> str:
    theirs, strangers = map(summed, crowd.meanwhile())
    again = ", ".join(f"{each:.2f}" for each in sorted(crowd.known_again().values()))
    kept = sum(each.least for each in crowd.customers)
    return (
        f"{fault}: {crowd.pages} pages, {len(crowd.wrong)} wrong, {len(crowd.failed)}"
        f" failed, {crowd.late:.2%} late; meanwhile {theirs}, strangers {strangers} (median/p99);"
        f" known again after {again} s; {kept} bookings promised"
    )
