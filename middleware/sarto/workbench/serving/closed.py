"""What no visitor may read of a folder that is served: the rules, and who was here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from sarto.config.config import Config
from sarto.workbench.dev.named import own

EMBEDDED: Final = "sqlite:///"  # a store that is a file
BESIDE: Final = ("", "-journal", "-shm", "-wal")  # what SQLite keeps of one


def closed(folder: Path, config: Path, profiles: str | None) -> tuple[Path, ...]:
    """List them, wherever they are; raises `ConfigError`."""
    toml, home = Config.read(config).toml, config.resolve().parent
    found = [*own(folder, config)]
    if database := toml.location.database:
        found.append(home / database)
    events = toml.events.url if toml.events else ""
    return (*found, *files(profiles or "", Path.cwd()), *files(events, home))


def files(address: str, beside: Path) -> Iterator[Path]:
    """List the files of a store; none where it is another machine's."""
    if address.startswith(EMBEDDED):
        name = unquote(address.removeprefix(EMBEDDED))
        yield from (beside / f"{name}{end}" for end in BESIDE)
