"""The command line: thin verbs over the workbench, each imported when it is called."""

from importlib import import_module
from typing import Final

import click

VERBS: Final = {  # in the order of a day's work; each is a file of this room
    "dev": "Serve an app, a folder or a running site, and switch visitor.",
    "check": "Say everything that is wrong with the config and its fragments.",
    "explain": "Say what each slot of a page shows somebody, and why.",
    "edge": "Put a cache in front of the site: write its configuration.",
    "schema": "Print the JSON Schema of sarto.toml, for editors.",
    "completion": "Print what lets a shell complete these commands.",
}


class Verbs(click.Group):
    """The verbs by name; telling of them imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in VERBS:
            return None
        found: object = getattr(import_module(f"sarto.cli.{cmd_name}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="sarto", prog_name="sarto")
@click.pass_context
def main(context: click.Context) -> None:
    """Cut each page to its visitor, on the server, without JavaScript.

    Start with `sarto dev` beside a sarto.toml, and ask `sarto explain /` why a page
    looks as it does.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
