"""A small site whose visitors are shown what is known of them: `/_sarto/privacy`.

Run it with `uvicorn --app-dir tests support.privacy_site:app`.
"""

import os
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from sarto import Sarto
from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.site.remembering import Means
from sarto.site.site import Site

SECRET = "a secret of the tests, long enough"  # noqa: S105 - it guards nothing
TOML = """
version = 1
languages = ["en", "fa", "ar", "pl"]
site_timezone = "Europe/Warsaw"

[location]
headers = ["x-country"]
trusted_proxies = ["127.0.0.1/32"]

[consent]
source = "form"

[preferences.view]
values = ["simple", "standard", "expert"]

[signals.booked]
on = "POST /book"

[interests]
from = ["/menu/{topic}"]

[audiences.evening-readers]
device = ["mobile", "desktop"]
daypart = ["evening", "night", "morning", "afternoon"]
country = ["PL", "IR", "DE"]

[slots.welcome]
pages = ["/", "/menu/*"]
show = [
  { to = "evening-readers", attrs = { class = "evening" } },
  { attrs = { class = "plain" } },
]

[slots.offer]
pages = ["/", "/menu/*"]
show = [
  { when = { signals.booked = ">=1", visits = ">=2" }, attrs = { class = "again" } },
  { when = { level = "expert" }, attrs = { class = "short" } },
]

[slots.dishes]
pages = ["/menu/*"]
show = [{ when = { interest = "vegan" }, attrs = { class = "vegan" } }]
"""


def site(text: str = TOML, **more: Any) -> Site:
    """Compile a site that has no folder of its own."""
    config = Config.loads(text, folder=Path(gettempdir()))
    return compile_site(config, means=Means(secrets=(SECRET,)), **more)


def home(_request: object) -> HTMLResponse:
    return HTMLResponse(
        '<!doctype html><html lang="en"><title>Home</title><h1>Home</h1>'
        '<div data-sarto="welcome">Welcome</div><div data-sarto="offer">Offer</div>'
        '<a href="/_sarto/privacy">What is known about me</a>'
    )


def booked(_request: object) -> RedirectResponse:
    return RedirectResponse("/", 303)


own = Starlette(
    routes=[
        Route("/", home),
        Route("/menu/{topic}", home),
        Route("/book", booked, methods=["POST"]),
    ]
)


def whole(text: str = TOML, app: Any = own, **more: Any) -> Sarto:
    """Make the site with Sarto in front."""
    config = Config.loads(text, folder=Path(gettempdir()))
    return Sarto(app, config=config, secret=SECRET, **more)


app = whole(os.environ.get("SARTO_TEST_TOML", TOML))
