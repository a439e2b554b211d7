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
WORKERS = click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many processes serve.",
)
PROFILES = click.option(
    "--profiles",
    envvar="SARTO_PROFILES",
    metavar="URL",
    help="Where profiles are, if not in a cookie: sqlite:///FILE or redis://HOST.",
)
EVENTS = click.option(
    "--events",
    envvar="SARTO_EVENTS",
    metavar="URL",
    help="Where events are, if not where the config says; a file is relative to it.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
