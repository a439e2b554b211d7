"""A site on Django: settings, views of both kinds and URLs in one file."""

import asyncio
from typing import Any

import django
from django.conf import settings

from sarto import visitor
from sarto_adapters.frameworks.django import install
from support.matrix.sites import words

settings.configure(
    DEBUG=False,
    SECRET_KEY="of a test, and of nobody else's",  # noqa: S106 - as it says
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.staticfiles"],
    STATIC_URL="/static/",
    STATICFILES_DIRS=[words.WWW / "static"],
    DATA_UPLOAD_MAX_MEMORY_SIZE=20_000_000,
    MIDDLEWARE=[
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [words.FOLDER / "templates"],
        }
    ],
)
django.setup()

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler  # noqa: E402 - after setup
from django.core.asgi import get_asgi_application  # noqa: E402 - the same
from django.http import FileResponse, HttpResponse, StreamingHttpResponse  # noqa: E402
from django.shortcuts import redirect, render  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.http import etag, require_POST, require_safe  # noqa: E402


@require_safe
def home(_request: Any) -> Any:
    return HttpResponse(words.HOME)


def shelf(request: Any) -> Any:
    about = {"title": request.GET.get("title"), "books": words.BOOKS}
    return render(request, "shelf.html", about)


async def chunks(_request: Any) -> Any:
    return StreamingHttpResponse(words.pieces())


async def dies(request: Any) -> Any:
    return StreamingHttpResponse(words.dying(request.GET["when"]))


async def endless(_request: Any) -> Any:
    return StreamingHttpResponse(words.endless())


async def events(_request: Any) -> Any:
    return StreamingHttpResponse(words.events(), content_type="text/event-stream")


def opened(name: str) -> Any:
    return (words.WWW / name).open("rb")


def file(_request: Any) -> Any:
    return FileResponse(opened("page/file.html"))


def download(_request: Any) -> Any:
    return FileResponse(opened("page/file.html"), as_attachment=True)


def plain(_request: Any) -> Any:
    return FileResponse(opened("plain.html"))


@require_POST
def form(request: Any) -> Any:
    return HttpResponse(words.said(request.POST["name"]))


@require_POST
async def upload(request: Any) -> Any:
    return HttpResponse(words.said(len(request.body)))


@etag(lambda _request: words.TAG)
def tagged(_request: Any) -> Any:
    return HttpResponse(words.said("tagged"), headers={"Cache-Control": "max-age=60"})


async def cookies(_request: Any) -> Any:
    response = HttpResponse(words.said("cookies"), headers={"X-Mixed-Case": "Yes"})
    response.set_cookie("first", "1")
    response.set_cookie("second", "2", httponly=True)
    response.set_cookie("third", "3", samesite="Lax", max_age=60)
    return response


def big(_request: Any) -> Any:
    return HttpResponse(words.BIG)


TASKS: set[asyncio.Task[None]] = set()


async def background(_request: Any) -> Any:
    task = asyncio.create_task(words.swept())
    TASKS.add(task)
    task.add_done_callback(TASKS.discard)
    return HttpResponse(words.said("swept soon"))


def known(request: Any) -> Any:
    return HttpResponse(words.said(visitor(request).facts.save_data))


async def error(_request: Any) -> Any:
    raise words.BrokenError


def old(_request: Any) -> Any:
    return redirect("/")


urlpatterns = [
    path("", home),
    path("page/shelf", shelf),
    path("page/chunks", chunks),
    path("page/dies", dies),
    path("page/endless", endless),
    path("page/file.html", file),
    path("page/download", download),
    path("page/form", form),
    path("page/upload", upload),
    path("page/tagged", tagged),
    path("page/cookies", cookies),
    path("page/big", big),
    path("page/background", background),
    path("page/known", known),
    path("page/error", error),
    path("plain.html", plain),
    path("events", events),
    path("old", old),
]

app = ASGIStaticFilesHandler(get_asgi_application())


def behind(config: str) -> Any:
    return install(app, config=config)
