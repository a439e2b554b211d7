"""`sarto init`."""

import sys
from pathlib import Path

import click

from sarto.cli.endings import PROBLEMS, wrong_use
from sarto.cli.options import CONFIG


@click.command()
@CONFIG
@click.option(
    "--force",
    is_flag=True,
    help="Begin again: the config that is here is put aside, other files stay.",
)
def init(config: Path, *, force: bool) -> None:
    """Begin: write a first sarto.toml, and say the one line to paste.

    It reads what is in the folder, and runs none of it. Besides the config it writes
    its schema and two fragments, and in an empty folder a page.
    """
    from sarto.workbench.init import BegunAlreadyError, UnwrittenError, begin
    from sarto.workbench.init.saying import aside, told

    try:
        begun = begin(config, is_forced=force)
    except BegunAlreadyError:
        kept = f"{config} is here already, and stays as it is."
        wrong_use(f"{kept}\n`sarto dev` serves it; --force puts it aside.")
    except UnwrittenError as error:
        click.echo(str(error), err=True)
        if error.moved:
            click.echo(aside(error.moved), err=True)
        sys.exit(PROBLEMS)
    click.echo(told(begun))
