"""A small museum: its plain pages, with Sarto around them."""

import os
from html import escape
from pathlib import Path
from string import Template

from itsdangerous import BadData, URLSafeSerializer
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sarto import Sarto, visitor

HERE = Path(__file__).parent
PAGE = Template((HERE / "page.html").read_text("utf-8"))
KEPT = {"Cache-Control": "public, max-age=600"}  # without this no cache keeps a page
ROOMS = {
    "clocks": ("Clocks", "Forty clocks, and no two of them agree."),
    "maps": ("Maps", "Coasts as sailors told them, before anybody measured."),
    "looms": ("Looms", "What a hand can weave in a day, and a machine in a breath."),
}


def page(title: str, text: str) -> Response:
    rooms = "".join(f'<li><a href="/rooms/{n}">{t}</a>' for n, (t, _) in ROOMS.items())
    html = PAGE.substitute(title=escape(title), text=escape(text), rooms=rooms)
    return HTMLResponse(html, headers=KEPT)


def home(request: Request) -> Response:
    identify(request)
    return page("A museum of small things", "Come in, it is warm inside.")


def room(request: Request) -> Response:
    identify(request)
    name = request.path_params["name"]
    if name not in ROOMS:
        raise HTTPException(404)
    return page(*ROOMS[name])


def identify(request: Request) -> None:
    """Tell Sarto who is signed in; for everybody else the page is the same.

    Most session middlewares say `Vary: Cookie` to a page that looked: it is kept for
    nobody then. A cookie of one's own does not.
    """
    try:
        name = sealed.loads(request.cookies.get("member", ""))
    except BadData:
        return
    visitor(request).identify(name, name=name)


async def sign_in(request: Request) -> Response:
    async with request.form() as form:
        name = str(form.get("name", ""))[:40]
    answer = RedirectResponse("/", 303)
    answer.set_cookie("member", sealed.dumps(name), httponly=True)
    return answer


def sign_out(_: Request) -> Response:
    answer = RedirectResponse("/", 303)
    answer.delete_cookie("member")
    return answer


secret = os.environ["SARTO_SECRET"].split()  # of several, the newest first
sealed = URLSafeSerializer(secret[::-1], salt="member")  # this one: the newest last
museum = Starlette(
    routes=[
        Route("/", home),
        Route("/rooms/{name}", room),
        Route("/sign-in", sign_in, methods=["POST"]),
        Route("/sign-out", sign_out, methods=["POST"]),
    ]
)
app = Sarto(
    museum,
    config=HERE / "sarto.toml",
    secret=secret,
    profiles=os.environ.get("PROFILES"),  # redis://…; without it, signed cookies
)
