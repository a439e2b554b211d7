"""Django's caches stand inside of Sarto: what is made for one visitor is not kept."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import cache_page

from sarto.errors import Failures
from sarto_adapters.frameworks.django import caches
from support.django_site import a_site, installed
from support.frameworks import OWN, PAGE, SWAPPED, TAG, YOURS, asked

FETCH = "django.middleware.cache.FetchFromCacheMiddleware"
UPDATE = "django.middleware.cache.UpdateCacheMiddleware"
MADE = []  # how often the views were asked


def marked(request):
    MADE.append(request.path)
    return HttpResponse(PAGE)


def tagged(request):
    MADE.append(request.path)
    return render(request, "tag.html")


async def tagged_too(request):
    return tagged(request)


def later(request):
    MADE.append(request.path)
    return TemplateResponse(request, "tag.html")


def known(request):
    MADE.append(request.path)
    return HttpResponse(str(request.sarto.facts.device))


def decided(request):
    MADE.append(request.path)
    return HttpResponse(str(request.sarto.decide("hero").fragment))


def part(request):
    return render(request, request.GET["part"] + ".html")


keep = cache_page(60)
VIEWS = {
    "marked": marked,
    "tagged": tagged,
    "tagged-too": tagged_too,
    "later": later,
    "known": known,
    "decided": decided,
}
URLS = [
    *(path(name, keep(view)) for name, view in VIEWS.items()),
    *(path(f"middle/{name}", view) for name, view in VIEWS.items()),
    path("part", part),
]
KEPT = "{% load cache %}{% cache 60 name %}"
PARTS = {
    "tag": TAG,
    "inside": f"{KEPT}{TAG}{{% endcache %}}",
    "included": f'{KEPT}{{% include "tag.html" %}}{{% endcache %}}',
    "nested": f"{KEPT}<b>{{% cache 60 other %}}{TAG}{{% endcache %}}</b>{{% endcache %}}",
    "again": f"{TAG}{KEPT}{TAG}{{% endcache %}}",
    "reads": f"{KEPT}{{{{ visitor.facts.device }}}}{{% endcache %}}",
    "strays": f"{KEPT}{{{{ visitor.facts.os }}}}{{% endcache %}}",
    "neutral": f"{TAG}{KEPT}{{% now 'U.u' %}}{OWN}{{% endcache %}}",
}


@pytest.fixture
def site(tmp_path):
    for name, text in PARTS.items():
        (tmp_path / f"{name}.html").write_text(text)
    cache.clear()
    MADE.clear()
    caches.failures.counts.clear()
    with a_site(tmp_path, URLS):
        yield tmp_path


# Who asks stands in the query elsewhere; Django's caches keep by that as well, so here
# it stands in a header that they know nothing of.
CONFIG = """
[slots.hero]
show = [ { when = { device = "mobile" }, fragment = "hero.html" } ]
"""
YOU = {"headers": [("sec-ch-ua-mobile", "?1")]}
NOBODY = {"headers": [("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0")]}


@pytest.fixture
def app(folder, site):
    return installed(folder(CONFIG, hero="yours"))


def texts(app, way):
    """Ask as you, as another, and as you again."""
    return [each.text for each in asked(app, (way, YOU), (way, NOBODY), (way, YOU))]


ASKING = {
    "tagged": ["<p>yours</p>", "<p>own</p>", "<p>yours</p>"],
    "tagged-too": ["<p>yours</p>", "<p>own</p>", "<p>yours</p>"],
    "later": ["<p>yours</p>", "<p>own</p>", "<p>yours</p>"],
    "known": ["mobile", "desktop", "mobile"],
    "decided": ["hero.html", "None", "hero.html"],
}


@pytest.mark.parametrize(("name", "wanted"), ASKING.items())
def test_a_page_that_asked_for_its_visitor_is_not_kept(app, name, wanted):
    assert texts(app, f"/{name}") == wanted
    assert len(MADE) == 3
    assert caches.failures.counts == {"cache_page": 3}


@pytest.mark.parametrize(("name", "wanted"), ASKING.items())
def test_nor_is_it_by_the_middlewares(folder, site, name, wanted):
    with a_site(site, URLS, MIDDLEWARE=[UPDATE, FETCH]):
        app = installed(folder(CONFIG, hero="yours"))
        assert texts(app, f"/middle/{name}") == wanted
    assert len(MADE) == 3


def test_a_page_whose_slots_are_marked_is_kept_and_cut_for_each(app):
    assert texts(app, "/marked") == [SWAPPED, PAGE, SWAPPED]
    assert len(MADE) == 1
    assert not caches.failures.counts


def test_a_page_that_is_not_kept_says_so_to_caches(app):
    (answer,) = asked(app, ("/tagged", YOU))

    assert answer.header("cache-control") == "private, no-cache"
    assert answer.header("expires") is None


def test_without_sarto_pages_with_tags_are_kept_as_ever(app, monkeypatch, folder):
    monkeypatch.setenv("SARTO_OFF", "1")
    off = installed(folder(CONFIG, hero="yours"))

    assert texts(off, "/tagged") == ["<p>own</p>"] * 3
    assert len(MADE) == 1


@pytest.mark.parametrize("name", ["inside", "included", "nested", "again"])
def test_a_part_with_a_tag_in_it_is_not_kept(app, name):
    you, other, again = texts(app, f"/part?part={name}")

    assert you == again
    assert ("yours" in you, "own" in you) == (True, False)
    assert ("yours" in other, "own" in other) == (False, True)
    assert caches.failures.counts["cache"] >= 3


def test_a_part_that_reads_a_fact_is_not_kept(app):
    assert texts(app, "/part?part=reads") == ["mobile", "desktop", "mobile"]


def test_a_part_that_asks_nothing_is_kept_and_cut_for_each(app):
    you, other, again = texts(app, "/part?part=neutral")

    assert you == again
    assert other == you.replace(YOURS, OWN).replace("<p>yours</p>", "<p>own</p>")
    assert not caches.failures.counts


def test_what_a_part_reads_is_minded_for_the_whole_page(app):
    """It is not kept, and what it read stands on the page: that is for nobody else."""
    (reads, strays) = asked(app, ("/part?part=reads", YOU), ("/part?part=strays", YOU))

    assert reads.header("cache-control") == "private, no-cache"
    assert strays.header("cache-control") == "private, no-store"


def test_an_author_is_told_once_a_minute_and_what_to_do(app, caplog, monkeypatch):
    monkeypatch.setattr(caches, "failures", Failures())
    texts(app, "/tagged")

    (said,) = [text for text in caplog.messages if "keeps nothing here" in text]
    assert "data-sarto" in said


PREFERS = """
[preferences.view]
values = ["simple", "full"]
"""


@pytest.mark.parametrize("name", ["told", "often"])
def test_what_a_visitor_chose_or_does_most_is_asked_too(folder, site, name):
    def view(request):
        MADE.append(name)
        return HttpResponse(str(getattr(request.sarto, name)))

    with a_site(site, [path("own", keep(view))]):
        asked(installed(folder(CONFIG + PREFERS, hero="yours")), "/own", "/own")
    assert len(MADE) == 2
