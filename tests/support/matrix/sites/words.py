"""What each of the seven sites says, and where it notes what it did."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

FOLDER = Path(os.environ["SARTO_MATRIX_FOLDER"])
WWW = FOLDER / "www"
HOME = (WWW / "index.html").read_text("utf-8")
HERO = '<section data-sarto="hero"><h1>own</h1></section>'
START = f'<!doctype html><html lang="en" data-sarto="page"><meta charset="utf-8">{HERO}'
END = "</html>\n"
BOOKS = ["Tides", "Knots & splices", "<Lanterns>"]
PIECES = ["<p>one</p>", "<p>two</p>", "<p>three</p>", END]
TAG = '"first-edition"'
COOKIES = ["first=1; Path=/", "second=2; HttpOnly", "third=3; SameSite=Lax; Max-Age=60"]
BIG = START + "<p>Another line of a long page.</p>\n" * 20_000 + END
PAUSE = 0.03


class BrokenError(Exception):
    """Something of the site's own breaks."""


def said(text: object) -> str:
    return f"{START}<p>{text}</p>{END}"


def note(word: str) -> None:
    """Write down that something was done, for the suite to find."""
    with open(os.environ["SARTO_MATRIX_NOTES"], "a") as notes:  # noqa: PTH123 - a test's
        notes.write(word + "\n")


async def pieces() -> AsyncIterator[str]:
    """Give a page in pieces, each some time after the last."""
    yield START
    for piece in PIECES:
        await asyncio.sleep(PAUSE)
        yield piece


async def dying(when: str) -> AsyncIterator[str]:
    """Break before the first byte, or in mid-page."""
    if when == "middle":
        yield START
        await asyncio.sleep(PAUSE)
    raise BrokenError(when)
    yield ""


async def endless() -> AsyncIterator[str]:
    """Go on until nobody listens, and note that."""
    try:
        yield START
        while True:
            await asyncio.sleep(PAUSE / 3)
            yield "<p>and on</p>"
    finally:
        note("left")


async def events() -> AsyncIterator[str]:
    for number in range(3):
        yield f"data: {HERO} {number}\n\n"
        await asyncio.sleep(PAUSE)


async def swept() -> None:
    """Do what nobody waits for."""
    await asyncio.sleep(PAUSE)
    note("swept")
