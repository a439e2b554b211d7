"""The command line: thin verbs over the workbench, each imported when it is called."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click
from click.core import ParameterSource

EDGES = {
    "varnish": "Varnish 7",
    "nginx": "nginx, from 1.22 on",
    "fastly": "Fastly, in VCL",
    "cloudflare": "Cloudflare, as a Worker",
}
CONFIG = click.option(
    "--config",
    default="sarto.toml",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The site's sarto.toml.",
)
AS = click.option(
    "--as",
    "as_",
    default="",
    metavar='"FACT=VALUE …"',
    help='Pin facts: "device=mobile country=IR time=20:00"; @name is a persona.',
)
PROBLEMS, WRONG_USE = 1, 2


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="sarto", prog_name="sarto")
@click.pass_context
def main(context: click.Context) -> None:
    """Cut each page to its visitor, on the server, without JavaScript.

    Start with `sarto dev` beside a sarto.toml, and ask `sarto explain /` why a page
    looks as it does.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@main.command()
@CONFIG
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
def check(config: Path, style: str) -> None:
    """Say everything that is wrong with the config and its fragments.

    It imports the application that `app` under [dev] names, to see on which side of
    Sarto it compresses: in a process of its own, for ten seconds at the most.
    """
    from sarto.workbench import check as bench

    site, findings = bench.checked(config)
    order, remarks = bench.ordered(site.config) if site else ((), ())
    findings = (*findings, *order)
    if style == "json":
        click.echo(bench.as_json(findings))
    else:
        if findings:
            click.echo(bench.as_text(findings, config.resolve().parent) + "\n")
        for remark in remarks:
            click.echo(remark)
        click.echo(bench.summary(findings))
    sys.exit(PROBLEMS if findings else 0)


@main.command()
@click.argument("path")
@CONFIG
@AS
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def explain(path: str, config: Path, as_: str, *, as_json: bool) -> None:
    """Say what each slot of PATH shows such a visitor, and why."""
    from sarto.config.pins import pins
    from sarto.vocabulary.reading import ConditionError
    from sarto.workbench import check as bench
    from sarto.workbench.explain import as_text, explained

    site, findings = bench.checked(config)
    if site is None:
        click.echo(bench.as_text(findings, config.resolve().parent), err=True)
        sys.exit(PROBLEMS)
    try:
        pinned = pins(site.config.dictionary, as_, site.config.personas)
    except ConditionError as mistake:
        wrong_use(f"--as: {mistake.message}. {mistake.help}".rstrip())
    told = explained(site, path, pinned)
    text = json.dumps(told, ensure_ascii=False, indent=2) if as_json else as_text(told)
    click.echo(text)


@main.group()
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
        from sarto.config.config import Config
        from sarto.errors import ConfigError
        from sarto.workbench import check as bench
        from sarto.workbench import edge as desk

        folder = out or config.resolve().parent / ".sarto" / "edge"
        secrets = "." if out else str(folder)
        where = {"origin": origin, "listen": listen, "secrets": secrets}
        try:
            read = Config.read(config)
            texts = desk.files(desk.described(read, vendor, **where), vendor)
        except ConfigError as error:
            click.echo(bench.as_text(error.findings, config.resolve().parent), err=True)
            sys.exit(PROBLEMS)
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
@click.option("--json", "as_json", is_flag=True, help="For programs.")
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
    from sarto.errors import ConfigError
    from sarto.workbench import check as bench
    from sarto.workbench import doctor as desk
    from sarto.workbench.probing import UnreachableError

    is_said = context.get_parameter_source("config") is not ParameterSource.DEFAULT
    read = config if is_said or config.exists() else None
    try:
        verdicts = desk.examined(url, read, paths)
    except ConfigError as error:
        click.echo(bench.as_text(error.findings, config.resolve().parent), err=True)
        sys.exit(WRONG_USE)
    except (UnreachableError, ValueError) as error:
        wrong_use(str(error))
    told = desk.as_json(url, verdicts)
    click.echo(json.dumps(told, indent=2) if as_json else desk.as_text(verdicts))
    sys.exit(PROBLEMS if desk.has_failed(verdicts) else 0)


@main.command()
def schema() -> None:
    """Print the JSON Schema of sarto.toml, for editors."""
    from sarto.workbench.schema import schema as made

    click.echo(json.dumps(made(), indent=2))


@main.command()
@click.argument("target", required=False, metavar="[APP|DIR|URL]")
@CONFIG
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def dev(target: str | None, config: Path, host: str, port: int) -> None:
    """Serve an app, a folder or a running site, with a bar to switch visitor."""
    from sarto.config.config import Config
    from sarto.errors import ConfigError
    from sarto.workbench import check as bench
    from sarto.workbench.dev import DevSite, TargetError, served
    from sarto.workbench.order import Order

    try:
        read, app = Config.read(config), served(target, config)
        site, order = DevSite(app, config), Order.of(app)
    except ConfigError as error:
        click.echo(bench.as_text(error.findings, config.resolve().parent), err=True)
        sys.exit(PROBLEMS)
    except TargetError as error:
        wrong_use(str(error))
    if findings := order.findings(target or str(read.toml.dev.app), read):
        click.echo(bench.as_text(findings, read.folder), err=True)
    for remark in order.remarks:
        click.echo(remark, err=True)
    site.run(host=host, port=port)


def wrong_use(text: str) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(WRONG_USE)
