"""Which side of Sarto an application is compressed on, as far as can be seen."""

import gzip
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse

from sarto import Sarto
from sarto.config.config import Config
from sarto.workbench.dev import DevSite
from sarto.workbench.layers import DEEPEST
from sarto.workbench.order import Order
from sarto.workbench.sides import COMPRESSING
from support.play import html, play

CONFIG = '[slots.a]\nshow = [ { fragment = "keep" } ]\n'
GZIP = ("starlette:GZipMiddleware",)
BROTLI = ("brotli_asgi:BrotliMiddleware",)
PAGE = '<p data-sarto="a">' + "long enough to be worth a coding " * 40


class Plain:
    """A wrapper as anybody writes it."""

    def __init__(self, app: Any, **_: object) -> None:
        self.app = app


Own = type("Own", (GZipMiddleware,), {})
BrotliMiddleware = type("BrotliMiddleware", (Plain,), {"__module__": "brotli_asgi"})


@pytest.fixture
def config(folder: Callable[..., Path]) -> Path:
    return folder(CONFIG)


def starlette(config: Path, *kinds: Any) -> Starlette:
    """Add middlewares as `Starlette(middleware=…)` lists them: the first is outermost."""
    given = {Sarto: {"config": config}}
    return Starlette(
        middleware=[Middleware(kind, **given.get(kind, {})) for kind in kinds]
    )


def function(app: Any) -> Any:
    return app


APPS: dict[str, tuple[Callable[[Path], Any], Order]] = {
    "no middleware": (lambda c: Sarto(html(PAGE), config=c), Order()),
    "no Sarto": (lambda c: starlette(c, GZipMiddleware), Order()),
    "in a list, inside": (lambda c: starlette(c, Sarto, CORSMiddleware, GZipMiddleware), Order(inside=GZIP)),
    "in a list, outside": (lambda c: starlette(c, GZipMiddleware, Sarto), Order(outside=GZIP)),
    "both sides": (lambda c: starlette(c, BrotliMiddleware, Sarto, GZipMiddleware), Order(outside=BROTLI, inside=GZIP)),
    "one of their own": (lambda c: starlette(c, Sarto, Own), Order(inside=GZIP)),
    "a function for a class": (lambda c: starlette(c, function, Sarto, GZipMiddleware), Order(inside=GZIP)),
    "wrapped around": (lambda c: GZipMiddleware(Plain(Sarto(html(PAGE), config=c))), Order(outside=GZIP)),
    "wrapped in": (lambda c: Sarto(Plain(BrotliMiddleware(html(PAGE))), config=c), Order(inside=BROTLI)),
    "in an application that is wrapped": (lambda c: Sarto(starlette(c, GZipMiddleware), config=c), Order(inside=GZIP)),
    "the outermost Sarto acts": (lambda c: Sarto(starlette(c, GZipMiddleware, Sarto), config=c), Order(inside=GZIP, others=("",))),
    "twice is said once": (lambda c: Sarto(GZipMiddleware(GZipMiddleware(html(PAGE))), config=c), Order(inside=GZIP)),
}  # fmt: skip


@pytest.mark.parametrize(("made", "order"), APPS.values(), ids=APPS)
def test_the_order_is_seen(
    config: Path, made: Callable[[Path], Any], order: Order
) -> None:
    assert Order.of(made(config)) == order


def test_django_is_asked_for_its_settings(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["django.middleware.gzip.GZipMiddleware", "site.middleware.Own"]
    conf = ModuleType("django.conf")
    conf.settings = SimpleNamespace(MIDDLEWARE=names)
    monkeypatch.setitem(sys.modules, "django.conf", conf)
    kind = type("ASGIHandler", (), {"__module__": "django.core.handlers.asgi"})
    order = Order.of(Sarto(kind(), config=config))
    assert order == Order(inside=("django:GZipMiddleware",))


def test_litestar_compresses_by_itself(config: Path) -> None:
    for has, inside in ((object(), ("litestar:compression_config",)), (None, ())):
        app: Any = SimpleNamespace(compression_config=has)
        assert Order.of(Sarto(app, config=config)) == Order(inside=inside)


def test_what_cannot_be_looked_at_tells_nothing(config: Path) -> None:
    class Odd:
        @property
        def app(self) -> object:
            raise RuntimeError

    endless = Plain(None)
    endless.app = endless
    odd: Any
    for odd in (Odd(), endless, None, 3):
        assert Order.of(odd) == Order()
        assert Order.of(GZipMiddleware(Sarto(odd, config=config))) == Order(
            outside=GZIP
        )
    deep: Any = Sarto(html(PAGE), config=config)
    for _ in range(DEEPEST):
        deep = Plain(deep)
    assert Order.of(GZipMiddleware(deep)) == Order()


@pytest.mark.parametrize("key", COMPRESSING)
def test_what_stands_inside_is_a_warning_where_the_app_is_named(
    folder: Callable[..., Path], key: str
) -> None:
    config = Config.read(folder(f'{CONFIG}[dev]\napp = "app:app"\n'))
    (found,) = Order(inside=(key,)).findings("app:app", config)
    assert (found.code, found.severity) == ("SARTO025", "warning")
    assert found.place == ("sarto.toml", 4, 7)
    assert found.message.startswith(f"{key.partition(':')[2]} stands inside of Sarto, ")
    assert COMPRESSING[key] is ("uncompressed" not in found.message)
    assert "put it around Sarto" in found.help


def test_an_app_named_elsewhere_is_its_own_place(config: Path) -> None:
    (found,) = Order(inside=GZIP).findings("other:app", Config.read(config))
    assert found.place == ("other:app", 1, 1)


def test_what_stands_outside_is_a_remark_and_nothing_to_mend(config: Path) -> None:
    order = Order(outside=GZIP)
    assert order.findings("app:app", Config.read(config)) == ()
    assert order.remarks(Config.read(config)) == (
        "GZipMiddleware stands outside of Sarto: each page is encoded once. That is best.",
    )


# What `dev` sees of an answer: it came encoded all the same.


def stubborn(body: bytes, coding: str) -> Any:
    return html(
        body, headers=[("content-type", "text/html"), ("content-encoding", coding)]
    )


@pytest.mark.parametrize("path", ["/", "/other"])
def test_a_page_that_comes_encoded_all_the_same_gets_a_bar_that_says_so(
    folder: Callable[..., Path], path: str
) -> None:
    config = folder(CONFIG.replace("show", 'pages = ["/"]\nshow'))
    answer = play(DevSite(stubborn(gzip.compress(PAGE.encode()), "gzip"), config), path)
    assert answer.header("content-encoding") is None
    assert answer.text.startswith(PAGE)
    assert "This page came in gzip though plain bytes were asked for" in answer.text


def test_a_page_in_a_coding_nobody_knows_passes(config: Path) -> None:
    answer = play(DevSite(stubborn(b"\x00odd", "odd"), config))
    assert (answer.body, answer.header("content-encoding")) == (b"\x00odd", "odd")


def test_a_page_of_an_application_that_heeds_what_it_is_asked_has_no_note(
    config: Path,
) -> None:
    app = GZipMiddleware(HTMLResponse(PAGE))
    answer = play(DevSite(app, config), headers=[("accept-encoding", "gzip")])
    assert "sarto-bar" in answer.text
    assert "though plain bytes" not in answer.text
