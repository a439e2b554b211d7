"""The options that many verbs take."""

from pathlib import Path

import click

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
HOST = click.option("--host", default="127.0.0.1", show_default=True)
PORT = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535)
)
JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
