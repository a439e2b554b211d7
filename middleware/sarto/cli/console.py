"""`sarto console`: a signed link into the console of a running site."""

from pathlib import Path

import click

from sarto.cli.endings import begun, refused, wrong_use
from sarto.cli.options import CONFIG


@click.command()
@CONFIG
@click.option(
    "--expires",
    default="8h",
    show_default=True,
    help="How long to stay signed in, as 30m, 8h or 2d.",
)
@click.option(
    "--url",
    default="http://127.0.0.1:8000",
    show_default=True,
    metavar="https://SITE",
    help="Where the site is.",
)
def console(config: Path, expires: str, url: str) -> None:
    """Make a link that opens the console of a running site.

    Follow it within ten minutes. It is signed with SARTO_SECRET, which must be the
    site's own, and needs a table [console] in the config.
    """
    begun(config)
    from sarto.config.config import Config
    from sarto.errors import ConfigError
    from sarto.workbench.console import link

    try:
        click.echo(link(Config.read(config), expires, url))
    except ConfigError as error:
        refused(error.findings, config)
    except ValueError as error:
        wrong_use(str(error))
