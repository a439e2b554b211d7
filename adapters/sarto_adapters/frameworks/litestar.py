"""Litestar: `Litestar(plugins=[SartoPlugin()])`, and `litestar sarto check`.

Litestar's own list of middlewares stands behind its router: what is found nowhere, and
our own pages, would never come there. So Sarto is put before the whole application, as
soon as there is one, which is when the server starts it.
"""

from pathlib import Path
from typing import Any, Unpack

from click import Group
from litestar.config.app import AppConfig
from litestar.di import NamedDependency, Provide
from litestar.plugins import CLIPlugin, InitPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.types import Scope

from sarto import Config, Visitor, visitor
from sarto_adapters.frameworks.before import Before
from sarto_adapters.frameworks.litestar_layers import Encoding, First, unkept
from sarto_adapters.frameworks.litestar_verbs import hung
from sarto_adapters.frameworks.options import Options
from sarto_adapters.templates import jinja

CurrentVisitor = NamedDependency[Visitor]


class SartoPlugin(InitPlugin, CLIPlugin):
    """Puts Sarto before a Litestar application.

    Handlers may ask for `visitor: CurrentVisitor`, Jinja templates get the tag, and the
    command line of Litestar gets the verbs of Sarto. Raises `ConfigError` for a
    mistake in the config, where the application is put together.
    """

    def __init__(
        self, *, config: str | Path | Config = "sarto.toml", **options: Unpack[Options]
    ) -> None:
        self.config = config
        self.options = options

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Hang everything into an application that is about to be made."""
        first = First(Before(self.config, self.options))
        app_config.on_startup.append(first.put)
        app_config.on_shutdown.append(first.end)
        app_config.middleware.insert(0, first)
        if (compression := app_config.compression_config) is not None:
            app_config.middleware.insert(1, Encoding(compression))
        kept = unkept(app_config.response_cache_config, first.sarto)
        app_config.response_cache_config = kept
        tag(app_config)
        provided = Provide(current, sync_to_thread=False)
        app_config.dependencies.setdefault("visitor", provided)
        app_config.signature_namespace.setdefault("CurrentVisitor", CurrentVisitor)
        return app_config

    def on_cli_init(self, cli: Group) -> None:
        """Hang our verbs into Litestar's command line."""
        cli.add_command(hung(self.config), "sarto")


def current(scope: Scope) -> Visitor:
    """Find the visitor of this request; on a websocket it is nobody."""
    return visitor(scope)


def tag(app_config: AppConfig) -> None:
    """Give the tag to what renders the templates, if that is Jinja."""
    asked: Any = app_config  # templates of any engine
    templates = asked.template_config
    found: object = templates and templates.engine_instance  # made once, and kept
    if isinstance(found, JinjaTemplateEngine):
        jinja.install(found.engine)
