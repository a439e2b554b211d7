"""Conditions asked of classes: rewritten once, and before anybody waits for it."""

from support.shared_site import HERO, Behind, behind

GREETING = """
[slots.hello]
pages = "/"
default = "hello.html"
show = [{ when = { signed_in = true }, fragment = "one.html" }]
"""


def rewritten(site: Behind) -> set[int]:
    assert site.site.sharing is not None
    return set(site.site.sharing.classing._places)


def test_every_place_is_rewritten_at_the_start() -> None:
    site = behind(HERO + GREETING)
    assert rewritten(site) == set(map(id, site.site.slots))


def test_what_the_edge_fills_in_asks_nothing_and_is_not_kept() -> None:
    site = behind(HERO + GREETING)
    plan = site.site.plan("/").shared.plan
    assert plan.slots["hello"].rules == ()
    assert plan.slots["hero"].rules != ()
    assert rewritten(site) == set(map(id, site.site.slots))
