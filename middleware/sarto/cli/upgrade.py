"""`sarto upgrade`."""

import sys
from pathlib import Path

import click

from sarto.cli.endings import PROBLEMS, begun, refused
from sarto.cli.options import CONFIG


@click.command()
@CONFIG
def upgrade(config: Path) -> None:
    """Bring a sarto.toml to the newest version of its format.

    Comments and order stay. Its schema, for editors, is made anew as well.
    """
    begun(config)
    from sarto.config.text import read
    from sarto.errors import ConfigError
    from sarto.workbench.init.begin import SCHEMA, keep, schema_text
    from sarto.workbench.upgrade import NewerError, upgraded

    try:
        text = read(config)
        newest = upgraded(text, file=config.name)
    except ConfigError as error:
        refused(error.findings, config)
    except NewerError as error:
        click.echo(f"{config} stays as it is: {error}.", err=True)
        sys.exit(PROBLEMS)
    if newest != text:
        keep(config, newest)
        click.echo(f"{config} is now of the newest version.")
    else:
        click.echo(f"{config} is of the newest version already.")
    schema = config.parent / SCHEMA
    if not schema.exists() or schema.read_text("utf-8") != schema_text():
        keep(schema, schema_text())
        click.echo(f"wrote {schema}")
