"""Booking a table: the form, the confirmation, the cancellation."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import guests
import ledger
import regulars
from booking import Booking, read, typed
from menu import HOUSES, TIMES
from page import page


def now() -> datetime:
    return datetime.now(UTC)


def form(
    request: Request,
    values: dict[str, str],
    *,
    errors: dict[str, str],
    free: list[str],
    status: int,
) -> Response:
    return page(
        request,
        "book.html",
        status=status,
        values=values,
        errors=errors,
        free=free,
        times=TIMES,
    )


def ask(request: Request) -> Response:
    values = typed({**guests.signed_in(request), **request.query_params})
    return form(request, values, errors={}, free=[], status=200)


async def book(request: Request) -> Response:
    async with request.form() as sent:
        values = typed(sent)
    wish = read(values, now())
    if not isinstance(wish, Booking):
        return form(request, values, errors=wish, free=[], status=422)
    code = await run_in_threadpool(ledger.hold, wish)
    if code is None:
        free = await run_in_threadpool(free_times, wish, values)
        return form(request, values, errors={"time": "full"}, free=free, status=409)
    regulars.remember(request, wish)
    return RedirectResponse(f"/booking/{code}", status_code=303)


def confirmation(request: Request) -> Response:
    held = ledger.find(request.path_params["code"])
    if held is None:
        raise HTTPException(404)
    answer = page(request, "booking.html", held=held, house=HOUSES[held.booking.house])
    answer.headers["cache-control"] = "private, no-store"
    return answer


def cancel(request: Request) -> Response:
    code = request.path_params["code"]
    if ledger.find(code) is None:
        raise HTTPException(404)
    ledger.cancel(code)
    return RedirectResponse(f"/booking/{code}", status_code=303)


def free_times(wish: Booking, values: dict[str, str]) -> list[str]:
    """List the times of that day that have room and are still to come."""
    times = ledger.free_times(wish.house, wish.day, wish.party)
    moment = now()
    return [
        time
        for time in times
        if isinstance(read(values | {"time": time}, moment), Booking)
    ]
