"""What `check` says of the parts around a site, in words of their own side."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.middleware import DefineMiddleware
from quart import Quart
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from sarto import Sarto
from sarto.config.config import Config
from sarto.workbench.order import Order
from sarto_adapters.frameworks import litestar, quart, starlette
from support.play import html
from support.shelves import CacheMiddleware

CONFIG = '[slots.a]\nshow = [ { fragment = "keep" } ]\n'
TRUSTED = '[location]\ntrusted_proxies = ["10.0.0.1/32"]\n'


class Own(BaseHTTPMiddleware):
    """A site's own."""


@pytest.fixture
def config(folder: Callable[..., Path]) -> Path:
    return folder(CONFIG)


def listed(config: Path, *kinds: Any) -> Starlette:
    given = {Sarto: {"config": config}}
    parts = [Middleware(kind, **given.get(kind, {})) for kind in kinds]
    return Starlette(middleware=parts)


def told(app: Any, config: Path) -> tuple[list[str], list[str]]:
    """Give what is to mend, and what is nothing to mend."""
    order, read = Order.of(app), Config.read(config)
    findings = order.findings("app:app", read)
    assert {each.code for each in findings} <= {"SARTO025", "SARTO039"}
    assert all(each.help for each in findings)
    return [each.message for each in findings], [*order.remarks(read)]


@pytest.mark.parametrize("guard", [TrustedHostMiddleware, HTTPSRedirectMiddleware])
def test_a_guard_inside_is_to_mend(config: Path, guard: Any) -> None:
    findings, _ = told(listed(config, Sarto, guard), config)

    assert findings == [
        f"{guard.__name__} stands inside of Sarto: Sarto's own pages are answered "
        "before it is asked"
    ]
    assert told(listed(config, guard, Sarto), config) == ([], [])


def test_a_cache_that_heeds_nothing_is_to_mend_outside_and_a_remark_inside(
    config: Path,
) -> None:
    findings, remarks = told(listed(config, CacheMiddleware, Sarto), config)
    assert (len(findings), remarks) == (1, [])
    assert "is given to others" in findings[0]

    findings, remarks = told(listed(config, Sarto, CacheMiddleware), config)
    assert (findings, len(remarks)) == ([], 1)
    assert "`{% sarto %}`" in remarks[0]


@pytest.mark.parametrize(
    ("more", "inside", "words"),
    [
        ("", True, "takes the proxy in front for the visitor"),
        ("", False, ""),
        (TRUSTED, True, ""),
        (TRUSTED, False, "is not believed"),
    ],
)
def test_the_side_of_what_reads_proxies_is_by_the_config(
    folder: Callable[..., Path], more: str, inside: bool, words: str
) -> None:
    config = folder(CONFIG + more)
    kinds = [Sarto, ProxyHeadersMiddleware]
    findings, remarks = told(
        listed(config, *(kinds if inside else kinds[::-1])), config
    )

    assert remarks == []
    assert [words in each for each in findings] == ([True] if words else [])


@pytest.mark.parametrize("kind", [Own, AuthenticationMiddleware])
def test_what_may_want_to_know_the_visitor_is_a_remark_outside(
    config: Path, kind: Any
) -> None:
    findings, remarks = told(listed(config, kind, Sarto), config)

    assert (findings, len(remarks)) == ([], 1)
    assert "visitor(request) is nobody" in remarks[0]
    assert told(listed(config, Sarto, kind), config) == ([], [])


def test_a_session_may_stand_on_either_side(config: Path) -> None:
    for kinds in ([Sarto, SessionMiddleware], [SessionMiddleware, Sarto]):
        assert told(listed(config, *kinds), config) == ([], [])


def test_two_of_one_config_are_a_remark_and_of_two_to_mend(
    config: Path, tmp_path: Path
) -> None:
    assert told(listed(config, Sarto, Sarto), config) == (
        [],
        ["Sarto stands there twice: the outermost acts, the other steps aside."],
    )
    other = tmp_path / "other.toml"
    other.write_text(CONFIG)
    findings, _ = told(
        Sarto(listed(other, GZipMiddleware, Sarto), config=config), config
    )
    assert "Sarto stands there twice" not in str(findings)
    inner = Sarto(html(""), config=other)
    findings, _ = told(Sarto(inner, config=config), config)
    assert findings == [
        f"A Sarto with another config, {other}, stands inside of this one, and never acts"
    ]


def test_sarto_before_a_part_is_a_remark(config: Path) -> None:
    shop = Mount("/shop", Sarto(GZipMiddleware(html("")), config=config))
    app = Starlette(routes=[Mount("/other", html("")), shop])
    findings, remarks = told(app, config)

    assert [each[:15] for each in findings] == ["GZipMiddleware "]
    assert len(remarks) == 1
    assert "what is mounted at /shop alone" in remarks[0]


# What frameworks do by themselves


def test_litestar_has_it_behind_its_router_in_its_list(config: Path) -> None:
    listed = Litestar(middleware=[DefineMiddleware(Sarto, config=config)])
    findings, _ = told(listed, config)

    assert len(findings) == 1
    assert "behind the router" in findings[0]


def test_litestar_with_the_plugin_is_well_and_compresses(config: Path) -> None:
    plugins = [litestar.SartoPlugin(config=config)]
    compression = CompressionConfig(backend="gzip")

    assert told(Litestar(plugins=plugins), config) == ([], [])
    packed = Litestar(plugins=plugins, compression_config=compression)
    assert told(packed, config) == ([], [])
    wrapped = Sarto(Litestar(compression_config=compression), config=config)
    assert len(told(wrapped, config)[0]) == 1


def test_what_install_puts_is_seen(config: Path) -> None:
    app = starlette.install(listed(config, GZipMiddleware), config=config)
    assert told(app, config)[1] == [
        "GZipMiddleware stands outside of Sarto: each page is encoded once. That is best."
    ]
    twice = starlette.install(listed(config, Sarto), config=config)
    assert told(twice, config)[1][0].startswith("Sarto stands there twice")
    made = quart.install(Quart("site"), config=config)
    assert Order.of(GZipMiddleware(made)).outside == ("starlette:GZipMiddleware",)


def test_what_is_no_file_has_no_name(config: Path) -> None:
    read = Config.read(config)
    app = Sarto(Sarto(html(""), config=read), config=read)
    assert told(app, config)[1][0].startswith("Sarto stands there twice")
    odd: Any = SimpleNamespace(app=Sarto(html(""), config=read), routes=[3])
    assert Order.of(odd) == Order()
    assert Order.of(SimpleNamespace(routes=[3, shop_of("", config)])) == Order()
    assert Order.of(SimpleNamespace(routes=[3, shop_of("/a", config)])).place == "/a"


def shop_of(path: str, config: Path) -> Any:
    return SimpleNamespace(path=path, app=Sarto(html(""), config=config))
