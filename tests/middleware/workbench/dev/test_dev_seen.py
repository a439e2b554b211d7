"""`sarto dev` in a real browser, JavaScript off: pages that come by themselves, errors.

`SARTO_SHOTS` names a folder that pictures are written to.
"""

import os
from itertools import product
from pathlib import Path

import pytest

from sarto.errors import Finding
from sarto.workbench.dev.trouble import Trouble
from support.developing import Watched, developing
from support.serve import serving

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("SARTO_SHOTS")
WIDTHS = {"phone": 390, "desktop": 1200}
CONFIG = """languages = ["en", "fa"]
[audiences.phones]
device = "mobile"
[slots.hero]
show = [ { to = "phones", fragment = "hero.html" } ]
[slots.offer]
show = [ { when = { country = "IR" }, fragment = "hero.html" } ]
[personas.tehran]
device = "mobile"
language = "fa"
[personas.warsaw-noon]
device = "desktop"
country = "PL"
"""
PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>A place</title>
<meta name="viewport" content="width=device-width"></head>
<body style="padding-block-start:48px"><main><h1>A place</h1><section data-sarto="hero">everybody</section>
<p><label>Name <input id="name"></label> <a href="/other.html" style="position:fixed;inset-block-start:0;inset-inline-start:0;padding:12px">other page</a></p></main></body></html>"""


@pytest.fixture
def place(tmp_path):
    """Write a folder of pages; give it."""
    files = {
        "sarto.toml": CONFIG,
        "fragments/hero.html": "for a phone",
        "site/index.html": PAGE.format(lang="en", dir="ltr"),
        "site/other.html": PAGE.format(lang="fa", dir="rtl"),
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def context(chromium):
    opened = []

    def make(scheme="light", width=390, *, javascript=False):
        made = chromium.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            bypass_csp=javascript,
            color_scheme=scheme,
        )
        made.set_default_timeout(10_000)
        opened.append(made)
        return made

    yield make
    for each in opened:
        each.close()


def changed(file, before, after):
    file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")


def test_a_page_comes_by_itself_when_what_it_is_made_of_changed(place, context):
    changes = [
        ("site/index.html", "everybody", "all of you"),
        ("sarto.toml", 'device = "mobile"', 'device = "desktop"'),
        ("fragments/hero.html", "a phone", "a desk"),
    ]
    with developing(place, "site") as address:
        page = Watched(context(), address)
        for (name, before, after), text in zip(
            changes, ("all of you", "for a phone", "for a desk"), strict=True
        ):
            page.open()
            page.comes(lambda: changed(place / name, before, after), text)  # noqa: B023 - called at once


def test_a_page_that_waits_is_in_use(place, context):
    with developing(place, "site") as address:
        page = Watched(context(), address)
        page.last()
        page.page.mouse.click(20, 20)  # the link, which lies there
        page.page.wait_for_url("**/other.html")


def test_the_fourth_page_lets_the_first_rest_as_it_is(place, context):
    with developing(place, "site") as address:
        opened = context()
        first, *others = [Watched(opened, address) for _ in range(4)]
        first.last()
        changed(place / "site/index.html", "everybody", "all of you")
        for each in others:
            each.page.get_by_text("all of you").wait_for()
        assert "everybody" in first.page.inner_text("main")


def test_a_browser_that_holds_still_is_left_alone_until_it_says_otherwise(
    place, context
):
    with developing(place, "site") as address:
        page = context().new_page()
        page.goto(f"{address}/_sarto/dev?still=yes")
        page.click(".sarto-bar summary")
        assert page.inner_text(".sarto-still button") == "Follow changes"
        changed(place / "site/index.html", "everybody", "all of you")
        page.wait_for_timeout(1000)
        assert "everybody" in page.inner_text("main")
        page.reload()
        assert "all of you" in page.inner_text("main")


def test_a_mistake_is_shown_in_the_bar_and_goes_away_when_mended(place, context):
    with developing(place, "site") as address:
        page = Watched(context(), address)
        page.comes(
            lambda: changed(place / "sarto.toml", "show =", "shw ="),
            "did you mean 'show'",
        )
        assert "everybody" in page.page.inner_text("main")
        seen(page, "bar-mistake")
        page.open()
        page.last()
        changed(place / "sarto.toml", "shw =", "show =")
        page.page.locator(".sarto-bar details:not([open])").wait_for()


@pytest.mark.parametrize(("scheme", "device"), list(product(("light", "dark"), WIDTHS)))
def test_a_mistake_at_the_start_is_a_page_that_heals_itself(
    place, context, scheme, device
):
    changed(place / "sarto.toml", "show =", "shw =")
    changed(place / "sarto.toml", "device", "devise")
    with developing(place, "site") as address:
        page = Watched(context(scheme, WIDTHS[device]), address)
        seen(page, f"trouble-{scheme}-{device}")
        changed(place / "sarto.toml", "devise", "device")  # it comes, and waits again
        page.comes(
            lambda: changed(place / "sarto.toml", "shw =", "show ="), "everybody"
        )


APP = """
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
async def home(request):
    return HTMLResponse('<html lang="en"><title>x</title><h1 data-sarto="hero">one</h1>')
app = Starlette(routes=[Route("/", home)])
"""


def test_code_that_changes_begins_the_site_anew_and_broken_code_is_shown(
    place, context
):
    (place / "app.py").write_text(APP, "utf-8")
    with developing(place, "app:app") as address:
        page = Watched(context(width=1200), address)
        page.comes_at_last(lambda: changed(place / "app.py", "one", "two"), "two")
        page.open()
        changed(place / "app.py", "app = ", "app == ")
        page.page.wait_for_timeout(3000)
        seen(page, "trouble-code")
        page.comes_at_last(
            lambda: changed(place / "app.py", "app == ", "app = "), "two"
        )
        page.page.context.clear_cookies()
        changed(place / "app.py", "return HTML", "return HTTP")
        page.page.wait_for_timeout(2000)
        page.open()
        seen(page, "trouble-page")
        page.comes_at_last(
            lambda: changed(place / "app.py", "HTTPRes", "HTMLRes"), "two"
        )


@pytest.mark.parametrize(
    ("path", "scheme", "device"),
    list(product(("", "other.html"), ("light", "dark"), WIDTHS)),
)
def test_the_bar_is_seen_whole_and_axe_finds_nothing_in_it(
    place, context, path, scheme, device
):
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    with developing(place, "site", "--still") as address:
        page = context(scheme, WIDTHS[device], javascript=True).new_page()
        page.goto(f"{address}/{path}")
        is_folded = not page.locator(".sarto-personas").is_visible()
        assert is_folded is (device == "phone")
        pictured(page, f"bar-{path or 'home'}-{scheme}-{device}-folded")
        page.click(".sarto-bar summary")
        pictured(page, f"bar-{path or 'home'}-{scheme}-{device}")
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= WIDTHS[device]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.click("text=tehran")
        assert page.url == f"{address}/{path}"
        assert "for a phone" in page.inner_text("main")


def test_axe_finds_nothing_on_the_page_of_a_mistake(place, context):
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    finding = Finding(code="SARTO002", message="no key", file="sarto.toml", line=2)
    with serving(Trouble.of_findings((finding,), place / "sarto.toml")) as address:
        for scheme, width in product(("light", "dark"), WIDTHS.values()):
            page = context(scheme, width, javascript=True).new_page()
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()


def seen(page, name):
    if SHOTS:
        page.picture(Path(SHOTS) / f"{name}.png")


def pictured(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
