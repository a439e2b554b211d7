"""What people ask for, one request each: of a kind that chance chooses."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from support.remembered_visits import Asked

DISHES = ("fish", "Fish", "FISH ", "tea", "rice soup", "Rice  Soup", "wine", "bread")
SEARCHES = (
    "fish",
    "tea",
    "  Rice soup ",
    "health advice",
    "HEALTH/teeth",
    "straße",
    "x" * 41,
)
PAGES = ("/", "/help", "/book/form", "/book/when")
VIEWS = ("simple", "expert", "")
PLAIN = ("/plain", "/api/free", "/bye")


def read(at: int, dish: str) -> Asked:
    return Asked(at=at, path=f"/menu/{dish}")


def book(at: int, status: int = 303) -> Asked:
    return Asked(
        at=at, method="POST", path="/book", status=status, is_html=status != 303
    )


def like(at: int, value: float | None = None) -> Asked:
    return Asked(
        at=at,
        method="POST",
        path="/like",
        status=204,
        is_html=False,
        signals=(("liked", value),),
    )


def telling(at: int, name: str, value: str) -> Asked:
    return Asked(
        at=at, method="POST", path="/help", status=200, prefers=((name, value),)
    )


def page(rng: Random, at: int) -> Asked:
    return Asked(at=at, path=rng.choice(PAGES))


def dish(rng: Random, at: int) -> Asked:
    return read(at, rng.choice(DISHES))


def plain(rng: Random, at: int) -> Asked:
    path = rng.choice(PLAIN)
    return Asked(at=at, path=path, is_html=path != "/api/free")


def search(rng: Random, at: int) -> Asked:
    return Asked(at=at, path="/search", query=rng.choice(SEARCHES))


def booking(rng: Random, at: int) -> Asked:
    return book(at, rng.choice((200, 303, 400, 422, 500)))


def liking(rng: Random, at: int) -> Asked:
    return like(at, rng.choice((-3, 0, 2.5, 40, None)))


def head(rng: Random, at: int) -> Asked:
    return Asked(at=at, method="HEAD", path=rng.choice((*PAGES, "/menu/tea")))


def failing(rng: Random, at: int) -> Asked:
    return replace(dish(rng, at), status=rng.choice((404, 500)))


def crawling(rng: Random, at: int) -> Asked:
    return replace(dish(rng, at), is_bot=True)


def choosing(rng: Random, at: int) -> Asked:
    name = rng.choice(("level", "view"))
    words = ("novice", "regular", "expert", "") if name == "level" else VIEWS
    return telling(at, name, rng.choice(words))


def ahead(rng: Random, at: int) -> Asked:
    return replace(anything(rng, at), is_prefetch=True)


KINDS: Mapping[Callable[[Random, int], Asked], int] = {  # how often, in percent
    dish: 40,
    page: 15,
    plain: 8,
    search: 7,
    booking: 8,
    liking: 6,
    ahead: 4,
    head: 3,
    failing: 3,
    crawling: 2,
    choosing: 4,
}


def anything(rng: Random, at: int) -> Asked:
    """Make any request at all."""
    (kind,) = rng.choices([*KINDS], [*KINDS.values()])
    return kind(rng, at)
