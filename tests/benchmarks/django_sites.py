"""One page of 20 kB with three slots, from Django, for `django_kept.py`.

`SARTO_BENCH` says whether it is `bare`, or behind `sarto`. The middlewares are those
that `startproject` writes; the page is a template with a loop and a form's token.
`marked` has its slots as attributes, `tagged` as tags, `bytes` is no template at all.
"""

import os
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from pages import DISH, HEAD, SLOT, SLOTS, fresh, page

HERE = Path(__file__).parent
EACH = 21  # dishes after each slot
TEXT = page(20_000)
TAG = '<section class="slot">{{% sarto "{name}" %}}<h2>Welcome</h2>{{% endsarto %}}</section>\n'
TOKEN, GREETING = "{{ csrf_token }}", "Good day, {{ guest }}."


def written(slot: str) -> str:
    """Write the template, its slots in one of the two forms."""
    head = HEAD.format(token=TOKEN, greeting=GREETING)
    dishes = "{% for n in dishes %}" + DISH.format(n="{{ n }}") + "{% endfor %}"
    parts = "".join(slot.format(name=name) + dishes for name in SLOTS)
    return f"{head}{parts}</main></body></html>"


def shown(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, name, {"dishes": range(EACH), "guest": "guest"})


async def shown_too(request: HttpRequest, name: str) -> HttpResponse:
    return shown(request, name)


async def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(fresh(TEXT))


def set_up() -> None:
    templates = {"marked": written(SLOT), "tagged": written(TAG)}
    backend = "django.template.backends.django.DjangoTemplates"
    loaders = [("django.template.loaders.locmem.Loader", templates)]
    cached = [("django.template.loaders.cached.Loader", loaders)]
    contrib = ("auth", "contenttypes", "sessions", "messages")
    settings.configure(
        SECRET_KEY="a secret of this benchmark",  # noqa: S106 - it guards nothing
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in contrib),
            "sarto_adapters.frameworks.django",
        ],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        TEMPLATES=[{"BACKEND": backend, "OPTIONS": {"loaders": cached}}],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    django.setup()


urlpatterns = [
    path("sync/<name>", shown),
    path("async/<name>", shown_too),
    path("bytes", plain),
]


def app() -> Any:
    """Make the site that was asked for; uvicorn calls it (`--factory`)."""
    from django.core.asgi import get_asgi_application  # noqa: PLC0415 - once it is set up

    from sarto_adapters.frameworks.django import install  # noqa: PLC0415 - the same

    set_up()
    made = get_asgi_application()
    is_bare = os.environ["SARTO_BENCH"] == "bare"
    return made if is_bare else install(made, config=HERE / "site" / "sarto.toml")
