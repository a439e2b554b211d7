"""`sarto dev`."""

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarto.cli.endings import begun, refused, wrong_use
from sarto.cli.options import CONFIG, HOST, PORT

if TYPE_CHECKING:
    from sarto.workbench.anew import Work


@click.command()
@click.argument("target", required=False, metavar="[APP|DIR|URL]")
@CONFIG
@HOST
@PORT
@click.option(
    "--still",
    is_flag=True,
    help="Neither reload pages nor begin anew: for debuggers and for tests.",
)
def dev(target: str | None, config: Path, host: str, port: int, *, still: bool) -> None:
    """Serve an app, a folder or a running site, with a bar to switch visitor.

    Open pages come anew when a file changes, without JavaScript: they wait for an
    answer, and so their browser shows them as loading. A mistake is shown as a page.
    """
    begun(config)
    from sarto.workbench.anew import Keeping, Work

    work = Work(target=target, config=config)
    with listening(host, port) as listener:
        click.echo(f"Open {address(listener)} in a browser; Ctrl-C ends it.")
        if still:
            stand_still(work, listener)
        else:
            sys.exit(Keeping(work, listener).run())


def listening(host: str, port: int) -> socket.socket:
    """Open the socket before anything else: what is asked meanwhile waits."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number) if number and number > 0 else str(error)
        other = "Name another with --port, or --host."
        wrong_use(f"{host}:{port} cannot be used: {reason}. {other}")


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def stand_still(work: "Work", listener: socket.socket) -> None:
    """Serve in this very process."""
    from sarto.errors import ConfigError
    from sarto.workbench.dev import DevSite, TargetError, served
    from sarto.workbench.dev.running import Server, tell_order

    try:
        app = served(work.target, work.config)
        site = DevSite(app, work.config)
    except ConfigError as error:
        refused(error.findings, work.config)
    except TargetError as error:
        wrong_use(str(error))
    tell_order(app, work)
    try:
        Server(site).run(sockets=[listener])
    except KeyboardInterrupt:
        sys.exit(0)
