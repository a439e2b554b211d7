"""A page that counts: the same on every machine that runs this file."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sarto import Sarto, visitor

PAGE = """<!doctype html><html lang="en"><title>Many machines</title>
<p data-sarto="told">Nobody knows you here.</p>
<p data-sarto="offer">Nothing on offer.</p>
<p>Made by process {}.</p>
"""


async def page(request: Request) -> Response:
    if "look" in request.query_params:
        visitor(request).signal("looked")
        await visitor(request).flush()  # in the store before this answer goes out
    return HTMLResponse(PAGE.format(os.getpid()))


app = Sarto(
    Starlette(routes=[Route("/", page)]),
    config=Path(__file__).parent / "sarto.toml",
    secret=os.environ["SARTO_SECRET"].split(),  # of several, the newest first
    profiles=os.environ.get("PROFILES"),  # redis://…; without it, signed cookies
)
