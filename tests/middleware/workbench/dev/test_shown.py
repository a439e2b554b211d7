"""The bar tells what a page shows such a visitor: slots, layouts and its swap."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from sarto.workbench.dev import DevSite
from sarto.workbench.dev.shown import OWN, Part, changed
from support.play import html, play

CONFIG = """languages = ["en", "fa"]
[audiences.phones]
device = "mobile"
[slots.hero]
show = [ { to = "phones", fragment = "hero.html", attrs = { class = "big" } } ]
[slots.never]
[slots.plain]
default = "hero.html"
[layouts.home]
show = [ { to = "phones", layout = "home.html" } ]
[layouts.never]
[[pages]]
path = "/"
show = [ { when = { channel = "email" }, serve = "/other" } ]
[personas.tehran]
device = "mobile"
language = "fa"
"""
PAGE = '<html lang="en"><body data-sarto-layout="home"><p data-sarto="hero">own</p></body></html>'
ROW = re.compile(
    r'<th scope="row"><span>(.*?)</span> (.*?)</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>'
)
NOBODY = [
    ("slot", "hero", "the page&#39;s own", "", ""),
    ("slot", "plain", "hero.html", "", ""),
    ("layout", "home", "the page&#39;s own", "", ""),
]
MOBILE = [
    ("slot", "hero", "hero.html class=&#34;big&#34;", "phones", "sarto.toml:5"),
    ("slot", "plain", "hero.html", "", ""),
    ("layout", "home", "home.html", "phones", "sarto.toml:10"),
]


@pytest.fixture
def config(folder: Callable[..., Path]) -> Path:
    path = folder(CONFIG, hero="shown", **{"hero.fa": "نشان"})
    (path.parent / "layouts").mkdir()
    (path.parent / "layouts" / "home.html").write_text('<b>{{ slot("hero") }}</b>')
    return path


def shown(config: Path, as_: str = "", path: str = "/") -> str:
    cookie = [("Cookie", f"sarto-dev={quote(as_)}")]
    return play(DevSite(html(PAGE), config), path, headers=cookie).text


@pytest.mark.parametrize(
    ("as_", "rows", "said"),
    [
        ("", NOBODY, "1 slot decided"),
        ("device=mobile", MOBILE, "2 slots, 1 layout decided"),
        (
            "channel=email",
            [("page", "/", "/other", "", ""), *NOBODY],
            "1 page, 1 slot decided",
        ),
    ],
)
def test_the_bar_lists_what_was_decided_and_where_that_is_said(
    config: Path, as_: str, rows: list[tuple[str, ...]], said: str
) -> None:
    text = shown(config, as_)
    assert ROW.findall(text) == rows
    assert f"<small>{said}</small>" in text


def test_the_bar_names_the_language_twin_that_is_shown(config: Path) -> None:
    rows = ROW.findall(shown(config, "@tehran"))
    assert [row[2] for row in rows] == [
        "hero.fa.html class=&#34;big&#34;",
        "hero.fa.html",
        "home.html",
    ]


def test_what_keeps_its_own_content_is_marked(config: Path) -> None:
    assert shown(config).count('<tr class="sarto-own">') == 2


def test_the_bar_tells_how_to_ask_why(config: Path) -> None:
    assert "<code>sarto explain /</code>" in shown(config)
    text = shown(config, "device=mobile time=20:00", "/a?b=c")
    why = "sarto explain &#39;/a?b=c&#39; --as &#39;device=mobile time=20:00&#39;"
    assert f"<code>{why}</code>" in text


def test_where_nothing_can_change_the_bar_lists_nothing(
    folder: Callable[..., Path],
) -> None:
    text = shown(folder("[slots.hero]\npages = ['/a']\nshow = [{ fragment = 'keep' }]"))
    assert "sarto-bar" in text
    assert "<table" not in text


def test_a_visitor_nobody_met_is_listed_nowhere(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = DevSite(html(PAGE), config)
    current = site.sarto.current
    assert current is not None
    monkeypatch.setattr("sarto.middleware.Answer", None)  # so that meeting fails
    text = play(site).text
    assert "own" in text
    assert "<table" not in text


def test_what_is_not_its_own_is_changed() -> None:
    own = Part(kind="slot", name="a", shows=OWN)
    new = Part(kind="slot", name="b", shows="b.html")
    assert changed([own]) == ""
    assert changed([own, new, new]) == "2 slots"
