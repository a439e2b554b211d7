"""A site that several machines serve: each process makes its own of these variables.

`SARTO_TEST_SITE` is its folder, `SARTO_TEST_STORE` where profiles are, `SARTO_SECRET`
all secrets, newest first. Its clock is that of the machine, put on by what a file says,
and by how much this machine is wrong.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from sarto import Sarto, visitor
from support.machines_files import SLOTS

FOLDER = Path(os.environ["SARTO_TEST_SITE"])
SKEW = float(os.environ.get("SARTO_TEST_SKEW", "0"))  # seconds
PAGE = "".join(f'<p data-sarto="{name}">own</p>\n' for name in SLOTS)
HTML = (b"content-type", b"text/html; charset=utf-8")


def clock() -> datetime:
    """Tell the time of this machine."""
    try:
        on = float((FOLDER / "clock").read_text())
    except (OSError, ValueError):
        on = 0.0
    return datetime.now(UTC) + timedelta(seconds=on + SKEW)


async def site(scope: Any, receive: Any, send: Any) -> None:
    """Answer with a page; `?book=MARK` and `?user=NAME` do what they say."""
    if scope["type"] == "lifespan":
        while (kind := (await receive())["type"]) != "lifespan.shutdown":
            await send({"type": f"{kind}.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    asked = parse_qs((scope["query_string"] or b"").decode())
    who, kept = visitor(scope), ""
    if user := asked.get("user"):
        who.identify(user[0])
    if "out" in asked:
        who.forget_identity()
    if mark := asked.get("book"):
        who.signal("booked", value=float(mark[0]))
        kept = "yes" if await who.flush() else "no"
    fields = [HTML, (b"x-process", b"%d" % os.getpid()), (b"x-kept", kept.encode())]
    await send({"type": "http.response.start", "status": 200, "headers": fields})
    page = f"<!doctype html><title>machines</title>\n{PAGE}"
    await send({"type": "http.response.body", "body": page.encode()})


app = Sarto(
    site,
    config=FOLDER / "sarto.toml",
    secret=os.environ["SARTO_SECRET"].split(),
    profiles=os.environ["SARTO_TEST_STORE"],
    clock=clock,
    budget=float(os.environ.get("SARTO_TEST_BUDGET", "0.025")),
)
