"""`sarto gallery`."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sarto.cli.endings import PROBLEMS, begun, refused, wrong_use
from sarto.cli.options import CONFIG

if TYPE_CHECKING:
    from sarto.asgi import ASGIApp


def pages(
    _context: click.Context, _option: click.Parameter, paths: tuple[str, ...]
) -> tuple[str, ...]:
    """Take the pages as they were typed; one that is none is wrong use."""
    for path in paths:
        if not path.startswith("/"):
            raise click.BadParameter(f"{path} is no page: it begins with a /.")
        if not path.isprintable():
            raise click.BadParameter(f"{path!r} is no page: a byte in it is no text.")
    return paths


@click.command()
@click.argument("target", required=False, metavar="[APP|DIR|URL]")
@CONFIG
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder it is written to.  [default: .sarto/gallery beside the config]",
)
@click.option(
    "--path",
    "paths",
    multiple=True,
    metavar="/PAGE",
    callback=pages,
    help="A page to show; may be said again. Default: all that links lead to.",
)
@click.option("--screenshots", is_flag=True, help="Take pictures, with Chromium.")
def gallery(
    target: str | None,
    config: Path,
    out: Path | None,
    paths: tuple[str, ...],
    *,
    screenshots: bool,
) -> None:
    """Show every variant of every slot, layout and page on one page.

    With an app, a folder or a running site, each stands as it does on its own page;
    without, on a bare one. Exit: 1, when there is a rule that nobody was found for.
    """
    begun(config)
    from sarto.config.config import Config
    from sarto.errors import ConfigError
    from sarto.pages.console.hall import folder_of
    from sarto.site.compile import compile_site
    from sarto.workbench.dev import TargetError
    from sarto.workbench.gallery import ShotsError, made

    try:
        site = compile_site(Config.read(config))
        app = opened(target, config) if target or site.config.toml.dev.app else None
        folder = out or folder_of(config.resolve().parent)
        done = made(
            site, app, folder, paths=paths, screenshots=screenshots, along=along
        )
    except ConfigError as error:
        refused(error.findings, config)
    except (TargetError, ShotsError, ValueError) as error:
        wrong_use(str(error))
    click.echo(f"{done.told}\n{done.index}")
    sys.exit(PROBLEMS if done.missed else 0)


def opened(target: str | None, config: Path) -> "ASGIApp":
    """Find what is shown; what an application stops with is said as `dev` does it."""
    from sarto.workbench.dev import TargetError, is_application, served
    from sarto.workbench.dev.named import named_by
    from sarto.workbench.dev.tracebacks import told

    if not is_application(named_by(target, config)):
        return served(target, config)
    try:
        return served(target, config)
    except TargetError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a site's code does anything
        wrong_use(told(error))


def along(label: str, items: Sequence[Any]) -> Iterable[Any]:
    """Go through steps, with a bar on a terminal that tells how far it is."""
    if not sys.stderr.isatty():
        return items
    return shown(label, items)


def shown(label: str, items: Sequence[Any]) -> Iterator[Any]:
    with click.progressbar(items, label=label.ljust(18), file=sys.stderr) as bar:
        yield from bar
