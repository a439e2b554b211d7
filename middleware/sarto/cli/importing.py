"""`sarto import`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarto.cli.endings import PROBLEMS, begun, refused, wrong_use
from sarto.cli.options import CONFIG, EVENTS

if TYPE_CHECKING:
    from sarto.config.config import Config
    from sarto.workbench.importing import Intake

UNKEYED = (
    "SARTO_SECRET is not set, so visitors are hashed without a key: whoever has the"
    " events can find out who it was by trying names."
)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@CONFIG
@EVENTS
def importing(file: Path, config: Path, events: str | None) -> None:
    """Take in outcomes from elsewhere: visitor,experiment,arm and a column per signal.

    In a signal's column 1 or yes is done, 0, no or nothing is not, any other number is
    its value. A column `at` says when. The same file twice changes nothing, and a file
    with a mistake is not taken in at all.
    """
    begun(config)
    from sarto.config.config import Config
    from sarto.errors import ConfigError

    try:
        read = Config.read(config)
    except ConfigError as error:
        refused(error.findings, config)
    found = checked(file, read)
    kept(found, read, events, file)


def checked(file: Path, config: "Config") -> "Intake":
    """Read the file whole, or end."""
    from sarto.clock import utc_now
    from sarto.site.options import secrets
    from sarto.workbench.importing import SheetError, intake

    known = secrets("")
    try:
        found = intake(file.read_bytes(), config, known, utc_now())
    except OSError as error:
        wrong_use(f"{file} cannot be read: {error.strerror}.")
    except SheetError as error:
        click.echo(f"{error.told(str(file))}\nNothing was taken in.", err=True)
        sys.exit(PROBLEMS)
    if not known:
        click.echo(UNKEYED, err=True)
    return found


def kept(found: "Intake", config: "Config", events: str | None, file: Path) -> None:
    """Write the events, and say what was in the file."""
    from sarto.errors import SartoError
    from sarto.workbench.report import opened

    done = 0
    try:
        store = opened(config, events)
        if found.is_known(store):
            click.echo(f"{file} was taken in before; nothing has changed.")
            return
        for done in found.write(store):  # noqa: B007 - what was kept when it failed
            pass
        store.close()
    except ValueError as error:
        wrong_use(str(error))
    except (SartoError, OSError) as error:
        click.echo(f"The events cannot be written. {error}", err=True)
        if done:
            click.echo(f"{done:,} of them are; type the same once more.", err=True)
        sys.exit(PROBLEMS)
    for name, arms in found.counted().items():
        each = ", ".join(f"{arm} {units:,}" for arm, units in sorted(arms.items()))
        click.echo(f"{name}: {sum(arms.values()):,} visitors ({each})")
    click.echo("What came of it: sarto report")
