"""`sarto serve`."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from sarto.cli.dev import address, listening
from sarto.cli.endings import begun, wrong_use
from sarto.cli.options import CONFIG, HOST, PORT, PROFILES, WORKERS

if TYPE_CHECKING:
    from sarto.asgi import ASGIApp


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@CONFIG
@HOST
@PORT
@WORKERS
@PROFILES
def serve(  # noqa: PLR0913, PLR0917 - what may be typed
    folder: Path, config: Path, host: str, port: int, workers: int, profiles: str | None
) -> None:
    """Serve a folder of pages to visitors, each page cut to who asks.

    The folder is what Eleventy, Hugo, Astro, MkDocs or a hand made. A change of the
    config or of a page counts at once. To end, SIGTERM or Ctrl-C: answers under way
    have ten seconds. SIGHUP begins each process anew.
    """
    begun(config)
    from sarto.workbench.serving import Service, lacking, run

    if text := lacking():
        wrong_use(text)
    if not folder.is_dir():
        wrong_use(f"{folder} is no folder: build the site first, or name another.")
    service = Service(
        make=partial(site, folder, config, profiles), config=config, workers=workers
    )
    with listening(host, port) as listener:
        where = address(listener)
        sys.exit(run(service, listener, greet=lambda: greet(where, folder, workers)))


def greet(where: str, served: object, workers: int) -> None:
    """Say that all is ready."""
    by = "one process" if workers == 1 else f"{workers} processes"
    click.echo(f"Serving {served} at {where}, by {by}; Ctrl-C ends it.")


def site(folder: Path, config: Path, profiles: str | None) -> "ASGIApp":
    """Make the site, in each worker."""
    from sarto.middleware import Sarto
    from sarto.vocabulary.adapters import adapter
    from sarto.workbench.serving import RefusedError
    from sarto.workbench.serving.closed import closed

    try:
        shut = closed(folder, config, profiles)
        pages = adapter("sites", "static")(folder, closed=shut)
        app = Sarto(cast("ASGIApp", pages), config=config, profiles=profiles)
    except ValueError as error:  # a store's address, a folder that is gone
        raise RefusedError(str(error)) from error
    if app.current is not None:
        # Now: who asks this worker first may come an hour after a change.
        app.current.watch()
    return app
