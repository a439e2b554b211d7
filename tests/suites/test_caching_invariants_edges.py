"""Invariants 18 to 22: who may say what, and how many pages that makes."""

import asyncio
from dataclasses import replace
from hmac import compare_digest
from math import prod
from random import Random

import pytest

from sarto.cache import proof
from support.edge_site import SLOTS
from support.invariants import HOST, Site, people, said
from support.model_browser import SPOOFS
from support.model_edge import ModelEdge
from support.model_http import Asked
from support.shared_site import DESK, PHONE, behind, is_kept

FAR = [PHONE, ("CF-IPCountry", "IR")]
WRONG = (
    "",
    "MOBILE",
    "c0",
    "cff",
    "m" * 33,
    "none,none",
    "none none",
    "own-none",
    "é",
    "*",
)
GREETING = """
[slots.hello]
pages = "/"
default = "default.html"
show = [{ when = { signed_in = true }, fragment = "hello.html" }]
"""
MANY = """
[slots.hero]
pages = "/"
show = [
  { when = { device = ["mobile", "tablet"] }, fragment = "one.html" },
  { when = { country = ["IR", "US", "PL"] }, fragment = "two.html" },
]
"""


@pytest.mark.parametrize("edge", ["varnish", "nginx", "fastly", "cloudflare"])
def test_a_key_that_is_missing_or_no_word_of_ours_is_worth_nothing(edge):
    """Invariant 18: the answer is not kept, and shows what a stranger sees."""
    site = behind(edge=edge)
    keys = site.keys(*FAR)
    stranger = site.raw("/").body
    assert is_kept(site.keyed("/", keys))
    assert site.keyed("/", keys).body != stranger
    for name in ("x-sarto-version", "x-sarto-country", "x-sarto-device"):
        rest = [(n, v) for n, v in keys.items() if n != name]
        told = [(name, keys[name])]
        several = [[*told, *told], [*told, (name, "none")], [(name, ""), *told]]
        for lines in ([], *several, *([(name, wrong)] for wrong in WRONG)):
            answer = site.keyed("/", [*rest, *lines])
            assert not is_kept(answer), lines
            assert answer.body == stranger, lines
            assert answer.header("cdn-cache-control") is None


@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_what_a_client_says_in_our_name_changes_nothing(kind):
    """Invariant 19: status, headers and bytes are as if it had said nothing."""
    site = Site(kind)
    lately = site.keys({"accept-language": "fa", "cf-ipcountry": "IR"})
    spoofs = [SPOOFS, lately, {**lately, **SPOOFS}, dict.fromkeys(lately, "")]
    targets = [
        *SLOTS,
        "/_sarto/privacy",
        "/_sarto/key",
        "/_sarto/fragment/guest?p=/table",
    ]
    for who in people(Random(19), 6):  # noqa: S311 - repeated
        for target in targets:
            plain = site.ask(target, said(who))
            for spoof in spoofs:
                assert site.ask(target, {**said(who), **spoof}) == plain, (
                    target,
                    spoof,
                )
    edge = ModelEdge(site.edge, site.origin, site.clock, kind=kind)
    for who in people(Random(20), 6):  # noqa: S311 - repeated
        for target in targets:
            asked = Asked(target, {"host": HOST, **said(who)})
            right = asyncio.run(edge.ask(asked)).body
            for spoof in spoofs:
                odd = Asked(target, {"host": HOST, **said(who), **spoof})
                assert asyncio.run(edge.ask(odd)).body == right, (target, spoof)


def tokens(right):
    yield from ("", "x", right[:-1], right.upper(), f"{right} ", f"{right},{right}")
    yield from (right[::-1], f"{right}\0", "0" * len(right))


def test_whoever_does_not_prove_to_be_the_edge_is_not_heard(monkeypatch):
    """Invariant 20: a wrong, empty or doubled token is none; comparing tells no time."""
    site = behind()
    (name, right), keys = site.token, site.keys(*FAR)
    plain = site.raw("/", DESK).messages
    lines = [[(name, wrong)] for wrong in tokens(right)]
    lines += [[(name, right), (name, right)], [(name, right), (name, "x")], []]
    for said_ in lines:
        assert site.raw("/", DESK, *said_, *keys.items()).messages == plain
        hidden = site.raw("/_sarto/key", DESK, *said_)
        assert hidden.status == 404
        assert "no-store" in (hidden.header("cache-control") or "")

    compared = []

    def counted(said_, ours):
        compared.append((said_, ours))
        return compare_digest(said_, ours)

    monkeypatch.setattr(proof, "compare_digest", counted)
    several = proof.Proof.of(["a" * 40, "b" * 40, "c" * 40], "site")
    for said_ in (*(token.encode() for token in several.tokens), b"", b"wrong"):
        compared.clear()
        several.is_edge(said_)
        assert [ours for _, ours in compared] == [t.encode() for t in several.tokens]


def test_a_page_in_too_many_variants_is_told_of_and_one_s_own_part_is_left_out():
    """Invariant 21: above the cap the author is warned; what is personal is filled in."""
    for most, is_told in ((64, False), (4, False), (3, True)):
        site = behind(MANY, cache=f"max_variants = {most}").site
        told = [each for each in site.warnings if each.code == "SARTO030"]
        shared = site.plan("/").shared
        assert shared is not None
        assert prod(each.size for each in shared.dimensions) == 4
        assert bool(told) is is_told, told
    for kind in ("varnish", "nginx", "fastly"):
        plan = behind(GREETING, edge=kind).site.plan("/")
        assert plan.shared is not None
        assert plan.shared.fills == {"hello"}
        assert not plan.shared.dimensions


@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_strangers_without_end_make_no_more_pages_than_there_are_classes(kind):
    """Invariant 22: whatever they send, one render for each class that there is."""
    site = Site(kind)
    made = []

    async def counted(asked):
        if asked.target != "/_sarto/key":
            made.append(asked)
        return await site.origin(asked)

    edge = ModelEdge(site.edge, counted, site.clock, kind=kind)
    rng = Random(22)  # noqa: S311 - repeated
    asked = 0
    for who in people(rng, 1200):
        odd = {
            "user-agent": rng.choice(
                [str(rng.random()), who.headers().get("user-agent", "")]
            ),
            "cookie": f"a{rng.random()}={rng.random()}; _ga={rng.random()}",
            "accept-language": f"{rng.choice(['fa', 'xx', 'de'])}-{rng.random():.3f}",
            "x-forwarded-for": str(rng.random()),
        }
        some = dict(rng.sample([*odd.items()], rng.randrange(5)))
        fields = {"host": HOST, **replace(who, session=None).headers(), **some}
        asyncio.run(edge.ask(Asked("/menu/tea", fields)))
        asked += 1
    world_site = site.sarto.current.site
    shared = world_site.plan("/menu/tea").shared
    assert shared is not None
    assert 8 < len(made) <= prod(each.size for each in shared.dimensions)
    assert asked == 1200
