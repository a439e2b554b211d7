"""The gallery in a real browser, from disk, JavaScript off: seen, and its links used.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in the test's
browser alone: nothing of ours has a script.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.workbench.gallery import made
from support.play import html

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("SARTO_SHOTS")
WIDTHS = {"tiny": 320, "phone": 390, "desktop": 1280}
CONFIG = """languages = ["en", "fa"]
[audiences.phones]
device = "mobile"
[slots.hero]
why = "more bookings at dinner time, whoever asks"
show = [
  { to = "phones", fragment = "phone.html" },
  { when = { country = "IR", query.from = ["*letter*"] }, fragment = "a-very-long-name-of-a-letter.html" },
]
[layouts.home]
show = [ { to = "phones", layout = "home.html" } ]
[personas.tehran-evening]
device = "mobile"
language = "fa"
"""
PAGE = """<!doctype html><html lang="en"><head><title>Bistro</title><meta name="color-scheme" content="light dark"></head>
<body><main data-sarto-layout="home"><h1>Bistro</h1><p data-sarto="hero">Three small restaurants.</p></main></body></html>"""
FRAGMENTS = {
    "phone": "Call us.<img src=x.svg>",
    "phone.fa": "زنگ بزنید: برای چند ساعت آینده از فرم سریع‌تر است.",
    "a-very-long-name-of-a-letter": "Dear reader",
}


@pytest.fixture
def address(folder: Callable[..., Path]):
    path = folder(CONFIG, **FRAGMENTS)
    (path.parent / "layouts").mkdir()
    (path.parent / "layouts" / "home.html").write_text('<u>{{ slot("hero") }}</u>')
    site = compile_site(Config.read(path))
    return made(site, html(PAGE), path.parent / "out").index.as_uri()


@pytest.fixture
def opened(chromium, address):
    """Open the gallery; without JavaScript unless it is said."""
    contexts = []

    def open_(width=1280, scheme="light", *, javascript=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=javascript,
            bypass_csp=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("device", "scheme"), list(product(WIDTHS, ("light", "dark"))))
def test_it_is_seen_whole(opened, device, scheme) -> None:
    page = opened(WIDTHS[device], scheme)
    assert page.locator("h1").count() == 1
    assert page.locator("article").count() == 6
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        name = f"{SHOTS}/gallery-{scheme}-{device}.png"
        page.screenshot(path=name, full_page=True)


@pytest.mark.parametrize(("device", "scheme"), list(product(WIDTHS, ("light", "dark"))))
def test_axe_finds_nothing(opened, device, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    page = opened(WIDTHS[device], scheme, javascript=True)
    for summary in page.locator("summary").all():
        summary.click()
    # What stands in the frames is the site's own, and told of beside them.
    found = Axe().run(page, options={"iframes": False})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("device", WIDTHS)
def test_nothing_is_wider_than_the_screen(opened, device) -> None:
    page = opened(WIDTHS[device], javascript=True)
    for summary in page.locator("summary").all():
        summary.click()
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= WIDTHS[device]


def frame(page, name):
    return page.frame_locator(f'iframe[name="{name}"]')


def test_frames_show_the_site_and_change_their_light_without_a_script(opened) -> None:
    page = opened()
    article = page.locator("article", has_text="phone.fa.html").first
    name = article.locator("iframe").first.get_attribute("name")
    assert frame(page, name).locator("p").inner_text().startswith("زنگ")
    assert frame(page, name).locator("p").get_attribute("dir") == "rtl"
    article.locator("figcaption a", has_text="dark").first.click()
    page.frame(name=name).wait_for_url("**/*-dark.html")
    assert frame(page, name).locator("p").inner_text().startswith("زنگ")
    assert page.url.endswith("index.html")


def test_the_wide_frame_opens_where_it_is_asked_for(opened) -> None:
    page = opened()
    article = page.locator("article", has_text="phone.html").first
    article.locator("summary", has_text="Wide").click()
    article.locator(".wide a", has_text="light").click()
    name = article.locator(".wide iframe").get_attribute("name")
    frame(page, name).locator("p", has_text="Call us.").wait_for()


def test_contents_lead_to_what_they_name(opened) -> None:
    page = opened()
    page.click("nav .contents a >> text=hero")
    assert "#slot-hero-" in page.url
    page.click("summary >> text=tehran-evening")
    page.locator("details[open] a", has_text="phone.fa.html").click()
    assert (
        page.locator(f"#{page.url.partition('#')[2]}").inner_text() == "phone.fa.html"
    )


def test_what_is_wrong_is_told_where_it_stands(opened) -> None:
    page = opened()
    article = page.locator("article", has_text="phone.html").first
    assert "<img> in phone.html has no alt" in article.inner_text()


def test_pictures_are_taken_of_every_side(chromium, folder) -> None:
    path = folder(CONFIG.partition("[layouts")[0], **FRAGMENTS)
    site = compile_site(Config.read(path))
    with ThreadPoolExecutor(1) as threads:  # in this one a loop of the fixture's runs
        making = partial(made, site, html(PAGE), path.parent / "out", screenshots=True)
        done = threads.submit(making).result()
    shots = sorted(file.name for file in (path.parent / "out" / "shots").iterdir())
    sides = list(product(("narrow", "wide"), ("light", "dark")))
    exhibits = [e.id for e in done.plan.exhibits]
    wanted = {
        f"{name}-{width}-{scheme}.png" for name in exhibits for width, scheme in sides
    }
    assert wanted <= set(shots)
    assert len(set(shots) - wanted) == len(done.plan.looks)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(done.index.as_uri())
    assert page.locator("article img").count() == len(wanted)
    context.close()
