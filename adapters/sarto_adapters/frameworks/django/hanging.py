"""What is hung into a Django site, once: by `install`, or as the site's apps start.

All of it stands before what the site has of the same name, so that the site's wins.
"""

from typing import Any, Final

from django.http import HttpRequest
from django.template import Engine, engines
from django.template.backends.django import DjangoTemplates
from django.template.backends.jinja2 import Jinja2

from sarto import visitor
from sarto_adapters.frameworks.django import caches
from sarto_adapters.templates.django import register

LIBRARY: Final = "sarto_adapters.templates.django"
NAMES: Final = f"{LIBRARY}.names"


def hang() -> None:
    """Give requests their visitor, templates the tag, and watch over the caches."""
    # On every request, not on those of ASGI alone: the site's tests make others, and
    # there the visitor is nobody.
    requests: Any = HttpRequest
    requests.sarto = property(visitor)
    caches.watch()
    for backend in engines.all():
        if isinstance(backend, DjangoTemplates):
            tag(backend.engine)
        elif isinstance(backend, Jinja2):
            from sarto_adapters.templates import jinja  # noqa: PLC0415 - most have none

            jinja.install(backend.env)


def tag(engine: Engine) -> None:
    """Let an engine know our library, and its templates our names."""
    if register not in engine.template_builtins:
        engine.builtins = [LIBRARY, *engine.builtins]
        engine.template_builtins = [register, *engine.template_builtins]
    engine.template_libraries.setdefault("sarto", register)
    if NAMES not in engine.context_processors:
        engine.context_processors = [NAMES, *engine.context_processors]
        vars(engine).pop("template_context_processors", None)  # made of them before
