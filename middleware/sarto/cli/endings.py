"""How verbs end: what they found, said once, and the exit code of the contract."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from sarto.errors import Finding

PROBLEMS, WRONG_USE = 1, 2


def wrong_use(text: str) -> NoReturn:
    """End because of what was typed."""
    click.echo(text, err=True)
    sys.exit(WRONG_USE)


def begun(config: Path) -> None:
    """End where there is no config; one that cannot be read is for its reader."""
    try:
        is_folder, is_there = config.is_dir(), config.exists()
    except OSError:
        return
    if is_folder:
        wrong_use(f"{config} is a folder: name the file, --config {config}/sarto.toml")
    if not is_there:
        wrong_use(f"There is no {config}: begin with `sarto init`.")


def tell(findings: tuple[Finding, ...], config: Path) -> None:
    """Say on the side what is wrong with a site's files."""
    from sarto.workbench.check import as_text

    click.echo(as_text(findings, config.resolve().parent), err=True)


def refused(findings: tuple[Finding, ...], config: Path) -> NoReturn:
    """End because the site's files cannot be used."""
    tell(findings, config)
    sys.exit(PROBLEMS)
