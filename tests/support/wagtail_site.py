"""A tiny Wagtail site in a folder: one page with a stream of blocks, and the admin.

Run in a process of its own (Django is set up but once in each): it makes the site, asks
it bare and behind Sarto, and prints what came as JSON.
"""

# ruff: noqa: PLC0415 - nothing of Django can be imported before it is set up

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

FILES = {
    "home/__init__.py": "",
    "home/models.py": """
from wagtail.blocks import CharBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class Call(StructBlock):
    text = CharBlock()

    class Meta:
        template = "home/call.html"


class HomePage(Page):
    body = StreamField([("call", Call())])
""",
    "home/templates/home/call.html": (
        '<div class="call">{% sarto "call" %}{{ self.text }}{% endsarto %}</div>'
    ),
    "home/templates/home/home_page.html": (
        "{% load wagtailcore_tags wagtailuserbar wagtail_cache %}<!doctype html>"
        '<html lang="en"><head><title>{{ page.title }}</title></head><body>'
        '<h1 data-sarto="hero">{{ page.title }}</h1>'
        "{% for block in page.body %}{% include_block block %}{% endfor %}"
        '{% wagtailcache 60 "kept" %}{% sarto "call" %}kept{% endsarto %}{% endwagtailcache %}'
        "{% wagtailuserbar %}</body></html>"
    ),
    "site_urls.py": """
from django.urls import include, path
from wagtail import urls
from wagtail.admin import urls as admin

urlpatterns = [path("admin/", include(admin)), path("", include(urls))]
""",
    "sarto.toml": """
[slots.hero]
pages = ["/"]
show = [ { when = { query.who = "you" }, fragment = "hero.html" } ]

[slots.call]
pages = ["/"]
show = [ { when = { query.who = "you" }, fragment = "call.html" } ]
""",
    "fragments/hero.html": "Yours",
    "fragments/call.html": "<b>{{ original }}</b> for you",
}
APPS = (
    "sarto_adapters.frameworks.django", "home", "wagtail.sites", "wagtail.users", "wagtail.documents",
    "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail", "modelcluster",
    "taggit", "django_filters", "django.contrib.auth",
    "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles",
)  # fmt: skip
MIDDLEWARE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
PROCESSORS = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)
PAGES = ("/?who=you", "/", "/?who=you", "/nowhere/")
ADMIN = (
    "/admin/",
    "/admin/pages/",
    "/admin/login/",
    "/admin/pages/2/history/",
    "/admin/account/",
)


class Without(dict):
    """No migrations: tables are made as the models are, which is quicker."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> None:
        return None


def set_up(folder: Path) -> None:
    """Write the site, and set Django up with it."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    sys.path.insert(0, str(folder))
    import django
    from django.conf import settings

    backend = "django.template.backends.django.DjangoTemplates"
    options = {"context_processors": PROCESSORS}
    settings.configure(
        BASE_DIR=folder,
        SECRET_KEY="a secret of this test, and of no site",  # noqa: S106 - it guards nothing
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="site_urls",
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[{"BACKEND": backend, "APP_DIRS": True, "OPTIONS": options}],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "s.db"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MIGRATION_MODULES=Without(),
        DEBUG_PROPAGATE_EXCEPTIONS=True,
        STATIC_URL="/static/",
        WAGTAIL_SITE_NAME="Tiny",
        WAGTAILADMIN_BASE_URL="http://site.example",
        WAGTAIL_ENABLE_UPDATE_CHECK=False,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    django.setup()


def fill() -> str:
    """Put a page into the site; give the cookie of somebody who may edit it."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from home.models import HomePage
    from wagtail.models import Collection, Locale, Page, Site

    call_command("migrate", run_syncdb=True, verbosity=0)
    Locale.objects.get_or_create(language_code="en")
    Collection.add_root(name="Root")
    root = Page.add_root(title="Root", slug="root")
    call = {"type": "call", "value": {"text": "Come & see"}}
    home = root.add_child(instance=HomePage(title="Tiny", slug="tiny", body=[call]))
    Site.objects.create(hostname="site.example", root_page=home, is_default_site=True)
    client = Client()
    client.force_login(User.objects.create_superuser("editor", "", "e"))
    return client.cookies["sessionid"].value


def same_each_time() -> None:
    """Let Django draw no lots: its tokens would differ from one answer to the next."""
    from django.middleware import csrf

    csrf.get_random_string = lambda length, **_: "x" * length


async def ask(app: Any, path: str, cookie: str = "") -> dict[str, Any]:
    from support.frameworks import once

    headers = [("user-agent", "Mozilla/5.0 Chrome/120.0")]
    headers += (
        [("cookie", f"sessionid={cookie}; csrftoken={'y' * 32}")] if cookie else []
    )
    answer = await once(app, path, headers=headers)
    if answer.error is not None:
        raise answer.error
    fields = sorted((n.decode(), v.decode()) for n, v in answer.raw_headers)
    return {"status": answer.status, "text": answer.text, "headers": fields}


async def asked(cookie: str) -> dict[str, Any]:
    """Ask the bare site, and the one behind Sarto."""
    from django.core.asgi import get_asgi_application
    from django.core.cache import cache

    from sarto_adapters.frameworks.django import install

    bare = get_asgi_application()
    apps = {"bare": bare, "ours": install(bare)}
    told: dict[str, Any] = {}
    for name, app in apps.items():
        cache.clear()
        pages = [await ask(app, path) for path in PAGES]
        admin = {path: await ask(app, path, cookie) for path in ADMIN}
        told[name] = {"pages": pages, "admin": admin}
    return told


if __name__ == "__main__":
    os.environ.pop("SARTO_OFF", None)
    set_up(Path(sys.argv[1]))
    cookie = fill()
    same_each_time()
    print(json.dumps(asyncio.run(asked(cookie))))  # noqa: T201 - what it is for
