"""The bistro with Sarto in front, in a real browser with JavaScript off.

`SARTO_SHOTS=1 pytest tests/examples` keeps the screenshots that the README shows.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sarto import Sarto
from support.serve import serving

BISTRO = Path(__file__).parents[2] / "examples" / "bistro"
SHOTS = BISTRO / "shots"
MOMENTS = {
    "evening in Tehran": datetime(2026, 11, 25, 16, 30, tzinfo=UTC),
    "noon in Warsaw": datetime(2026, 11, 25, 11, 0, tzinfo=UTC),
}
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
DESKTOP = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/153.0.0.0 Safari/537.36"
)
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
TEHRAN = {"agent": PHONE, "language": "fa-IR", "country": "IR", "size": (390, 844)}
WARSAW = {"agent": DESKTOP, "language": "pl-PL", "country": "PL", "size": (1280, 800)}
SECRET = "long enough to be none that can be guessed"  # noqa: S105 - a test's
ROBOT = {"agent": CRAWLER, "language": "en-US", "country": "US", "size": (1280, 800)}
SHOWN = ("tehran-evening", "warsaw-noon")  # in the README
HERO = '[data-sarto="hero"]'
OFFER = '[data-sarto="offer"]'
PAYMENT = "#kartka .kt-pay"  # on the printer's page, which has no mark of ours

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bistro(tmp_path_factory):
    """The plain site, with a ledger of its own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("BISTRO_DB", str(tmp_path_factory.mktemp("bistro") / "tables.db"))
    patch.syspath_prepend(str(BISTRO))
    from bistro import site  # noqa: PLC0415 - an example's folder is on the path only now

    yield site
    patch.undo()
    for name in [
        n
        for n, m in sys.modules.items()
        if str(BISTRO) in str(getattr(m, "__file__", ""))
    ]:
        del sys.modules[name]


@pytest.fixture
def visit(bistro, chromium, tmp_path):
    """Open the home page as somebody, at some moment, and take its picture."""
    contexts = []

    def opened(moment, *, agent, language, country, size, shot, path="/"):
        app = Sarto(
            bistro,
            config=BISTRO / "sarto.toml",
            secret=SECRET,
            clock=lambda: MOMENTS[moment],
        )
        with serving(app) as address:
            context = chromium.new_context(
                java_script_enabled=False,
                user_agent=agent,
                locale=language,
                viewport={"width": size[0], "height": size[1]},
                extra_http_headers={"CF-IPCountry": country},
            )
            contexts.append(context)
            page = context.new_page()
            page.goto(address + path)
            if shot in SHOWN:  # the README's pictures show the page, not the question
                with page.expect_navigation():
                    page.click("button[value=none]")
            is_kept = os.environ.get("SARTO_SHOTS") and shot in SHOWN
            folder = SHOTS if is_kept else tmp_path
            folder.mkdir(exist_ok=True)
            page.screenshot(path=folder / f"{shot}.png")
            return {
                "language": page.get_attribute("html", "lang"),
                "direction": page.get_attribute("html", "dir"),
                "class": page.get_attribute("html", "class"),
                "hero": " ".join(page.locator(HERO).all_inner_texts()),
                "offer": " ".join(page.locator(OFFER).all_inner_texts()),
                "title": page.title(),
                "headings": page.locator("main h2").all_inner_texts(),
                "tonight": page.locator(".tonight > *").evaluate_all(
                    "parts => parts.map(part => part.dataset.sarto || part.localName)"
                ),
                "payment": said(page.locator(PAYMENT)),
                "width": page.locator("html").bounding_box()["width"],
                "scripts": page.locator("script").count(),
            }

    yield opened
    for context in contexts:
        context.close()


def said(element):
    """What an element says, and in which language and direction; `None`: no such."""
    if not element.count():
        return None
    how = element.get_attribute("lang"), element.get_attribute("dir")
    return element.inner_text(), *how


@pytest.fixture
def plain(bistro, chromium):
    """Read something of the plain home page in a language."""

    def told(language, read):
        with serving(bistro) as address:
            context = chromium.new_context(java_script_enabled=False, locale=language)
            page = context.new_page()
            page.goto(address)
            found = read(page)
            context.close()
        return found

    return told


@pytest.fixture
def own(plain):
    """What the plain site says in a language: its hero and its offer."""

    def read(page):
        return page.inner_text(HERO), page.inner_text(OFFER)

    return lambda language: plain(language, read)


@pytest.fixture
def own_headings(plain):
    """The headings of the plain home page, by name, in its own order."""

    def told(language):
        found = plain(language, lambda page: page.locator("main h2").all_inner_texts())
        names = ("quick", "guide", "topics", "tables", "offer", "houses", "lamp")
        offer = fragment("offer/lunch.pl.html").strip()
        return dict(zip(names, found, strict=True)) | {"offer": offer}

    return told


def heading(name):
    """The words of a layout's heading."""
    text = (BISTRO / "layouts" / name).read_text("utf-8")
    return text.split("<h2", 1)[-1].split(">", 1)[1].split("<")[0]


def fragment(name):
    """The words of a fragment, by those that stand in its first heading."""
    text = (BISTRO / "fragments" / name).read_text("utf-8")
    return text.split("<h1", 1)[-1].split("<h2", 1)[-1].split(">", 1)[1].split("<")[0]


def test_a_phone_in_tehran_in_the_evening(visit):
    page = visit(
        "evening in Tehran",
        **TEHRAN,
        shot="tehran-evening",
    )

    assert (page["language"], page["direction"]) == ("fa", "rtl")
    assert page["class"] == "compact"
    assert page["hero"].startswith(
        "چراغ روشن است"
    )  # what its template says after 18:00
    assert fragment("offer/tehran.fa.html").strip() in page["offer"]
    assert page["width"] <= 390
    assert page["scripts"] == 0
    assert page["tonight"] == ["div", "quick", "offer"]
    assert page["headings"][0] == heading("home/tonight.fa.html")


def test_a_desktop_in_warsaw_at_noon(visit, own_headings):
    page = visit(
        "noon in Warsaw",
        **WARSAW,
        shot="warsaw-noon",
    )

    assert (page["language"], page["direction"]) == ("pl", "ltr")
    assert page["class"] is None
    assert fragment("hero/noon.pl.html").strip() in page["hero"]
    assert fragment("offer/lunch.pl.html").strip() in page["offer"]
    assert page["tonight"] == []
    own = own_headings("pl-PL")
    order = ("guide", "quick", "offer", "tables", "topics", "houses", "lamp")
    assert page["headings"] == [own[name] for name in order]  # as a newcomer needs it


def test_a_crawler_sees_what_the_site_itself_says(visit, own):
    page = visit(
        "noon in Warsaw",
        **ROBOT,
        shot="crawler",
    )

    assert (page["hero"], page["offer"]) == own("en-US")


def test_switched_off_it_is_the_site_untouched(visit, own, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")
    page = visit(
        "evening in Tehran",
        **TEHRAN,
        shot="switched-off",
    )

    assert (page["hero"], page["offer"]) == own("fa-IR")
    assert page["class"] is None


def test_a_reader_of_the_letter_on_a_phone_gets_the_short_home(visit):
    page = visit(
        "evening in Tehran",
        **{**TEHRAN, "language": "ar"},
        shot="letter",
        path="/?utm_medium=email&utm_source=letter",
    )

    assert page["direction"] == "rtl"
    assert page["class"] == "compact"
    assert page["hero"] == ""  # the handheld home has no such slot
    assert fragment("offer/letter.ar.html").strip() in page["offer"]


def test_a_desktop_in_the_evening_has_table_and_offer_side_by_side(visit):
    page = visit(
        "evening in Tehran",
        **{**WARSAW, "language": "en-GB", "country": "IR"},
        shot="tehran-evening-desktop",
    )

    assert page["direction"] == "ltr"
    assert page["tonight"] == ["div", "quick", "offer"]
    assert page["headings"][0] == heading("home/tonight.html")


def test_on_a_phone_by_day_the_houses_come_before_the_menu(visit, own_headings):
    phone = visit(
        "noon in Warsaw",
        **{**TEHRAN, "language": "pl-PL", "country": "PL"},
        shot="warsaw-noon-phone",
    )

    own = own_headings("pl-PL")
    order = ("quick", "houses", "guide", "topics", "tables", "offer", "lamp")
    assert phone["headings"] == [own[name] for name in order]


def test_the_printers_page_tells_iranians_how_to_pay_in_their_language(visit):
    page = visit(
        "evening in Tehran",
        **TEHRAN,
        shot="gifts-tehran",
        path="/gifts",
    )

    text, *how = page["payment"]
    assert "+98 21 5555 0112" in text
    assert how == ["fa", "rtl"]  # of the element alone: the page is in English
    assert (page["language"], page["direction"]) == ("en", None)
    assert page["width"] <= 390


def test_the_printers_page_is_its_own_for_everybody_else(visit):
    for someone in (WARSAW, ROBOT):
        page = visit("noon in Warsaw", **someone, shot="gifts-plain", path="/gifts")
        text, *how = page["payment"]
        assert text.startswith("Pay by card")
        assert how == [None, None]
