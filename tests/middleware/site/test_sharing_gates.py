"""What stays nobody else's behind an edge, however the site comes to know it."""

import pytest

from sarto import resolver, visitor
from support.shared_site import CONSENT, HERO, behind, is_kept, page

YES = ("Cookie", "cookieyes-consent=consentid:x,consent:yes,action:yes,functional:yes")


def saying(do):
    """Make an application whose code does something with its visitor first."""
    inner = page()

    async def app(scope, receive, send):
        do(visitor(scope))
        await inner(scope, receive, send)

    return app


@pytest.mark.parametrize(
    "do", [lambda v: v.signal("seen"), lambda v: v.forget_identity()]
)
def test_what_code_tells_of_one_visitor_is_told_of_no_class(do):
    shop = behind(CONSENT + HERO + "[signals.seen]\n", saying(do))

    assert not is_kept(shop.asked("/"))


GATED = """
[language]
path = "/{language}/*"
[slots.hero]
pages = "/fa/*"
show = [{ when = { RULE }, fragment = "two.html" }]
"""


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        ("language", 'language = "fa"'),
        ("channel", 'channel = "email"'),
        ("campaign.source", 'campaign.source = "letter"'),
        ("query.q", 'query.q = "x"'),
    ],
)
def test_what_an_address_tells_by_leave_only_is_not_shared(fact, rule):
    needs = f'[consent.needs]\n"{fact}" = "personalization"\n'
    shop = behind(CONSENT + needs + GATED.replace("RULE", rule))
    target = "/fa/menu?utm_source=letter&utm_medium=email&q=x"
    raw = shop.raw(target, YES)

    assert b"two" in raw.body
    for fields in ((), (YES,)):
        assert not is_kept(shop.keyed(target, shop.keys(*fields)))


def test_a_resolver_that_many_share_sees_no_address_behind_an_edge():
    @resolver(tier="segment")
    def section(asked):
        return "shop" if asked.scope["path"].startswith("/menu") else "home"

    rule = '[slots.hero]\npages = "/menu/*"\nshow = [{ when = { facts.section = "shop" }, fragment = "two.html" }]\n'
    shop = behind(rule, resolvers={"section": section})

    assert shop.raw("/menu/tea").body == shop.asked("/menu/tea").body
    assert shop.told


def test_a_resolver_that_fails_makes_no_look_up_that_is_kept():
    @resolver(tier="segment")
    def weather(_asked):
        raise OSError

    rule = '[slots.hero]\npages = "/"\nshow = [{ when = { facts.weather = "rain" }, fragment = "two.html" }]\n'
    look = behind(rule, resolvers={"weather": weather}).look()

    assert look.header("cdn-cache-control") == "max-age=0"


def test_pages_that_ask_for_hints_are_shared_by_consent():
    rule = '[slots.hero]\npages = "/"\nshow = [{ when = { color_scheme = "dark" }, fragment = "two.html" }]\n'
    shop = behind(CONSENT + rule)
    dark = ("Sec-CH-Prefers-Color-Scheme", "dark")
    strange, agreed, known = (
        shop.asked("/"),
        shop.asked("/", YES),
        shop.asked("/", YES, dark),
    )

    assert all(map(is_kept, (strange, agreed)))
    assert [each.header("accept-ch") for each in (strange, agreed)] == [
        None,
        "Sec-CH-Prefers-Color-Scheme",
    ]
    assert b"two" in known.body
    assert b"two" not in shop.asked("/", dark).body


def test_a_cookie_without_a_name_is_one_of_the_sites():
    shop = behind()

    assert shop.keys(("Cookie", "canary"))["x-sarto-pass"] == "1"
    assert shop.keys(("Cookie", "; ;"))["x-sarto-pass"] == "0"
