"""`sarto proxy`."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from sarto.cli.dev import address, listening
from sarto.cli.endings import begun, wrong_use
from sarto.cli.options import CONFIG, HOST, PORT, PROFILES, WORKERS
from sarto.cli.serve import greet

if TYPE_CHECKING:
    from sarto.asgi import ASGIApp

UNASKED = 'To ask another site, install what it takes: pip install "sarto[serve]"'


@click.command()
@click.argument("url", metavar="URL")
@CONFIG
@HOST
@PORT
@WORKERS
@PROFILES
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0, 86_400, min_open=True),
    metavar="SECONDS",
    help="How long the site may take to connect, and again to begin its answer.",
)
def proxy(  # noqa: PLR0913, PLR0917 - what may be typed
    url: str,
    config: Path,
    host: str,
    port: int,
    workers: int,
    profiles: str | None,
    timeout: float,
) -> None:
    """Stand before a running site in any language, each page cut to who asks.

    URL is http://HOST:PORT, https://HOST or unix:/PATH, and nobody else is ever asked.
    The site sees its own Host, and who asked in X-Forwarded-* and Forwarded. Where it
    is down its visitors get a plain page, and are served again once it is back. To end,
    SIGTERM or Ctrl-C: answers under way have ten seconds.
    """
    begun(config)
    from sarto.workbench.serving import Service, lacking, run

    if text := lacking():
        wrong_use(text)
    service = Service(
        make=partial(site, url, config, profiles, timeout),
        config=config,
        workers=workers,
        has_websockets=True,
    )
    with listening(host, port) as listener:
        where = address(listener)
        sys.exit(run(service, listener, greet=lambda: greet(where, url, workers)))


def site(url: str, config: Path, profiles: str | None, timeout: float) -> "ASGIApp":
    """Make the site, in each worker."""
    from sarto.config.config import Config
    from sarto.middleware import Sarto
    from sarto.vocabulary.adapters import adapter
    from sarto.workbench.serving import RefusedError

    trusted = Config.read(config).toml.location.trusted_proxies
    try:
        proxied = adapter("sites", "proxy")(
            url, trusted_proxies=trusted, timeout=timeout
        )
        app = Sarto(cast("ASGIApp", proxied), config=config, profiles=profiles)
    except ImportError:
        raise RefusedError(UNASKED) from None
    except ValueError as error:  # an address of a site, or of a store
        raise RefusedError(str(error)) from error
    if app.current is not None:
        # Now: who asks this worker first may come an hour after a change.
        app.current.watch()
    return app
