"""All that a small site can show hangs in its gallery, each once, with who sees it."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.workbench.gallery import made
from support.play import html

CONFIG = """languages = ["en", "fa"]
[audiences.phones]
device = "mobile"
[audiences.readers]
campaign.source = "letter"
[slots.hero]
why = "more bookings"
show = [
  { to = "readers", fragment = "letter.html" },
  { to = "phones", fragment = "phone.html", attrs = { class = "big" } },
  { when = { country = "PL" }, fragment = "letter.html" },
  { when = { country = "IR" }, fragment = "keep" },
  { when = { country = "DE" }, attrs = { class = "big" } },
]
[slots.never]
[layouts.home]
show = [ { to = "phones", layout = "home.html" } ]
[[pages]]
path = "/"
show = [ { when = { channel = "email" }, serve = "/other" } ]
[personas.tehran]
device = "mobile"
language = "fa"
"""
PAGE = """<html lang="en"><head><link rel="stylesheet" href="/a.css"></head><body><main data-sarto-layout="home">
<p data-sarto="hero">own words</p><b data-sarto="never">rest</b></main></body></html>"""
CSS = "@media (prefers-color-scheme: dark) { p { background: url(/x.svg) } }"
FRAGMENTS = {"letter": "read", "letter.fa": "خوانده", "phone": "<i>call</i>"}


async def site_app(scope, receive, send):
    kinds = {"/a.css": (CSS, "text/css"), "/x.svg": ("<svg/>", "image/svg+xml")}
    body, kind = kinds.get(scope.get("path"), (PAGE, "text/html; charset=utf-8"))
    if scope["type"] == "http":
        await html(body, headers=[("content-type", kind)])(scope, receive, send)


@pytest.fixture
def hung(folder: Callable[..., Path], tmp_path: Path):
    """Make a gallery of the small site; give what was made."""

    def hang(config: str = CONFIG, app=site_app, **more):
        path = folder(config, **FRAGMENTS)
        (path.parent / "layouts").mkdir(exist_ok=True)
        (path.parent / "layouts" / "home.html").write_text('<u>{{ slot("hero") }}</u>')
        return made(compile_site(Config.read(path)), app, tmp_path / "out", **more)

    return hang


def said(road) -> str:
    """Say who it is, less the zone that whoever stands somewhere may be given."""
    return " ".join(w for w in road.guest.words.split() if not w.startswith("zone="))


def shown(done, kind="slots"):
    return [
        (e.shows, e.languages, [(r.audience, said(r)) for r in e.roads])
        for room in done.plan.rooms
        if room.place.kind == kind
        for e in room.exhibits
    ]


def test_every_variant_hangs_once_with_everybody_who_sees_it(hung) -> None:
    assert shown(hung()) == [
        (
            "the page’s own content",
            ("en", "fa"),
            [("", "language=en"), ('country = "IR"', "country=IR language=en")],
        ),
        (
            "letter.html",
            ("en",),
            [
                ("readers", "campaign.source=letter language=en"),
                ('country = "PL"', "country=PL language=en"),
            ],
        ),
        (
            "letter.fa.html",
            ("fa",),
            [
                ("readers", "campaign.source=letter language=fa"),
                ('country = "PL"', "country=PL language=fa"),
            ],
        ),
        (
            'phone.html class="big"',
            ("en", "fa"),
            [("phones", "device=mobile language=en"), ("phones", "@tehran")],
        ),
        ('class="big"', ("en", "fa"), [('country = "DE"', "country=DE language=en")]),
    ]


def test_layouts_and_page_swaps_hang_there_too(hung) -> None:
    done = hung()
    assert [each[0] for each in shown(done, "layouts")] == [
        "the page’s own content",
        "home.html",
    ]
    assert [each[0] for each in shown(done, "pages")] == [
        "the page’s own content",
        "/other",
    ]


def test_each_looks_as_it_does_on_its_page(hung) -> None:
    done = hung()
    room = done.plan.rooms[0]
    phone = next(e for e in room.exhibits if e.shows.startswith("phone"))
    frame = (done.index.parent / phone.frames[0].file).read_text("utf-8")
    assert '<p data-sarto="hero" class="big"><i>call</i></p>' in frame
    assert '<main data-sarto-layout="home">' in frame
    style = re.search(r'href="\.\./(site/a-light-\w+\.css)"', frame)
    assert style
    css = (done.index.parent / style[1]).read_text("utf-8")
    picture = re.search(r'url\("(x-\w+\.svg)"\)', css)
    assert picture
    assert (done.index.parent / "site" / picture[1]).read_text("utf-8") == "<svg/>"
    assert phone.text == "call"


def test_the_page_tells_rule_size_and_difference(hung) -> None:
    text = unescape(hung().index.read_text("utf-8"))
    assert "<code>sarto.toml:9</code>" in text
    assert "<del>own words</del> <ins>call</ins>" in text
    assert "more bookings" in text
    assert "These always keep the page’s own content: never." in text


def test_nothing_on_the_page_can_run(hung) -> None:
    done = hung()
    for file in (done.index, *(done.index.parent / "frames").iterdir()):
        text = file.read_text("utf-8")
        assert "<script" not in text
        assert not re.search(r"\son\w+\s*=", text)
        assert "script-src 'none'" in text


def test_without_an_application_all_hangs_on_bare_pages(hung) -> None:
    done = hung(app=None)
    assert len(shown(done)) == 5
    assert [e[0] for e in shown(done, "layouts")] == [
        "the page’s own content",
        "home.html",
    ]


def test_a_place_that_no_page_has_hangs_on_a_bare_page(hung) -> None:
    config = (
        CONFIG + '[slots.lost]\nshow = [ { to = "phones", fragment = "phone.html" } ]\n'
    )
    done = hung(config)
    lost = next(room for room in done.plan.rooms if room.place.name == "lost")
    assert lost.is_bare
    assert [e.shows for e in lost.exhibits] == ["the page’s own content", "phone.html"]
    assert "no page of the site was found to have it" in done.index.read_text("utf-8")


def test_only_the_pages_that_are_asked_for_are_shown(hung) -> None:
    config = CONFIG.replace("[slots.hero]", '[slots.hero]\npages = ["/menu"]')
    names = [room.place.name for room in hung(config, paths=("/",)).plan.rooms]
    assert names == ["home", "/"]


def test_a_rule_that_nobody_can_match_is_told(hung) -> None:
    config = CONFIG.replace(
        '{ when = { country = "DE" }', '{ when = { country = "PL" }'
    )
    done = hung(config)
    missed = 'sarto.toml:13, country = "PL": no visitor can see it'
    assert done.missed == (missed,)
    assert missed in done.told
    assert f"Not shown: {missed}." in unescape(done.index.read_text("utf-8"))


def test_a_window_is_seen_on_its_days(hung) -> None:
    config = CONFIG.replace(
        '{ when = { country = "DE" }, attrs',
        '{ when = { country = "DE" }, from = 2031-03-01, until = 2031-03-02, attrs',
    )
    done = hung(config)
    assert done.missed == ()
    assert "date=2031-03-01" in done.index.read_text("utf-8")


def test_whole_pages_show_all_that_is_decided_together(hung) -> None:
    done = hung()
    assert {look.language for look, _ in done.plan.looks} == {"en", "fa"}
    assert {look.width for look, _ in done.plan.looks} == {"narrow", "wide"}
    phone = next(f for look, f in done.plan.looks if "@tehran" in look.guest.words)
    assert "<u><p data-sarto" in phone.document


def test_a_bar_can_tell_how_far_it_is(hung) -> None:
    told = []

    def along(label, items):
        told.append((label, len(items)))
        return items

    done = hung(along=along)
    assert told == [("What can be shown", 3), ("Whole pages", len(done.plan.looks))]


@pytest.mark.parametrize(
    ("fragment", "finding"),
    [
        ("<img src=x.svg>", "<img> in phone.html has no alt"),
        ("<div>block</div>", "<div> in phone.html ends the <p> of its own slot"),
        ('<a href="/"></a>', "<a> in phone.html has no name"),
        ("<b>bold</b>", None),
    ],
)
def test_what_is_wrong_with_a_fragment_where_it_stands_is_told(
    hung, monkeypatch, fragment, finding
) -> None:
    monkeypatch.setitem(FRAGMENTS, "phone", fragment)
    done = hung()
    room = done.plan.rooms[0]
    phone = next(e for e in room.exhibits if e.shows.startswith("phone"))
    assert phone.findings == ((finding,) if finding else ())
    assert (finding or "</li>") in unescape(done.index.read_text("utf-8"))
    assert room.findings == len(phone.findings)
