"""Django: `application = install(get_asgi_application())`, and `request.sarto`.

With `"sarto_adapters.frameworks.django"` in INSTALLED_APPS besides, what never asks
asgi.py knows the tag as well: tests, `runserver`, `manage.py check`.
"""

from pathlib import Path
from typing import Final, Unpack

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest

from sarto import Config, Sarto, Visitor
from sarto.asgi import ASGIApp
from sarto_adapters.frameworks.django.hanging import hang
from sarto_adapters.frameworks.django.lifespan import Lived
from sarto_adapters.frameworks.django.options import config_of, secrets_of
from sarto_adapters.frameworks.options import Options

__all__ = ["SartoRequest", "install"]

WSGI: Final = (
    "Sarto stands before ASGI applications, and this one is WSGI. Write "
    "`application = install(get_asgi_application())` in asgi.py, and let an ASGI "
    "server (uvicorn, hypercorn, daphne, granian) run that"
)


class SartoRequest(HttpRequest):
    """A request as views get it; for annotations: `def home(request: SartoRequest)`."""

    sarto: Visitor


def install(
    application: ASGIApp | ASGIHandler,
    *,
    config: str | Path | Config | None = None,
    **options: Unpack[Options],
) -> Sarto:
    """Put Sarto before a Django site, and its tag into the templates.

    Gives what the server is to run. `config` is by default what the setting
    `SARTO_CONFIG` says, or `sarto.toml` in `BASE_DIR`; `secret` is `$SARTO_SECRET`, or
    the `SECRET_KEY` that the site has. Raises `ConfigError` for a mistake in the
    config, and `TypeError` for a WSGI application.
    """
    if isinstance(application, WSGIHandler):
        raise TypeError(WSGI)
    hang()
    options.setdefault("secret", secrets_of())
    read = config_of() if config is None else config
    return Sarto(Lived.of(application), config=read, **options)
