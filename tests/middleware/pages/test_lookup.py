"""The look-up is there for the edge, and for nobody else."""

import pytest

from sarto import resolver
from sarto.pages.lookup import Lookup
from support.shared_site import (
    HERO,
    PHONE,
    Behind,
    Moving,
    behind,
    cookie,
    is_kept,
    seconds,
)


@pytest.fixture
def site() -> Behind:
    return behind()


@pytest.mark.parametrize(
    "said", [[], [("X-Sarto-Edge", "wrong")], [("X-Sarto-Edge", "")]]
)
def test_nobody_but_the_edge_finds_it(site, said) -> None:
    answer = site.raw("/_sarto/key", *said)
    assert answer.status == 404
    assert answer.header("cache-control") == "private, no-store"
    assert not [n for n, _ in answer.raw_headers if n.startswith(b"x-sarto")]


def test_two_tokens_are_none(site) -> None:
    assert site.raw("/_sarto/key", site.token, site.token).status == 404


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "OPTIONS"])
def test_it_is_read_and_nothing_else(site, method) -> None:
    assert site.look(method=method).status == 404


@pytest.mark.parametrize(
    "path", ["/_sarto/key/", "/_sarto/Key", "/_sarto/keys", "/key"]
)
def test_it_is_at_one_address(site, path) -> None:
    answer = site.raw(path, site.token)
    assert answer.header("x-sarto-version") is None


def test_it_is_the_same_whatever_is_asked_of_it(site) -> None:
    plain = site.look(PHONE).messages
    assert site.raw("/_sarto/key?page=/menu", site.token, PHONE).messages == plain
    assert site.look(PHONE, ("X-Sarto-Device", "desktop")).messages == plain


def test_it_is_below_the_prefix_of_the_site() -> None:
    site = behind(HERO, head='prefix = "/_us"\n[cache]\nedge = "{edge}"\n')
    assert site.raw("/_us/key", site.token).header("x-sarto-version")
    assert site.look().header("x-sarto-version") is None


def test_it_is_there_where_the_site_is_mounted_below_another(site) -> None:
    answer = site.raw("/shop/_sarto/key", site.token, PHONE, root_path="/shop")
    assert answer.messages == site.look(PHONE).messages


def test_who_sends_no_cookie_is_told_what_others_were_told_before() -> None:
    asked = []

    class Devices:
        def device(self, user_agent):
            asked.append(user_agent)
            raise OSError

    site = behind()
    first = site.look(PHONE).messages
    object.__setattr__(site.site.sources, "devices", Devices())

    assert site.look(PHONE).messages == first
    assert asked == []
    site.look(PHONE, cookie("lang=fa"))
    site.look(("User-Agent", "another"))
    assert len(asked) == 2


def test_what_is_remembered_is_told_for_as_long_as_is_left() -> None:
    clock = Moving("2026-06-15T17:59:00")
    rules = '[slots.hero]\npages = "/"\nshow = [{ when = { time = "18:00-23:00" }, fragment = "one.html" }]\n'
    site = behind(
        rules, clock=clock, head='languages = ["en"]\n[cache]\nedge = "{edge}"\n'
    )
    told = []
    for _ in range(7):
        told.append((site.keys()["x-sarto-time"], seconds(site.look())))
        clock.on(10)
    assert [kept for _, kept in told] == [59, 49, 39, 29, 19, 9, 60]
    assert len({token for token, _ in told[:6]}) == 1
    assert told[6][0] != told[5][0]


def test_of_visitors_at_other_addresses_nothing_is_told_that_is_not_theirs() -> None:
    site = behind()
    one = site.keys(PHONE, ("CF-IPCountry", "IR"))
    other = site.keys(PHONE, ("CF-IPCountry", "IR"), client="192.0.2.9")
    assert one["x-sarto-country"] == "ir_us"
    assert other["x-sarto-country"] == "none"


def test_the_site_s_own_resolvers_are_asked_each_time() -> None:
    asked = []

    @resolver(tier="segment", headers=["X-Tide"])
    async def tide(visitor):
        asked.append(visitor)
        return dict(visitor.scope["headers"]).get(b"x-tide", b"").decode() or None

    rules = '[slots.hero]\npages = "/"\nshow = [{ when = { facts.tide = "high" }, fragment = "one.html" }]\n'
    site = behind(rules, resolvers={"tide": tide})
    for said, token in ((("X-Tide", "high"), "c1"), (("X-Tide", "low"), "none")):
        keys = site.keys(said)
        assert keys["x-sarto-facts-tide"] == token
        asked_, raw = site.keyed("/", keys), site.raw("/", said)
        assert is_kept(asked_)
        assert asked_.body == raw.body
    assert len(asked) == 4


def test_a_look_up_that_fails_is_no_look_up(site, monkeypatch) -> None:
    async def broken(self, scope):
        raise OSError

    monkeypatch.setattr(Lookup, "headers", broken)
    answer = site.look()
    assert answer.status == 503
    assert answer.header("cache-control") == "private, no-store"
    assert answer.header("x-sarto-version") is None
    assert site.told == {"pages": 1}
