"""`sarto preview`: a signed link to see a page as somebody else."""

from pathlib import Path

import click

from sarto.cli.endings import begun, refused, wrong_use
from sarto.cli.options import AS, CONFIG


@click.command()
@click.argument("path")
@CONFIG
@AS
@click.option("--expires", default="2d", show_default=True, help="As 90m, 12h or 2d.")
@click.option(
    "--url",
    default="http://127.0.0.1:8000",
    show_default=True,
    metavar="https://SITE",
    help="Where the site is.",
)
@click.option(
    "--experiment",
    metavar="NAME",
    help="Make a link for each arm of this experiment.",
)
def preview(  # noqa: PLR0913 - the options of the contract
    path: str,
    config: Path,
    as_: str,
    expires: str,
    url: str,
    *,
    experiment: str | None,
) -> None:
    """Make a link that shows PATH, and all other pages, as such a visitor sees them.

    Whoever has the link needs no account. What they see is kept by nobody, nothing is
    noted of them, and a banner ends the preview. It is signed with SARTO_SECRET, which
    must be the site's own, and is good for 30 days at most.

    The site's own code hears the facts, too: where it lets people in by signed_in or by
    traits, whoever has a link that pins those is let in.
    """
    begun(config)
    from sarto.config.config import Config
    from sarto.errors import ConfigError
    from sarto.workbench.passes import link, links, warning

    try:
        read = Config.read(config)
        if experiment is None:
            click.echo(link(read, path, as_, expires, url))
        else:
            made = links(read, path, as_, expires, url, experiment=experiment)
            for arm, each in made:
                click.echo(f"{arm}\n  {each}")
        if said := warning(read, as_):
            click.echo(said, err=True)
    except ConfigError as error:
        refused(error.findings, config)
    except ValueError as error:
        wrong_use(str(error))
