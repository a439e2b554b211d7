"""`sarto check`."""

import sys
from pathlib import Path

import click

from sarto.cli.endings import PROBLEMS
from sarto.cli.options import CONFIG


@click.command()
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
