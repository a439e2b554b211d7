"""What code reads or tells while an answer begins, and what stands on an address."""

import pytest

from sarto import resolver, visitor
from support.shared_site import CONSENT, HERO, KEPT, PAGE, behind, is_kept

START = [(b"content-type", b"text/html; charset=utf-8")]
START += [(name.lower().encode(), value.encode()) for name, value in KEPT]


def late(do, *, has_length):
    """Make an application that does something between its start and its body."""
    body = PAGE.encode()
    length = [(b"content-length", str(len(body)).encode())] if has_length else []

    async def app(scope, _receive, send):
        headers = [*START, *length]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        do(visitor(scope))
        await send({"type": "http.response.body", "body": body})

    return app


VIEW = '[preferences.view]\nvalues = ["simple", "full"]\n'


@pytest.mark.parametrize("has_length", [True, False])
@pytest.mark.parametrize("rules", [HERO, HERO + VIEW])
@pytest.mark.parametrize(
    "do",
    [lambda v: v.facts.city, lambda v: v.facts.country, lambda v: v.prefer("level", "expert")],
)  # fmt: skip
def test_what_is_done_before_the_body_counts(do, rules, has_length):
    answer = behind(rules, late(do, has_length=has_length)).asked("/")

    assert answer.header("x-sarto-pass") == "1"
    assert answer.header("cdn-cache-control") is None
    assert answer.header("set-cookie") is None


@pytest.mark.parametrize("fact", ["language", "channel"])
def test_a_resolver_that_stands_on_the_address_is_of_no_class(fact):
    @resolver(tier="segment", reads=[fact])
    def hello(asked):
        return getattr(asked.facts, fact) in ("fa", "email")

    rules = '[language]\npath = "/{language}/*"\n[slots.hero]\npages = "/fa/*"\n'
    rules += 'show = [{ when = { facts.hello = true }, fragment = "two.html" }]\n'
    shop = behind(rules, resolvers={"hello": hello})
    target = "/fa/menu?utm_medium=email"

    assert b"two" in shop.raw(target).body
    assert not is_kept(shop.asked(target))


@pytest.mark.parametrize("bands", ["true", "false"])
@pytest.mark.parametrize("when", ['campaign.medium = "email"', 'time = "18:00-23:00"'])
def test_a_stage_that_stands_on_the_address_or_the_clock_is_of_no_class(when, bands):
    rules = CONSENT + '[slots.hero]\npages = "/"\n'
    rules += (
        'show = [{ when = { stage = "sent" }, fragment = "two.html" }]\n[journey]\n'
    )
    rules += (
        f'stages = [{{ name = "new" }}, {{ name = "sent", when = {{ {when} }} }}]\n'
    )

    assert not is_kept(behind(rules, cache=f"bands = {bands}").asked("/"))


def test_a_visitor_who_cannot_be_met_is_kept_by_nobody():
    shop = behind()
    keys = shop.keys()

    def broken():
        raise OSError

    object.__setattr__(shop.site.sources, "clock", broken)
    answer = shop.keyed("/", keys)

    assert answer.header("x-sarto-pass") == "1"
    assert answer.header("cache-control") == "private, no-store"
