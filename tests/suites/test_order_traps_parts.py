"""Caches around and inside of Sarto, more than one Sarto, and Sarto before a part."""

import logging

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from sarto import Sarto
from support.frameworks import CONFIG, OWN, PAGE, SWAPPED, asked, got
from support.ordered_site import home, site
from support.shelves import Cache, CacheMiddleware


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero="yours")


def test_a_cache_outside_that_heeds_is_told_to_keep_nothing_that_can_change(folder):
    config = folder(
        CONFIG.replace(
            "[[slots.hero.show]]", '[slots.hero]\npages = ["/"]\n[[slots.hero.show]]'
        ),
        hero="yours",
    )
    shelf = Cache(site(config))
    yours, plain, *_ = asked(shelf, "/?who=you", "/", "/stream", "/stream")

    assert (yours.text, plain.text) == (SWAPPED, PAGE)
    assert [key[0] for key in shelf.kept] == ["/stream"]  # where nothing can change


def test_a_cache_inside_keeps_the_sites_own_page_and_each_visitor_gets_theirs(config):
    shelf = Cache(Starlette(routes=[Route("/", home)]))
    plain, yours, again = asked(Sarto(shelf, config=config), "/", "/?who=you", "/")

    assert (plain.text, yours.text, again.text) == (PAGE, SWAPPED, PAGE)
    assert len(shelf.kept) == 1


def test_a_deaf_cache_outside_is_what_check_warns_of(config):
    yours, leaked = asked(CacheMiddleware(site(config)), "/?who=you", "/")

    assert leaked.text == yours.text == SWAPPED  # this is why


# More than one Sarto, and Sarto before a part


def test_of_two_the_outermost_acts_once(config):
    app = site(config, inside=[Middleware(Sarto, config=config)])

    assert got(app, "/?who=you").text == SWAPPED


def test_of_two_with_different_configs_the_inner_says_that_it_does_nothing(
    config, tmp_path, caplog
):
    other = tmp_path / "other"
    (other / "fragments").mkdir(parents=True)
    (other / "fragments" / "hero.html").write_text("theirs")
    (other / "sarto.toml").write_text(CONFIG)
    app = site(config, inside=[Middleware(Sarto, config=other / "sarto.toml")])
    with caplog.at_level(logging.ERROR, "sarto"):
        assert got(app, "/?who=you").text == SWAPPED

    assert "Two Sartos with different configs" in caplog.text


def test_before_a_part_of_a_site_it_cuts_that_part(config):
    shop = Starlette(routes=[Route("/", home), Route("/swapped", home)])
    app = Starlette(
        routes=[Mount("/shop", Sarto(shop, config=config)), Route("/", home)]
    )
    part, swap, own, outer, nowhere = asked(
        app,
        "/shop/?who=you",
        "/shop/swapped?who=you",
        "/shop/_sarto/privacy",
        "/?who=you",
        "/_sarto/privacy",
    )

    assert (part.text, swap.text, outer.text) == (SWAPPED, SWAPPED, PAGE)
    assert (own.status, nowhere.status) == (200, 404)
    assert 'action="/shop/_sarto/' in own.text
    assert OWN not in part.text
