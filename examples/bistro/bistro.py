"""The plain site: its pages and their addresses, complete without Sarto."""

from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import guests
import tables
from menu import DISHES, HOUSES, TOPICS, dishes_of, find_dishes, find_houses
from page import page
from regulars import last_table
from sarto import visitor
from texts import LANGUAGES, language_of

HERE = Path(__file__).parent
YEAR = 365 * 24 * 60 * 60


def home(request: Request) -> Response:
    return page(request, "home.html", last=last_table(request))


def handheld(request: Request) -> Response:
    return page(request, "handheld.html", last=last_table(request))


def menu(request: Request) -> Response:
    return page(request, "menu.html", topic="", dishes=DISHES)


def topic(request: Request) -> Response:
    name = request.path_params["topic"]
    if name not in TOPICS:
        raise HTTPException(404)
    return page(request, "menu.html", topic=name, dishes=dishes_of(topic=name))


def restaurant(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in HOUSES:
        raise HTTPException(404)
    dishes = dishes_of(house=name)
    return page(request, "restaurant.html", house=HOUSES[name], dishes=dishes)


def search(request: Request) -> Response:
    query = request.query_params.get("q", "").strip()[:80]
    spoken = language_of(request)
    return page(
        request,
        "search.html",
        query=query,
        dishes=find_dishes(query, spoken),
        found=find_houses(query, spoken),
    )


def gifts(_: Request) -> Response:
    """Hand out the printers' page as they deliver it; nobody here edits it."""
    return FileResponse(HERE / "gifts" / "kartka.html")


def help_page(request: Request) -> Response:
    return page(request, "help.html")


def choose_language(request: Request) -> Response:
    """Remember the language and go back, but never to somebody else's site."""
    answer = RedirectResponse(local(request.query_params.get("next", "/")), 303)
    chosen = request.query_params.get("lang", "")
    if chosen in LANGUAGES:
        secure = request.url.scheme == "https"
        answer.set_cookie("lang", chosen, YEAR, httponly=True, secure=secure)
        if visitor(request).facts["preference.language"]:  # it goes before the cookie
            visitor(request).prefer("language", chosen)
    return answer


def local(path: str) -> str:
    """Keep a path of this site; browsers read `//` and `/\\` as another host."""
    odd = "\\" in path or not path.isprintable()
    if odd or not path.startswith("/") or path.startswith("//"):
        return "/"
    return path if not urlsplit(path).netloc else "/"


def missing(request: Request, _: Exception) -> Response:
    return page(request, "missing.html", status=404)


site = Starlette(
    routes=[
        Route("/", home),
        Route("/home/phone", handheld),
        Route("/menu", menu),
        Route("/menu/{topic}", topic),
        Route("/restaurants/{name}", restaurant),
        Route("/search", search),
        Route("/book", tables.ask, methods=["GET"]),
        Route("/book", tables.book, methods=["POST"]),
        Route("/booking/{code}", tables.confirmation),
        Route("/booking/{code}/cancel", tables.cancel, methods=["POST"]),
        Route("/sign-in", guests.ask, methods=["GET"]),
        Route("/sign-in", guests.sign_in, methods=["POST"]),
        Route("/sign-out", guests.sign_out, methods=["POST"]),
        Route("/gifts", gifts),
        Route("/help", help_page),
        Route("/language", choose_language),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ],
    exception_handlers={404: missing},
    middleware=guests.SESSIONS,
)
