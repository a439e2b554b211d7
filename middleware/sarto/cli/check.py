"""`sarto check`."""

import sys
from pathlib import Path

import click

from sarto.cli.colour import painter
from sarto.cli.endings import PROBLEMS, wrong_use
from sarto.cli.options import CONFIG

UNREAD = "Pages were not looked at: they are once no error is left."


@click.command()
@CONFIG
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, sarif and github for code hosts.",
)
@click.option(
    "--pages",
    multiple=True,
    metavar="DIR|URL",
    help="Hold the config against these pages as well; may be said again.",
)
@click.option(
    "--why",
    is_flag=False,
    flag_value="all",
    metavar="CODE",
    help="Explain a code, and check nothing; without a code all are listed.",
)
def check(config: Path, style: str, pages: tuple[str, ...], why: str | None) -> None:
    """Say everything that is wrong with the config and its fragments.

    It imports the application that `app` under [dev] names, to see what stands on which
    side of Sarto: in a process of its own, for ten seconds at the most.
    """
    if why is not None:
        explain(why)
        return
    from sarto.workbench import check as bench

    for target in pages:
        if text := bench.mistake(target):
            wrong_use(f"--pages: {target} {text}.")
    site, findings = bench.checked(config)
    remarks: tuple[str, ...] = ()
    if site is not None:
        order, remarks, unseen = bench.ordered(site.config)
        aside(unseen)
        findings = (*findings, *order, *bench.examined(site, pages))
        told, unread = bench.expected(site) if style == "text" else ((), "")
        remarks = (*remarks, *told)
        aside(unread)
    else:
        aside(UNREAD if pages else "")
    folder = config.resolve().parent
    if style == "text":
        if findings:
            click.echo(bench.as_text(findings, folder, painter()) + "\n")
        for remark in remarks:
            click.echo(remark)
        click.echo(bench.summary(findings))
    elif text := bench.written(findings, folder, style):
        click.echo(text)
    sys.exit(PROBLEMS if findings else 0)


def aside(remark: str) -> None:
    """Say what is no finding, if there is something to be said."""
    if remark:
        click.echo(remark, err=True)


def explain(word: str) -> None:
    """Print the page of a code, or the list of all."""
    from sarto.workbench.check import catalogue

    if word == "all":
        click.echo(catalogue.listed())
        return
    page = catalogue.page_of(catalogue.spelt(word))
    if page is None:
        wrong_use(f"--why: there is no code {word!r}; `sarto check --why` lists all")
    click.echo(page.text, nl=False)
