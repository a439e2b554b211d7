"""What clocks on walls show, told by trying every minute; and a site that goes by them."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from support.play import Played
from support.shared_site import Behind, behind, page

DAY = 86_400
TOML = """
timezone = "{zone}"
[cache]
edge = "{{edge}}"
"""
RULES = """
[slots.hero]
pages = "/"
default = "default.html"
show = [
  { when = { time = "00:30-02:30" }, fragment = "night.html" },
  { when = { time = "02:45-03:15" }, fragment = "owl.html" },
  { when = { time = "23:10-00:05" }, fragment = "late.html" },
  { when = { daypart = "morning", days = "sat-sun" }, fragment = "brunch.html" },
  { when = { time = "11:30-14:00", days = "mon-fri" }, fragment = "lunch.html" },
]
"""
WORDS = ("night", "owl", "late", "brunch", "lunch")
KEPT = ("Cache-Control", "public, s-maxage=172800, stale-while-revalidate=7200")


def shown(local: datetime) -> str:
    """Read the clock on the wall, rule by rule."""
    minute = local.hour * 60 + local.minute
    is_weekend = local.weekday() >= 5
    if 30 <= minute < 150:
        return "night"
    if 165 <= minute < 195:
        return "owl"
    if minute >= 1390 or minute < 5:
        return "late"
    if 360 <= minute < 720 and is_weekend:
        return "brunch"
    return "lunch" if 690 <= minute < 840 and not is_weekend else "default"


@lru_cache(4096)
def changes(zone: str, start: int) -> Sequence[tuple[int, str]]:
    """List from when what is shown, of two days and a half, by trying every minute."""
    clock, found = ZoneInfo(zone), list[tuple[int, str]]()
    for at in range(start, start + 5 * DAY // 2, 60):
        text = shown(datetime.fromtimestamp(at, UTC).astimezone(clock))
        if not found or found[-1][1] != text:
            found.append((at, text))
    return found


@lru_cache(1024)
def jumps(zone: str) -> Sequence[int]:
    """List the days, 2020 to 2037, in which a clock is set."""
    clock, day = ZoneInfo(zone), timedelta(days=1)
    at, found = datetime(2020, 1, 1, tzinfo=UTC), list[int]()
    offset = at.astimezone(clock).utcoffset()
    while at.year < 2038:
        after = (at + day).astimezone(clock).utcoffset()
        if after != offset:
            found.append(int(at.timestamp()))
        at, offset = at + day, after
    return found


class Wall:
    """A site that goes by the clocks of one zone."""

    def __init__(
        self,
        zone: str,
        edge: str = "varnish",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.zone = zone
        self.now = 0.0
        self.site: Behind = behind(
            RULES,
            page("<p data-sarto='hero'>own</p>", KEPT),
            head=TOML.format(zone=zone).replace("{edge}", edge),
            edge=edge,
            clock=clock or (lambda: datetime.fromtimestamp(self.now, UTC)),
            texts={f"{word}.html": word for word in (*WORDS, "default")},
        )
        self.keys = {"x-sarto-version": self.site.site.version}

    def asked(self, now: float) -> Played:
        """Ask as an edge does, at a moment."""
        self.now = now
        return self.site.keyed("/", self.keys)

    def truth(self, now: float) -> tuple[str, int]:
        """Tell what is right now, and when something else will be."""
        found = changes(self.zone, int(now // DAY) * DAY)
        at = bisect_right(found, (int(now // 60) * 60, "~")) - 1
        return found[at][1], found[at + 1][0]


def day_of(rng: Random, zone: str) -> int:
    """Pick a day, mostly one in which a clock is set, or the one before."""
    days = jumps(zone) if rng.random() < 0.8 else ()
    if not days:
        return rng.randrange(1_577_836_800, 2_145_916_800, DAY)
    return rng.choice(days) - rng.choice([0, 0, DAY])


def moment_of(rng: Random, day: int) -> float:
    """Pick a moment of a day, many of them where something may change."""
    at = day + rng.random() * DAY
    near = int(at // 900) * 900
    chosen = rng.choice([at, near - rng.uniform(0, 3), near + rng.random(), near])
    return float(max(chosen, day))
