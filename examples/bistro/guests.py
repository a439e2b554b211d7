"""Who is signed in: a booking's code and e-mail open a session, in a signed cookie."""

import os
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

import ledger
from page import page
from sarto import visitor

# Without a secret of its own, sessions last until the next start.
SECRET = os.environ.get("BISTRO_SECRET") or secrets.token_urlsafe()


class Identified:
    """Tells Sarto in each request who is signed in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (guest := scope["session"].get("guest")):
            visitor(scope).identify(guest["email"], name=guest["name"])
        await self.app(scope, receive, send)


SESSIONS = (  # behind TLS: https_only=True
    Middleware(SessionMiddleware, secret_key=SECRET, session_cookie="lampa"),
    Middleware(Identified),
)


def signed_in(request: Request) -> dict[str, str]:
    """Give the name and e-mail of who is signed in; empty for everybody else."""
    guest: dict[str, str] = request.session.get("guest", {})
    return guest


def ask(request: Request) -> Response:
    code = request.query_params.get("code", "")
    return page(request, "sign-in.html", code=code, email="", is_wrong=False)


async def sign_in(request: Request) -> Response:
    async with request.form() as sent:
        code = str(sent.get("code", "")).strip().upper()
        email = str(sent.get("email", "")).strip()
    held = await run_in_threadpool(ledger.find, code)
    if held is None or held.booking.email.casefold() != email.casefold():
        values = {"code": code, "email": email}
        return page(request, "sign-in.html", status=403, is_wrong=True, **values)
    name, address = held.booking.name, held.booking.email.casefold()
    request.session["guest"] = {"name": name, "email": address}
    return RedirectResponse("/", 303)


def sign_out(request: Request) -> Response:
    """Forget who this was, here and in what Sarto remembers of this browser."""
    request.session.clear()
    visitor(request).forget_identity()
    return RedirectResponse("/", 303)
