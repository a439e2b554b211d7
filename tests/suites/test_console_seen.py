"""The console in a real browser, JavaScript off: signed in to, walked, looked at.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in the test's
browser alone: nothing of ours has a script.
"""

import os
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from sarto import Sarto
from sarto.clock import utc_now
from sarto.pages.console.keys import Keys
from support.browsers import SECRET
from support.console_site import FRAGMENTS, HOME, TOML
from support.play import html
from support.serve import serving

pytestmark = pytest.mark.browser

WIDTHS = {"phone": 390, "desktop": 1200}
SHOTS = os.environ.get("SARTO_SHOTS")
ROOMS = {
    "overview": "",
    "recent": "recent",
    "one": "recent/1",
    "persian": "recent/2",
    "rules": "rules",
    "shadow": "shadow",
    "gallery": "gallery/",
}
PAGE = """<!doctype html><html lang="en"><title>Bistro</title>
<link rel="icon" href="data:,"><h1>Bistro</h1><p data-sarto="hero">Dinner.</p></html>"""
GALLERY = """<!doctype html><html lang="en"><title>Gallery</title><style>p{color:red}</style>
<h1>Gallery</h1><p style="margin:9px">All</p>
<iframe name="a" title="a" sandbox="allow-same-origin" src="frames/a.html"></iframe>"""
FRAME = """<!doctype html><html lang="fa" dir="rtl"><title>a</title>
<style>b{color:rgb(1,2,3)}</style><b id="seen">شام</b><script>document.title = "ran"</script>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    hall = folder / ".sarto" / "gallery" / "frames"
    hall.mkdir(parents=True)
    (hall / "a.html").write_text(FRAME, "utf-8")
    (hall.parent / "index.html").write_text(GALLERY, "utf-8")
    (folder / "fragments").mkdir()
    for name, text in FRAGMENTS.items():
        (folder / "fragments" / name).write_text(text, "utf-8")
    (folder / "sarto.toml").write_text(TOML, "utf-8")
    app = Sarto(html(PAGE), config=folder / "sarto.toml", secret=SECRET)
    with serving(app) as address:
        yield address


@pytest.fixture
def met(chromium, address):
    """Open the browser of a developer; without JavaScript unless it is said."""
    opened = []

    def meet(scheme="light", width=390, *, javascript=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 700},
            color_scheme=scheme,
            java_script_enabled=javascript,
            bypass_csp=javascript,
            reduced_motion="reduce",
            locale="fa",
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page.goto(f"{address}/menu")
        page.goto(f"{address}/منو?plan=ایران")
        text = Keys.checked((SECRET,), "").link(timedelta(hours=8), utc_now())
        page.goto(f"{address}{HOME}enter/{text}")
        assert page.url == f"{address}{HOME}"
        return page

    yield meet
    for context in opened:
        context.close()


def picture(page, name) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(("scheme", "device"), list(product(("light", "dark"), WIDTHS)))
def test_every_room_is_walked_to_and_seen(met, address, scheme, device) -> None:
    page, wrong = met(scheme, WIDTHS[device]), []
    page.on("console", lambda said: wrong.append(said.text))
    for name, room in ROOMS.items():
        answer = page.goto(f"{address}{HOME}{room}")
        assert answer.status == 200
        assert page.locator("h1").count() == 1
        picture(page, f"console-{name}-{scheme}-{device}")
        wrong = [text for text in wrong if "frames/a.html" not in text]
        if name != "gallery":  # whose frame has a script, to see that it does not run
            assert wrong == []


def test_a_persian_fact_keeps_its_own_direction(met, address) -> None:
    page = met(javascript=True)
    page.goto(f"{address}{HOME}recent/2")
    value = page.locator("bdi", has_text="ایران").first
    assert value.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.evaluate("document.documentElement.dir") == "ltr"


def test_the_gallery_s_frames_and_styles_work_and_its_scripts_do_not(
    chromium, met, address
) -> None:
    page = met(width=1200)
    page.goto(f"{address}{HOME}gallery/")
    frame = page.frame("a")
    assert frame.locator("#seen").inner_text() == "شام"
    assert frame.title() == "a"
    assert frame.locator("#seen").evaluate("e => getComputedStyle(e).color") == "rgb(1, 2, 3)"  # fmt: skip
    assert page.locator("p").evaluate("e => getComputedStyle(e).margin") == "9px"


def test_signing_out_is_one_button_and_then_there_is_nothing(met, address) -> None:
    page = met()
    page.click("text=Sign out")
    assert page.url == f"{address}/"
    assert page.context.cookies() == []
    assert page.goto(f"{address}{HOME}").status == 404


@pytest.mark.parametrize(("scheme", "room"), list(product(("light", "dark"), ROOMS)))
def test_axe_finds_nothing(met, address, scheme, room) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    if room == "gallery":
        pytest.skip("it is the gallery's own suite that looks at it")
    page = met(scheme, javascript=True)
    page.goto(f"{address}{HOME}{ROOMS[room]}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("room", list(ROOMS)[:-1])
def test_nothing_is_wider_than_a_narrow_screen(met, address, room) -> None:
    page = met(width=320, javascript=True)
    page.goto(f"{address}{HOME}{ROOMS[room]}")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
