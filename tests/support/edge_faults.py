"""Origins with the faults that once leaked: whoever watches must see each of them.

Each stands between the caches and the site, and spoils what the site says there.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from support.edge_oracle import WARSAW
from support.edge_world import Watched
from support.model_http import Answered, Asked, Origin, names, seconds
from support.model_shelves import TOKEN, VERSION

EU = "x-sarto-eu"
WALLS = ((0, 30), (2, 30), (5, 30), (7, 0), (11, 30), (12, 0), (22, 0))
TARGETED = "cdn-cache-control"


def but(answer: Answered, headers: Mapping[str, str]) -> Answered:
    """Give the same answer with other headers."""
    told = {**answer.headers, **headers}
    return Answered(answer.status, told, answer.body, answer.cookies)


def varies_on_some_branches(site: Watched) -> Origin:
    """Leave out of `Vary` what the default branch did not look at."""

    async def answered(asked: Asked) -> Answered:
        answer = await site(asked)
        if asked.headers.get(EU) != "none" or "vary" not in answer.headers:
            return answer
        vary = ", ".join({*names(answer.headers["vary"])} - {EU})
        return but(answer, {"vary": vary})

    return answered


def tags_what_is_filled(site: Watched) -> Origin:
    """Give the page around each visitor's parts a tag, and let browsers keep it."""

    async def answered(asked: Asked) -> Answered:
        answer = await site(asked)
        if "x-sarto-fill" not in answer.headers:
            return answer
        tag = f'W/"{blake2b(answer.body, digest_size=8).hexdigest()}"'
        return but(answer, {"etag": tag, "cache-control": "private, no-cache"})

    return answered


def says_nothing_for_a_class(site: Watched) -> Origin:
    """Tell one class by an empty header, and the other by none.

    What is asked by such keys is answered rightly: a cache must tell them apart.
    """
    held = ["none"]

    async def answered(asked: Asked) -> Answered:
        if VERSION in asked.headers and TOKEN in asked.headers:
            said = asked.headers.get(EU, held[0])
            asked = asked.but({**asked.headers, EU: said or "none"})
        answer = await site(asked)
        token = answer.headers.get(EU)
        if token == "none":  # noqa: S105 - a class
            answer = but(answer, {EU: ""})
        elif token is not None:
            held[0] = answer.headers.pop(EU)
        return answer

    return answered


def counts_by_the_wall(site: Watched) -> Origin:
    """End what is kept when the clock on the wall should show something else."""

    async def answered(asked: Asked) -> Answered:
        answer = await site(asked)
        if asked.path != "/evening" or TARGETED not in answer.headers:
            return answer
        now = datetime.fromtimestamp(site.world.clock.now, UTC).astimezone(WARSAW)
        wall = now.replace(tzinfo=None)
        days = (wall.replace(hour=0, minute=0, second=0) + timedelta(n) for n in (0, 1))
        moments = [day.replace(hour=h, minute=m) for day in days for h, m in WALLS]
        left = min(each - wall for each in moments if each > wall)
        lifetime = min(7200, int(left.total_seconds())) - 1
        return but(answer, {TARGETED: f"max-age={max(lifetime, 0)}"})

    return answered


def looks_up_for_long(site: Watched) -> Origin:
    """Let look-ups be kept for an hour."""

    async def answered(asked: Asked) -> Answered:
        answer = await site(asked)
        if (
            not seconds(answer.headers.get("x-accel-expires"))
            or VERSION in asked.headers
        ):
            return answer
        return but(answer, {TARGETED: "max-age=3600", "x-accel-expires": "3600"})

    return answered


def lends_what_is_personal(site: Watched) -> Origin:
    """Let anybody keep what is one visitor's."""

    async def answered(asked: Asked) -> Answered:
        answer = await site(asked)
        if asked.path != "/account":
            return answer
        return but(answer, {"cache-control": "public, max-age=60"})

    return answered
