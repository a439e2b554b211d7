"""The first files of a site with Sarto; nothing that is there is written over."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import count
from pathlib import Path

from sarto.workbench.init.finding import OURS, Found, found
from sarto.workbench.schema import schema

ROOM = files("sarto.workbench.init") / "texts"
SCHEMA = ".sarto/schema.json"
PHONE, EVENING = "fragments/hero/phone.html", "fragments/hero/evening.html"
BEFORE = ".before"  # what a config that gives way is called


class BegunAlreadyError(Exception):
    """Raised when there is a config already."""


class UnwrittenError(Exception):
    """Raised when a file cannot be written; `moved`: where the config is now."""

    def __init__(self, error: OSError, moved: str) -> None:
        super().__init__(f"{error.filename} cannot be written: {error.strerror}.")
        self.moved = moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What was found, and what became of each file."""

    found: Found
    config: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    moved: str = ""


def begin(config: Path, *, is_forced: bool = False) -> Begun:
    """Write a first config, its schema and two fragments; of an empty folder, a page.

    Raises `BegunAlreadyError` when the config is there; forced, it is put aside.
    Raises `UnwrittenError`.
    """
    folder, moved = config.parent, ""
    seen = found(folder)
    if is_there(config) and not is_forced:
        raise BegunAlreadyError
    texts = {config.name: toml(seen), **rest(seen)}
    try:
        moved = put_aside(config)
        written = [name for name in texts if not is_there(folder / name)]
        for name in (*written, SCHEMA):
            keep(folder / name, texts.get(name) or schema_text())
    except OSError as error:
        raise UnwrittenError(error, moved) from error
    kept = tuple(name for name in texts if name not in written)
    return Begun(
        found=seen,
        config=config,
        written=(*written, SCHEMA),
        kept=kept,
        moved=moved,
    )


def put_aside(config: Path) -> str:
    """Give a config a name that no other file has; nothing where there is none."""
    if not is_there(config):
        return ""
    names = (f"{config.name}{BEFORE}{end}" for end in ends())
    aside = next(n for n in names if not is_there(config.with_name(n)))
    config.rename(config.with_name(aside))
    return aside


def ends() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in count(2))


def is_there(file: Path) -> bool:
    return file.exists() or file.is_symlink()  # one that leads nowhere is there, too


def toml(seen: Found) -> str:
    """Write the config."""
    line = f'app = "{seen.app}"'
    if not seen.app:
        line = '# app = "app:app"'
    return text("sarto.toml").replace("{app}", line.ljust(29))


def rest(seen: Found) -> dict[str, str]:
    """Write the fragments, whose heading is that of the page they are for."""
    made = {name: text(Path(name).name) for name in (PHONE, EVENING)}
    if seen.is_empty:
        return {f"{OURS}/index.html": text("index.html"), **made}
    return {name: each.replace("h1>", "h2>") for name, each in made.items()}


def text(name: str) -> str:
    return (ROOM / name).read_text("utf-8")


def schema_text() -> str:
    return json.dumps(schema(), indent=2) + "\n"


def keep(file: Path, told: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(told, "utf-8", newline="\n")
