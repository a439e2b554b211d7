"""Quart: `install(app)` wraps `app.asgi_app`, and gives its templates the tag."""

from pathlib import Path
from typing import Any, TypeVar, Unpack

from quart import Quart

from sarto import Config, Sarto
from sarto_adapters.frameworks.options import Options
from sarto_adapters.templates import jinja

App = TypeVar("App", bound=Quart)


def install(
    app: App, *, config: str | Path | Config = "sarto.toml", **options: Unpack[Options]
) -> App:
    """Put Sarto before an application, and its tag into the templates it renders.

    Gives the application, which is what the server is to run. Call it after
    `app.jinja_options` and the like are set: what makes the templates is made here.
    Raises `ConfigError` for a mistake in the config.
    """
    around: Any = app  # its types are those of one server: hypercorn's
    around.asgi_app = Sarto(around.asgi_app, config=config, **options)
    jinja.install(app.jinja_env)
    return app
