"""Two machines with two processes each are one site to their visitors.

Profiles are in a Redis that all of them share. A visitor is sent to any process, as by
a balancer that knows nobody; what each of them answers is what one alone would.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest

from support.machines import Guest, Machine, redis_binary
from support.machines_files import written
from support.redis_server import RedisServer

pytestmark = pytest.mark.slow

HOSTS = ("127.0.0.2", "127.0.0.3")
PATIENT = {"SARTO_TEST_BUDGET": "5"}  # seconds: no store is late on a busy machine
MINUTE = 60


@dataclass
class Farm:
    """Two machines, their store and their clock."""

    folder: Path
    redis: RedisServer
    machines: list[Machine]

    @property
    def places(self) -> list[tuple[str, int]]:
        return [each.address for each in self.machines]

    def later(self, seconds: float) -> None:
        """Put the clock of all machines on."""
        file = self.folder / "clock"
        now = float(file.read_text()) if file.exists() else 0.0
        file.with_suffix(".new").write_text(str(now + seconds))
        file.with_suffix(".new").replace(file)


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    folder = tmp_path_factory.mktemp("farm")
    written(folder)
    redis = RedisServer(redis_binary(), folder)
    redis.start()
    machines = [Machine(host, folder, redis.url, **PATIENT).start() for host in HOSTS]
    try:
        yield Farm(folder, redis, [each.ready() for each in machines])
    finally:
        for each in machines:
            each.close()
        redis.close()


@pytest.fixture
def guest(farm: Farm) -> Iterator[Guest]:
    """Open the browser of somebody who agreed, on the first machine."""
    found = Guest()
    found.agree(farm.places[0])
    yield found
    found.close()


def test_every_process_of_every_machine_tells_the_same(farm, guest):
    """Asked on new connections, until all four have answered."""
    guest.get(farm.places[0], "/?book=17")
    seen: Counter[str] = Counter()
    told = []
    for at in cycle(farm.places):
        guest.close()
        page = guest.get(at)
        seen[page.process] += 1
        told.append(page.told)
        if len(seen) == 4 or seen.total() > 200:
            break
    assert len(seen) == 4, seen
    caps = {"teaser", "daily"}
    known = [{k: v for k, v in each.items() if k not in caps} for each in told]
    one = {
        "visits": "1",
        "level": "novice",
        "stage": "customer",
        "booked": "1",
        "mark": "17.0",
    }
    assert known == [one] * len(known)
    assert sum("teaser" in each for each in told) == 2  # the first was with the booking
    assert sum("daily" in each for each in told) == 1


def test_visits_and_levels_go_on_from_machine_to_machine(farm, guest):
    here, there = farm.places
    for number in range(8):
        guest.get((here, there)[number % 2], f"/?book={number}")
    assert guest.get(here).told["level"] == "novice"  # it moves between visits alone
    farm.later(31 * MINUTE)
    for at in (there, here, there):
        told = guest.get(at).told
        assert (told["visits"], told["level"], told["booked"]) == ("2", "regular", "8")
    farm.later(31 * MINUTE)
    assert guest.get(here).told["visits"] == guest.get(there).told["visits"] == "3"


def test_a_choice_for_the_visit_is_kept_by_the_other_machine(farm, guest):
    here, there = farm.places
    assert guest.get(here, "/?way=left").told["steady"] == "left"
    for at in (there, here):
        assert guest.get(at, "/?way=right").told["steady"] == "left"
    farm.later(31 * MINUTE)
    assert guest.get(there, "/?way=right").told["steady"] == "right"
    assert guest.get(here, "/?way=left").told["steady"] == "right"


def test_a_cap_for_a_visitor_is_counted_across_machines(farm, guest):
    shown = ["teaser" in guest.get(at).told for at in farm.places * 4]
    assert shown == [True] * 3 + [False] * 5
    farm.later(25 * 60 * MINUTE)
    assert "teaser" not in guest.get(farm.places[1]).told
    assert ["daily" in guest.get(at).told for at in farm.places * 2] == [
        True,
        False,
        False,
        False,
    ]


def test_what_a_visitor_tells_one_machine_the_other_knows(farm, guest):
    here, there = farm.places
    guest.post(here, "/_sarto/preferences", "view=full&next=/")
    assert guest.get(there).told["view"] == "full"
    guest.post(there, "/_sarto/preferences", "view=simple&next=/")
    assert guest.get(here).told["view"] == "simple"


def test_consent_taken_back_at_one_machine_is_gone_at_the_other_at_once(farm, guest):
    here, there = farm.places
    guest.get(here, "/?book=3")
    assert guest.get(there).told["booked"] == "1"
    before = dict(guest.cookies)
    guest.agree(there, "none")
    assert "sarto" not in guest.cookies
    assert guest.get(here).told["booked"] == "0"
    copied = Guest(cookies=before)  # what a tab still has that was open all the while
    for at in (here, there):
        assert copied.get(at).told["booked"] == "0"
    copied.close()
    guest.agree(here)
    assert guest.get(there).told["booked"] == "0"


def test_who_signs_in_at_one_machine_has_their_profile_at_the_other(farm, guest):
    here, there = farm.places
    guest.get(here, "/?book=5")
    assert guest.get(there, "/?user=anna").told["booked"] == "1"
    assert guest.get(here, "/?user=anna&book=6").told["booked"] == "1"
    other = Guest()
    other.agree(there)
    assert other.get(there, "/?book=7").told["booked"] == "0"
    told = other.get(here, "/?user=anna").told
    assert (told["booked"], told["mark"]) == ("3", "7.0")
    assert guest.get(there, "/?user=anna").told["booked"] == "3"
    assert other.get(there, "/?out=1").told["booked"] == "0"
    other.close()
