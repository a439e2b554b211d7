"""`sarto report`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sarto.cli.colour import painter
from sarto.cli.endings import PROBLEMS, begun, refused, wrong_use
from sarto.cli.options import CONFIG, EVENTS, JSON

if TYPE_CHECKING:
    from sarto.config.config import Config
    from sarto.measure.report.report import Report


@click.command()
@CONFIG
@EVENTS
@JSON
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it as one page: no script, charts with their tables.",
)
def report(
    config: Path, events: str | None, html: Path | None, *, as_json: bool
) -> None:
    """Say what came of the experiments, and of every place that may change.

    A sentence for each experiment, then what it stands on. Exit: 1, when figures cannot
    be trusted, or cannot be read.
    """
    begun(config)
    from sarto.config.config import Config
    from sarto.errors import ConfigError

    try:
        read = Config.read(config)
    except ConfigError as error:
        refused(error.findings, config)
    found = made(read, events)
    if html is not None:
        written(found, read, html)
    if as_json:
        from sarto.measure.report.as_json import as_json as in_json

        click.echo(json.dumps(in_json(found), ensure_ascii=False, indent=2))
    elif html is None:
        from sarto.workbench.report import as_text

        click.echo(as_text(found, painter()))
    sys.exit(PROBLEMS if found.has_problems else 0)


def made(config: "Config", events: str | None) -> "Report":
    """Ask the store; what ails it is said, and nothing else."""
    from sarto.errors import SartoError
    from sarto.workbench.report import answered

    try:
        return answered(config, events)
    except ValueError as error:
        wrong_use(str(error))
    except (SartoError, OSError) as error:
        click.echo(f"The events cannot be read. {error}", err=True)
        sys.exit(PROBLEMS)


def written(found: "Report", config: "Config", file: Path) -> None:
    """Write the page, and say where it is."""
    from sarto.pages.console.reports import alone

    text = alone(found, config)
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        wrong_use(f"--html: {file} cannot be written: {error.strerror}.")
    click.echo(f"{file}", err=True)
