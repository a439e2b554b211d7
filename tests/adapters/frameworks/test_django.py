"""Django: what `install` puts before a site, and what its views then know."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from sarto import ConfigError, Sarto, Visitor
from sarto_adapters.frameworks.django import install
from support.django_site import a_site, installed
from support.frameworks import OWN, PAGE, SWAPPED, TAG, asked, begun, got


def home(request):
    return HttpResponse(PAGE)


def known(request):
    found = request.sarto
    return HttpResponse(f"{found.facts['query.who']} {found.decide('hero').fragment}")


async def known_too(request):
    return known(request)


def templated(request):
    return render(request, "home.html", {"who": "the view's"})


URLS = [
    path("", home),
    path("sync", known),
    path("async", known_too),
    path("templated", templated),
]


@pytest.fixture
def site(tmp_path):
    (tmp_path / "home.html").write_text(TAG)
    with a_site(tmp_path, URLS):
        yield tmp_path


@pytest.mark.usefixtures("site")
def test_one_line_cuts_the_pages(config):
    app = installed(config)

    plain, swapped = asked(app, "/", "/?who=you")

    assert isinstance(app, Sarto)
    assert (plain.text, swapped.text) == (PAGE, SWAPPED)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("way", ["/sync", "/async"])
def test_views_of_both_kinds_know_the_visitor(config, way):
    assert got(installed(config), f"{way}?who=you").text == "you hero.html"


@pytest.mark.usefixtures("site")
def test_templates_have_the_tag_without_loading_it(config):
    plain, swapped = asked(installed(config), "/templated", "/templated?who=you")

    assert (plain.text, swapped.text) == ("<p>own</p>", "<p>yours</p>")


@pytest.mark.usefixtures("site")
def test_own_pages_page_swaps_and_what_is_nowhere_are_met(config):
    swap, own, lost = asked(
        installed(config), "/swapped?who=you", "/_sarto/privacy", "/nowhere"
    )

    assert swap.text == SWAPPED
    assert (own.status, own.header("content-type")) == (200, "text/html; charset=utf-8")
    assert lost.status == 404


def test_what_has_no_asgi_is_refused_and_told_where_to_go(config):
    with pytest.raises(TypeError, match=r"asgi\.py"):
        install(get_wsgi_application(), config=config)


@pytest.mark.usefixtures("site")
def test_a_mistake_in_the_config_stops_the_start(broken):
    with pytest.raises(ConfigError, match="fragmnt"):
        installed(broken)


@pytest.mark.usefixtures("site")
def test_switched_off_the_site_is_untouched(config, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")
    page, tag, code = asked(
        installed(config), "/?who=you", "/templated?who=you", "/sync?who=you"
    )

    assert (page.text, tag.text, code.text) == (PAGE, "<p>own</p>", "None None")


@pytest.mark.usefixtures("site")
def test_the_plain_line_and_install_put_the_same_sarto(config):
    plain = Sarto(get_asgi_application(), config=config)

    one, other = (got(app, "/?who=you") for app in (plain, installed(config)))

    assert (one.raw_headers, one.body) == (other.raw_headers, other.body)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("way", ["/sync", "/async", "/templated", "/"])
def test_without_sarto_the_visitor_is_nobody_and_slots_keep_their_own(way):
    answer = Client().get(f"{way}?who=you")  # as the site's tests ask, and `runserver`

    assert answer.content.decode() in ("None None", "<p>own</p>", PAGE)


def test_a_request_that_is_made_by_hand_has_a_visitor_too():
    found = RequestFactory().get("/").sarto
    found.signal("booked")
    found.identify("user-17")

    assert isinstance(found, Visitor)


async def lived(app):
    return await (await begun(app))()


@pytest.mark.usefixtures("site")
def test_the_start_and_the_stop_are_answered_and_let_go_of_the_store(config, tmp_path):
    app = installed(config, profiles=f"sqlite:///{tmp_path}/p.db")
    closed = []

    async def close():
        closed.append(True)

    app._means.keeper.close = close

    assert asyncio.run(lived(app)) == ["startup.complete", "shutdown.complete"]
    assert closed


@pytest.mark.usefixtures("site")
def test_what_answers_the_start_by_itself_is_let(config):
    heard = []

    async def around(scope, receive, send):
        heard.append(scope["type"])

    asyncio.run(install(around, config=config)({"type": "lifespan"}, None, None))

    assert heard == ["lifespan"]


@pytest.mark.usefixtures("site")
def test_what_is_no_request_for_a_page_goes_to_django_as_ever(config):
    with pytest.raises(ValueError, match="Django can only handle"):
        asyncio.run(installed(config)({"type": "websocket"}, None, None))


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "found"])
@pytest.mark.usefixtures("site")
def test_the_config_is_found_as_the_settings_say(config, is_named):
    told = {"SARTO_CONFIG": config} if is_named else {"BASE_DIR": config.parent}
    with override_settings(**told):
        app = install(get_asgi_application())

    assert got(app, "/?who=you").text == SWAPPED


ALONE = """
import sys
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from sarto_adapters.frameworks.django import install
from support.frameworks import TAG, got

def home(request):
    page = engines["django"].from_string(TAG).render({}, request)
    return HttpResponse(page + request.sarto.decide("hero").fragment)

urlpatterns = [path("", home)]
engine = {"BACKEND": "django.template.backends.django.DjangoTemplates"}
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="k", TEMPLATES=[engine])
print(got(install(get_asgi_application(), config=sys.argv[1]), "/?who=you").text)
"""


def test_install_alone_is_enough(config):
    """Sarto is in no INSTALLED_APPS: only `manage.py` and tests need it there."""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    words = [sys.executable, "-c", ALONE, str(config)]
    said = subprocess.run(
        words, env=env, capture_output=True, text=True, check=False, timeout=60
    )

    assert said.stdout.strip() == "<p>yours</p>hero.html", said.stderr


@pytest.mark.usefixtures("site")
def test_a_slot_keeps_its_own_content_without_sarto():
    assert OWN in got(ASGIHandler(), "/?who=you").text
