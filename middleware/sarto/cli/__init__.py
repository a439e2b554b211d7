"""The command line: thin verbs over the workbench, each imported when it is called."""

from importlib import import_module
from typing import Final

import click
from click.shell_completion import CompletionItem

VERBS: Final = {  # in the order of a day's work; each is a file of this room
    "init": "Begin: write a first sarto.toml, and say the one line to paste.",
    "dev": "Serve an app, a folder or a running site, and switch visitor.",
    "serve": "Serve a folder of pages to visitors, by several processes.",
    "proxy": "Stand before a running site in any language.",
    "check": "Say everything that is wrong with the config and its fragments.",
    "explain": "Say what each slot of a page shows somebody, and why.",
    "preview": "Make a link that shows a page as somebody else sees it.",
    "gallery": "Show every variant of every slot and layout on one page.",
    "report": "Say what came of the experiments.",
    "import": "Take in outcomes from elsewhere, from a CSV file.",
    "diff": "Say which visitors would see something else.",
    "console": "Make a link that opens the console of a running site.",
    "edge": "Put a cache in front of the site: write its configuration.",
    "schema": "Print the JSON Schema of sarto.toml, for editors.",
    "upgrade": "Bring a sarto.toml to the newest version of its format.",
    "completion": "Print what lets a shell complete these commands.",
}
ROOMS: Final = {"import": "importing"}  # a word that no file and no name may be


class Verbs(click.Group):
    """The verbs by name; telling of them imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in VERBS:
            return None
        name = ROOMS.get(cmd_name, cmd_name)
        found: object = getattr(import_module(f"sarto.cli.{name}"), name)
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; for one that is none, say which was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from sarto.vocabulary.reading import nearest

            if near := nearest(args[0], tuple(VERBS)):
                told = f"{error.message} Did you mean {near!r}?"
                raise click.UsageError(told, ctx) from None
            raise

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        """Complete the verbs, imported by none; options as click does."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        said = VERBS.items()
        return [CompletionItem(v, help=h) for v, h in said if v.startswith(incomplete)]

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

    Start with `sarto init` in the folder of your site, go on with `sarto dev`, and ask
    `sarto explain /` why a page looks as it does.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
