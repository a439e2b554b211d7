"""A Django site of one file, without a database: configured once a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.template import engines
from django.test import override_settings

from sarto_adapters.frameworks.django import install
from sarto_adapters.frameworks.django.hanging import hang

DJANGO = "django.template.backends.django.DjangoTemplates"
JINJA = "django.template.backends.jinja2.Jinja2"
SESSIONS = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)
CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
OPTIONS = {"context_processors": ["django.template.context_processors.request"]}

if not settings.configured:
    settings.configure(
        SECRET_KEY="a secret of these tests",  # noqa: S106 - it guards nothing
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=(),
        INSTALLED_APPS=["sarto_adapters.frameworks.django"],
        TEMPLATES=[{"BACKEND": DJANGO, "OPTIONS": OPTIONS}],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        CACHES={"default": CACHE},
        USE_I18N=True,
        LANGUAGES=[("en", "English"), ("fa", "Persian")],
    )
    django.setup()


@contextmanager
def a_site(folder: Path, urls: list[Any], **told: Any) -> Iterator[None]:
    """Set Django up with these views and settings, and templates in a folder."""
    templates = [
        {"BACKEND": DJANGO, "DIRS": [folder], "OPTIONS": OPTIONS},
        {"BACKEND": JINJA, "DIRS": [folder / "jinja"]},
    ]
    said = {"TEMPLATES": templates, "ROOT_URLCONF": tuple(urls), **told}
    with override_settings(**said):
        hang()
        yield


def installed(config: Path, **options: Any) -> Any:
    """Put Sarto before Django as it is set up now."""
    return install(get_asgi_application(), config=config, **options)


def compiled(text: str) -> Any:
    """Compile a template."""
    return engines["django"].from_string(text)
