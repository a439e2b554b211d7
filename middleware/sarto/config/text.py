"""The file as text, and as TOML; what is neither is one mistake, with its place."""

import re
import tomllib
from pathlib import Path
from typing import cast

from sarto.errors import ConfigError, Finding
from sarto.vocabulary.reading import Toml

LARGEST = 1_000_000  # bytes; nobody writes that many rules by hand
WHERE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end .*)\)", re.DOTALL)
NAMES = re.compile(r"\('(.*?)',?\)")  # as in "Cannot declare ('slots', 'hero') twice"
ENDLESS = re.compile(r"\d[\d_]{4000,}")
HELP = {
    "Invalid value": "a text stands in quotes",
    "Expected '=' after a key in a key/value pair": "write key = value",
    "Cannot overwrite a value": "this key stands there already; two conditions on one "
    "fact, or on its parts, go in two tables under `all`",
}


def refused(
    file: str, message: str, hint: str = "", line: int = 1, column: int = 1
) -> ConfigError:
    finding = Finding(
        code="SARTO001",
        message=message,
        file=file,
        line=line,
        column=column,
        help=hint,
    )
    return ConfigError((finding,))


def read(file: Path) -> str:
    """Read a file's text; raises `ConfigError`."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        reason = getattr(error, "strerror", None) or "no such file"
        hint = f"{file} is what was asked for"
        name = file.name or str(file)
        raise refused(name, f"it cannot be read: {reason}", hint) from None
    if len(raw) > LARGEST:
        raise refused(file.name, f"it is larger than {LARGEST:,} bytes")
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line, column = position(raw[: error.start].decode("utf-8"))
        message, hint = "here is a byte that is not UTF-8", "save the file as UTF-8"
        raise refused(file.name, message, hint, line, column) from None


def parsed(text: str, file: str) -> dict[str, Toml]:
    """Parse TOML; raises `ConfigError` with its first mistake."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")  # as `locate` counts
    try:
        return cast("dict[str, Toml]", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message, line, column = placed(str(error), text)
    except RecursionError:
        message, line, column = "it is nested too deeply", 1, 1
    except ValueError:  # of int(), which tomllib lets through
        found = ENDLESS.search(text)
        message = "no number has that many digits"
        line, column = position(text[: found.start()] if found else "")
    raise refused(file, message, HELP.get(message, ""), line, column)


def placed(error: str, text: str) -> tuple[str, int, int]:
    """Take apart what tomllib says: "… (at line 3, column 7)"."""
    found = WHERE.fullmatch(error)
    message = NAMES.sub(lambda names: f"[{names[1]}]", found[1] if found else error)
    message = message.replace("', '", ".")
    if found and found[2]:
        return message, int(found[2]), int(found[3])
    return message, *position(text.rstrip())


def position(before: str) -> tuple[int, int]:
    """Tell the line and column that come after a text."""
    lines = before.split("\n")
    return len(lines), len(lines[-1]) + 1
