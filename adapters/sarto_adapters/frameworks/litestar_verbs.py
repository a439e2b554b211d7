"""The verbs of Sarto in the command line of Litestar: `litestar sarto check`."""

from pathlib import Path
from typing import Any

from click import Context, Group

from sarto import Config
from sarto.cli import VERBS, Verbs, main


class Hung(Verbs):
    """The verbs, told which config the application has, and which one it is."""

    config: Path = Path("sarto.toml")

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's
    ) -> Context:
        told = {verb: {"config": str(self.config)} for verb in VERBS}
        env: Any = (
            parent.obj if parent else None
        )  # the application, as Litestar found it
        if getattr(env, "app_path", "") and not getattr(env, "is_app_factory", False):
            told["dev"]["target"] = env.app_path
        extra["default_map"] = told
        return super().make_context(info_name, args, parent, **extra)


def hung(config: str | Path | Config) -> Group:
    """Make the group; a config that is a value stands in a file as well."""
    group = Hung(
        "sarto",
        help=main.help,
        callback=main.callback,
        params=main.params,
        invoke_without_command=True,
    )
    group.config = config.path if isinstance(config, Config) else Path(config)
    return group
