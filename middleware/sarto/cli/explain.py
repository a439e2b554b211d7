"""`sarto explain`."""

import json
from pathlib import Path

import click

from sarto.cli.endings import begun, refused, wrong_use
from sarto.cli.options import AS, CONFIG, JSON


@click.command()
@click.argument("path", required=False)
@CONFIG
@AS
@JSON
@click.option(
    "--token",
    "is_token",
    is_flag=True,
    help="Print a token for the header X-Sarto-Explain, and nothing else.",
)
@click.option("--expires", default="1h", show_default=True, help="When a token ends.")
def explain(  # noqa: PLR0913 - the options of the contract
    path: str | None,
    config: Path,
    as_: str,
    expires: str,
    *,
    as_json: bool,
    is_token: bool,
) -> None:
    """Say what each slot of PATH shows such a visitor, and why.

    A running site explains any request of yours that has a token of --token:
    curl -H "X-Sarto-Explain: $(sarto explain --token)" URL
    """
    if is_token:
        tell_token(config, expires)
    elif path is None:
        raise click.UsageError("Say which page: sarto explain /path")
    elif not is_page(path):
        wrong_use(f"{path!r} is no page of the site. Write it like /menu")
    else:
        told = told_of(path, config, as_)
        from sarto.workbench.explain import as_text

        text = json.dumps(told, ensure_ascii=False, indent=2)
        click.echo(text if as_json else as_text(told))


def is_page(path: str) -> bool:
    """Whether it is a path, without stray bytes."""
    is_text = not any("\ud800" <= character <= "\udfff" for character in path)
    return path.startswith("/") and is_text


def told_of(path: str, config: Path, as_: str) -> dict[str, object]:
    """Explain a page to such a visitor."""
    begun(config)
    from sarto.config.pins import pins
    from sarto.site.explained import explained
    from sarto.vocabulary.reading import ConditionError
    from sarto.workbench.check import checked

    site, findings = checked(config)
    if site is None:
        refused(findings, config)
    try:
        pinned = pins(site.config.dictionary, as_, site.config.personas)
    except ConditionError as mistake:
        wrong_use(f"--as: {mistake.told}")
    return explained(site, path, pinned)


def tell_token(config: Path, expires: str) -> None:
    """Print a token; it is made of SARTO_SECRET."""
    begun(config)
    from sarto.config.config import Config
    from sarto.errors import ConfigError
    from sarto.workbench.passes import token

    try:
        click.echo(token(Config.read(config), expires))
    except ConfigError as error:
        refused(error.findings, config)
    except ValueError as error:
        wrong_use(str(error))
