"""`sarto schema`."""

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of sarto.toml, for editors."""
    from sarto.workbench.schema import schema as made

    click.echo(json.dumps(made(), indent=2))
