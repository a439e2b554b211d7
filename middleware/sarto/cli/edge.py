"""`sarto edge`: write the configuration of a cache, and ask a running one."""

import json
import sys
from pathlib import Path

import click
from click.core import ParameterSource

from sarto.cli.endings import PROBLEMS, WRONG_USE, begun, refused, tell, wrong_use
from sarto.cli.options import CONFIG, JSON

EDGES = {
    "varnish": "Varnish 7",
    "nginx": "nginx, from 1.22 on",
    "fastly": "Fastly, in VCL",
    "cloudflare": "Cloudflare, as a Worker",
}


@click.group()
def edge() -> None:
    """Put a cache in front of the site: write its configuration, try it out."""


def writing(vendor: str, name: str) -> None:
    """Add the command that writes the configuration of one kind of cache."""

    @edge.command(vendor, short_help=f"Write the configuration of {name}.")
    @CONFIG
    @click.option(
        "--origin",
        default="http://127.0.0.1:8000",
        show_default=True,
        help="Where the site itself listens.",
    )
    @click.option(
        "--listen",
        default="127.0.0.1:8080",
        show_default=True,
        help="Where the cache is to listen.",
    )
    @click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        help="Write all files there; else the main one is printed.",
    )
    def write(config: Path, origin: str, listen: str, out: Path | None) -> None:
        """Write the configuration of a cache in front of the site.

        What proves it to the site is in a file of its own, which only the server may
        read: in OUT, or else in .sarto/edge beside the config. It is made of
        SARTO_SECRET.
        """
        begun(config)
        from sarto.config.config import Config
        from sarto.errors import ConfigError
        from sarto.workbench import edge as desk

        folder = out or config.resolve().parent / ".sarto" / "edge"
        secrets = "." if out else str(folder)
        where = {"origin": origin, "listen": listen, "secrets": secrets}
        try:
            read = Config.read(config)
            texts = desk.files(desk.described(read, vendor, **where), vendor)
        except ConfigError as error:
            refused(error.findings, config)
        except ValueError as error:
            wrong_use(str(error))
        desk.keep(texts, folder, with_main=out is not None)
        if out is None:
            click.echo(desk.main_of(texts)[1], nl=False)


for each in EDGES.items():
    writing(*each)


@edge.command()
@click.argument("url")
@CONFIG
@click.option(
    "--path",
    "paths",
    multiple=True,
    metavar="/PAGE",
    help="A page to ask for; may be said again. Default: one for each glob of slots.",
)
@JSON
@click.pass_context
def doctor(
    context: click.Context,
    url: str,
    config: Path,
    paths: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Ask a running edge at URL for what caches get wrong.

    It tells spoofed keys, mixed Vary, tags of others, open doors and what outlives the
    clock; it sends a few hundred requests, and changes nothing. Without a config it
    asks as visitors of any site. Exit: 0 all is well, 1 something failed, 2 nothing
    answers there.
    """
    is_said = context.get_parameter_source("config") is not ParameterSource.DEFAULT
    if is_said:
        begun(config)
    from sarto.errors import ConfigError
    from sarto.workbench import doctor as desk
    from sarto.workbench.probing import UnreachableError

    read = config if is_said or config.exists() else None
    try:
        verdicts = desk.examined(url, read, paths)
    except ConfigError as error:
        tell(error.findings, config)
        sys.exit(WRONG_USE)
    except (UnreachableError, ValueError) as error:
        wrong_use(str(error))
    told = desk.as_json(url, verdicts)
    click.echo(json.dumps(told, indent=2) if as_json else desk.as_text(verdicts))
    sys.exit(PROBLEMS if desk.has_failed(verdicts) else 0)
