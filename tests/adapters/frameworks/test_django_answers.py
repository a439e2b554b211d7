"""Django: what its own middlewares and answers do inside of Sarto goes on as it did."""

import gzip
import io
import re

import pytest
from django.contrib import messages
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import override_settings
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from sarto_adapters.frameworks.django import install
from support.django_site import SESSIONS, a_site, installed
from support.frameworks import OWN, PAGE, SWAPPED, YOURS, asked, got

COMMON = "django.middleware.common.CommonMiddleware"
CONDITIONAL = "django.middleware.http.ConditionalGetMiddleware"
FRAMES = "django.middleware.clickjacking.XFrameOptionsMiddleware"
GZIP = "django.middleware.gzip.GZipMiddleware"
LOCALE = "django.middleware.locale.LocaleMiddleware"


def home(request):
    return HttpResponse(PAGE)


def pieces(request):
    return StreamingHttpResponse(iter(["<p>1</p>", OWN, "<p>2</p>"]))


async def pieces_too(request):
    async def made():
        for piece in ("<p>1</p>", OWN, "<p>2</p>"):
            yield piece

    return StreamingHttpResponse(made())


def file(request):
    name = "page.html" if "page" in request.GET else "data.bin"
    return FileResponse(io.BytesIO(PAGE.encode()), filename=name)


def attached(request):
    return FileResponse(
        io.BytesIO(PAGE.encode()), as_attachment=True, filename="page.html"
    )


def fails(request):
    raise RuntimeError("its own")


def form(request):
    return HttpResponse(f"{OWN}<input value={get_token(request)}>")


@require_POST
def sent(request):
    request.session["seen"] = request.session.get("seen", 0) + 1
    messages.info(request, f"seen {request.session['seen']}")
    return HttpResponse(OWN)


def told(request):
    said = ", ".join(map(str, messages.get_messages(request)))
    return HttpResponse(f"{OWN}{said}")


def spoken(request):
    return HttpResponse(f"{OWN}{get_language()}")


URLS = [
    path("", home),
    path("pieces", pieces),
    path("pieces-too", pieces_too),
    path("file", file),
    path("attached", attached),
    path("fails", fails),
    path("form", form),
    path("sent", sent),
    path("told", told),
    path("spoken", spoken),
    path("slashed/", home),
]


@pytest.fixture
def answers(config, tmp_path):
    """Ask the site, with these middlewares in it, and the bare one."""

    def ask(*requests, middleware=(), **told):
        with a_site(tmp_path, URLS, MIDDLEWARE=middleware, **told):
            return asked(installed(config), *requests)

    return ask


def fields(answer):
    return {name.decode().lower(): value.decode() for name, value in answer.raw_headers}


def test_names_of_headers_in_mixed_case_are_read(answers):
    (answer,) = answers("/?who=you")

    assert fields(answer)["content-type"] == "text/html; charset=utf-8"
    length = str(len(answer.body))  # of the page that is cut, where it is told at all
    assert fields(answer).get("content-length", length) == length


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume:Warning")
@pytest.mark.parametrize("way", ["/pieces", "/pieces-too"])
def test_what_is_streamed_is_cut_as_it_comes(answers, way):
    (answer,) = answers(f"{way}?who=you")

    assert answer.text == f"<p>1</p>{YOURS}<p>2</p>"
    assert answer.is_complete


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume:Warning")
def test_files_pass_and_pages_among_them_are_cut(answers):
    page, data, attached = answers(
        "/file?page&who=you", "/file?who=you", "/attached?who=you"
    )

    assert page.text == SWAPPED
    assert (data.text, fields(data)["content-length"]) == (PAGE, str(len(PAGE)))
    assert (attached.text, attached.header("content-disposition")) == (
        PAGE,
        'attachment; filename="page.html"',
    )


def test_conditional_requests_are_answered_by_variant(answers):
    page, other = answers("/?who=you", "/", middleware=[CONDITIONAL])
    tag = page.header("etag")
    again, wrong = answers(
        ("/?who=you", {"headers": [("if-none-match", tag)]}),
        ("/", {"headers": [("if-none-match", tag)]}),
        middleware=[CONDITIONAL],
    )

    assert tag not in (None, other.header("etag"))
    assert (again.status, again.body) == (304, b"")
    assert (wrong.status, wrong.text) == (200, PAGE)


def test_what_packs_inside_is_asked_for_plain_bytes_and_packed_again(answers):
    packed, plain = answers(
        ("/?who=you", {"headers": [("accept-encoding", "gzip")]}),
        "/?who=you",
        middleware=[GZIP],
    )

    assert (packed.header("content-encoding"), plain.text) == ("gzip", SWAPPED)
    assert gzip.decompress(packed.body).decode() == SWAPPED
    assert "accept-encoding" in packed.header("vary").lower()


def test_the_language_that_django_chose_stands_in_vary(answers):
    (answer,) = answers(
        ("/spoken?who=you", {"headers": [("accept-language", "fa")]}),
        middleware=[LOCALE],
    )

    assert answer.text == f"{YOURS}fa"
    assert answer.header("content-language") == "fa"
    assert "accept-language" in answer.header("vary").lower()


def test_a_token_of_a_form_is_its_visitors_own_and_is_taken(answers):
    (page,) = answers("/form?who=you", middleware=SESSIONS)
    cookie = page.header("set-cookie").partition(";")[0]
    token = re.search(r"value=(\w+)>", page.text)[1]
    taken, refused = answers(
        ("/sent?who=you", {"method": "POST", "headers": [("cookie", cookie), ("x-csrftoken", token)]}),
        ("/sent?who=you", {"method": "POST", "headers": [("cookie", cookie)]}),
        middleware=SESSIONS,
    )  # fmt: skip

    assert page.header("cache-control") == "private, no-cache"
    assert "cookie" in page.header("vary").lower()
    assert (taken.status, taken.text) == (200, YOURS)
    assert refused.status == 403


def test_sessions_and_messages_go_on(answers):
    (page,) = answers("/form", middleware=SESSIONS)
    cookie = page.header("set-cookie").partition(";")[0]
    token = re.search(r"value=(\w+)>", page.text)[1]
    (taken,) = answers(
        ("/sent", {"method": "POST", "headers": [("cookie", cookie), ("x-csrftoken", token)]}),
        middleware=SESSIONS,
    )  # fmt: skip
    kept = [
        v.decode().partition(";")[0] for n, v in taken.raw_headers if n == b"set-cookie"
    ]
    (told,) = answers(
        ("/told?who=you", {"headers": [("cookie", "; ".join(kept))]}),
        middleware=SESSIONS,
    )

    assert len(kept) == 2
    assert told.text == f"{YOURS}seen 1"


def test_frames_redirects_and_slashes_are_as_django_has_them(answers):
    page, slash = answers("/?who=you", "/slashed?who=you", middleware=[COMMON, FRAMES])

    assert page.header("x-frame-options") == "DENY"
    assert (slash.status, slash.header("location")) == (301, "/slashed/?who=you")


def test_errors_have_the_sites_pages_cut_and_kept_by_nobody(answers, tmp_path):
    for name in ("404.html", "500.html"):
        (tmp_path / name).write_text(f"<p>{name}</p>{OWN}")

    lost, broken = answers("/nowhere?who=you", "/fails?who=you")

    for status, answer in ((404, lost), (500, broken)):
        assert (answer.status, answer.text) == (status, f"<p>{status}.html</p>{YOURS}")
        assert answer.header("cache-control") == "private, no-store"


def test_static_files_pass_byte_for_byte(config, tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.css").write_text("b { color: red }")
    (tmp_path / "static" / "page.html").write_text(PAGE)
    with (
        a_site(tmp_path, URLS, STATICFILES_DIRS=[tmp_path / "static"]),
        override_settings(DEBUG=True, STATIC_URL="/static/"),
    ):
        app = ASGIStaticFilesHandler(get_asgi_application())
        behind = install(app, config=config)
        ours, bare = got(behind, "/static/site.css"), got(app, "/static/site.css")
        page = got(behind, "/static/page.html?who=you")
        home = got(behind, "/?who=you")

    assert (ours.body, sorted(ours.raw_headers)) == (
        bare.body,
        sorted(bare.raw_headers),
    )
    assert (page.text, home.text) == (SWAPPED, SWAPPED)
