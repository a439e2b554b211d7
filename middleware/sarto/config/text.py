"""The file as text, and as TOML; what is neither is one mistake, with its place."""

import os
import re
import tomllib
from pathlib import Path
from stat import S_ISREG
from typing import cast

from sarto.config.broken import after, broken
from sarto.config.locate import TOP, Place
from sarto.config.report import LONGEST, shortened
from sarto.errors import ConfigError, Finding, Note
from sarto.vocabulary.reading import Toml

LARGEST = 1_000_000  # bytes; nobody writes that many rules by hand
AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # nobody waits for the writer of a pipe
HALF = re.compile("[\ud800-\udfff]")  # no file has one; a text from Python may
ENDLESS = re.compile(r"\d[\d_]{4000,}")
DEEP = "it is nested too deeply"


def refused(
    file: str,
    message: str,
    hint: str = "",
    place: Place = TOP,
    notes: tuple[Note, ...] = (),
) -> ConfigError:
    finding = Finding(
        code="SARTO001",
        message=shortened(message),
        file=file,
        line=place.line,
        column=place.column,
        length=min(place.length, LONGEST),
        help=shortened(hint),
        notes=notes,
    )
    return ConfigError((finding,))


def read(file: Path) -> str:
    """Read a file's text; raises `ConfigError`."""
    name = printable(file.name or str(file))
    try:
        raw = data(file)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        reason = getattr(error, "strerror", None) or "no such file"
        hint = f"{printable(str(file))} is what was asked for"
        raise refused(name, f"it cannot be read: {reason}", hint) from None
    if len(raw) > LARGEST:
        raise refused(name, f"it is larger than {LARGEST:,} bytes")
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        place = after(raw[: error.start].decode("utf-8"))
        message, hint = "here is a byte that is not UTF-8", "save the file as UTF-8"
        raise refused(name, message, hint, place) from None


def data(file: Path) -> bytes:
    """Read no more than is needed to know that it is too large."""
    with open(file, "rb", opener=at_once) as opened:
        if not S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise OSError(0, "it is a pipe or a device, not a file")
        return opened.read(LARGEST + 1)


def at_once(path: str, flags: int) -> int:
    return os.open(path, flags | AT_ONCE)


def printable(name: str) -> str:
    """Write a file's name so that any terminal and any encoding can show it."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def parsed(text: str, file: str, too_deep: Place | None = None) -> dict[str, Toml]:
    """Parse TOML that is not too deep; raises `ConfigError` with its first mistake."""
    if too_deep:
        raise refused(file, DEEP, place=too_deep)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")  # as `locate` counts
    if half := HALF.search(text):
        message, hint = "here is half a character", "write the whole of it"
        raise refused(file, message, hint, after(text[: half.start()]))
    try:
        return cast("dict[str, Toml]", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise refused(file, *broken(str(error), text)) from None
    except RecursionError:  # called from where the stack is nearly full already
        raise refused(file, DEEP) from None
    except ValueError:  # of int(), which tomllib lets through
        found = ENDLESS.search(text)
        place = after(text[: found.start()] if found else "")
        message = "no number has that many digits"
        raise refused(file, message, place=place) from None
