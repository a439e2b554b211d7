"""`sarto explain`."""

import json
from pathlib import Path

import click

from sarto.cli.endings import refused, wrong_use
from sarto.cli.options import AS, CONFIG, JSON


@click.command()
@click.argument("path")
@CONFIG
@AS
@JSON
def explain(path: str, config: Path, as_: str, *, as_json: bool) -> None:
    """Say what each slot of PATH shows such a visitor, and why."""
    from sarto.config.pins import pins
    from sarto.vocabulary.reading import ConditionError
    from sarto.workbench.check import checked
    from sarto.workbench.explain import as_text, explained

    site, findings = checked(config)
    if site is None:
        refused(findings, config)
    try:
        pinned = pins(site.config.dictionary, as_, site.config.personas)
    except ConditionError as mistake:
        wrong_use(f"--as: {mistake.message}. {mistake.help}".rstrip())
    told = explained(site, path, pinned)
    text = json.dumps(told, ensure_ascii=False, indent=2) if as_json else as_text(told)
    click.echo(text)
