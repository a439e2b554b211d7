"""Django: views without `async` run in threads; what they ask and tell is their own."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from support.django_site import a_site, installed
from support.frameworks import once

CROWD = 120
CONFIG = """
timezone = "UTC"

[consent]
source = "cookieyes"
map = { personalization = "functional" }

[signals.booked]

[slots.hero]
show = [ { when = { signals.booked = ">=1" }, fragment = "booked.html" },
         { when = { signed_in = true }, fragment = "hero.html" } ]
"""
HERO = "{{ visitor.facts['traits.name'] }} on {{ visitor.facts.device }}"
GRANTED = "cookieyes-consent=consentid:a,consent:yes,action:yes,functional:yes"
AGENTS = {
    "mobile": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_{} like Mac OS X) Version/17.0 Mobile Safari/604.1",
    "desktop": "Mozilla/5.0 (X11; Linux x86_64) Chrome/{}.0 Safari/537.36",
}


def signed_in(request):
    request.sarto.identify(request.GET["user"], name=request.GET["user"])
    known = request.sarto.facts.device, request.sarto.facts["query.user"]
    return render(request, "home.html", {"known": " ".join(known)})


async def signed_in_too(request):
    return signed_in(request)


def booked(request):
    request.sarto.signal("booked", value=42.0)
    is_kept = async_to_sync(request.sarto.flush)()
    return HttpResponse(str(is_kept))


def told(request):
    async_to_sync(request.sarto.load)()
    return HttpResponse(str(request.sarto.facts["signals.booked"]))


URLS = [
    path("sync", signed_in),
    path("async", signed_in_too),
    path("booked", booked),
    path("told", told),
]
HOME = '{% sarto "hero" %}own{% endsarto %}; {{ known }}; {{ visitor.facts.device }}'


@pytest.fixture
def app(folder, tmp_path):
    (tmp_path / "home.html").write_text(HOME)
    config = folder(CONFIG, hero=HERO, booked="again")
    with a_site(tmp_path, URLS):
        yield installed(
            config,
            profiles=f"sqlite:///{tmp_path}/p.db",
            secret="a secret of this test",  # noqa: S106 - it guards nothing
            budget=5.0,
        )


def fields(number, *cookies):
    device = ("mobile", "desktop")[number % 2]
    agent = AGENTS[device].format(100 + number)
    return device, [("user-agent", agent), ("cookie", "; ".join([GRANTED, *cookies]))]


@pytest.mark.parametrize("way", ["/sync", "/async"])
def test_many_at_once_are_each_themselves(app, way):
    async def crowd():
        ways = (f"{way}?user=u{number}" for number in range(CROWD))
        each = (
            once(app, asked, headers=fields(number)[1])
            for number, asked in enumerate(ways)
        )
        return await asyncio.gather(*each)

    for number, answer in enumerate(asyncio.run(crowd())):
        name, device = f"u{number}", fields(number)[0]
        assert answer.text == f"{name} on {device}; {device} {name}; {device}"


def cookie_of(answer):
    lines = [v.decode() for n, v in answer.raw_headers if n == b"set-cookie"]
    return next(line.partition(";")[0] for line in lines if line.startswith("sarto="))


def test_a_view_in_a_thread_makes_durable_and_loads(app):
    async def walk(number):
        before = await once(app, "/told", headers=fields(number)[1])
        book = await once(app, "/booked", headers=fields(number)[1])
        mine = fields(number, cookie_of(book))[1]
        after = await once(app, "/told", headers=mine)
        return before.text, book.text, after.text

    async def crowd():
        return await asyncio.gather(*map(walk, range(20)))

    assert asyncio.run(crowd()) == [("0", "True", "1")] * 20
