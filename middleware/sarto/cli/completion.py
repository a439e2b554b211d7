"""`sarto completion`."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what lets SHELL complete these commands.

    In ~/.bashrc: eval "$(sarto completion bash)"; in ~/.zshrc the same with zsh.
    """
    from sarto.cli import main

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(main, {}, "sarto", "_SARTO_COMPLETE").source())
