"""`sarto diff`."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarto.cli.endings import PROBLEMS, refused, wrong_use
from sarto.cli.options import CONFIG, JSON

if TYPE_CHECKING:
    from sarto.site.site import Site


@click.command()
@click.argument("old")
@click.argument("new")
@CONFIG
@click.option(
    "--traffic",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Recorded traffic: say how many visitors it concerns. Pages counted by a glob "
    "are weighed as one page of it.",
)
@JSON
def diff(
    old: str, new: str, config: Path, traffic: Path | None, *, as_json: bool
) -> None:
    """Say which visitors would see something else, of all there can be.

    OLD and NEW are files, folders with a sarto.toml, or git:REVISION, which is the
    --config of this folder as it was. Exit: 1, when anybody would.
    """
    from sarto.workbench import diff as room

    with ExitStack() as stack:
        sites = [opened(stack, name, config) for name in (old, new)]
        found = room.difference(*sites)
        try:
            shares = None if traffic is None else room.weighed(found, traffic)
        except room.TrafficError as error:
            wrong_use(str(error))
    if as_json:
        told = room.as_json(found, shares)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo(room.as_text(found, shares))
    sys.exit(PROBLEMS if found else 0)


def opened(stack: ExitStack, name: str, config: Path) -> "Site":
    """Compile a version; where it is broken, say so and end."""
    from sarto.errors import ConfigError
    from sarto.workbench.diff import VersionError, version

    path = Path(name)
    try:
        return stack.enter_context(version(name, config))
    except ConfigError as error:
        if name.startswith("git:"):  # its files are gone: there is nothing to point at
            click.echo(f"{name}\n{error}", err=True)
            sys.exit(PROBLEMS)
        refused(error.findings, path / "sarto.toml" if path.is_dir() else path)
    except VersionError as error:
        wrong_use(str(error))
