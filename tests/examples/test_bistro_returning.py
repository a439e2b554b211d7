"""The bistro with Sarto in front, for who comes back: before consent, and after it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from importlib import import_module
from typing import Any

import pytest

from support.own_pages import Browser, words
from support.walking import BISTRO, DESKTOP, PHONE, Clock, booking, cut, plain

LANGUAGES = ("en", "fa", "ar", "pl")
NEWCOMER = ("guide", "quick", "offer", "tables", "topics", "houses", "lamp")
OWN = ("quick", "guide", "topics", "tables", "offer", "houses", "lamp")
REGULAR = ("again", "quick", "offer", "tables", "topics", "houses")
SIMPLE = ("again", "quick", "houses")
TABLES = ("long", "window", "lamp")


@dataclass
class Guest:
    """Somebody at their browser, and the time that passes between their visits."""

    browser: Browser
    clock: Clock

    def see(self, path: str = "/") -> str:
        answer = self.browser.get(path)
        assert answer.error is None
        assert "<script" not in answer.text
        assert answer.text.count("<h1") == 1
        return answer.text

    def order(self) -> tuple[str, ...]:
        """Name the sections of the home page, in the order they stand in."""
        main = self.see().split("<main")[1].split("</main>")[0]
        found = re.findall(r'<h2( id="(\w+)")?', main)
        return tuple(name or "quick" for _, name in found)

    def slot(self, name: str, path: str = "/") -> str:
        """Read what stands in a slot."""
        _, found, rest = self.see(path).partition(f'data-sarto="{name}"')
        assert found
        return rest.partition(">")[2].partition(f"</{CLOSED.get(name, 'section')}>")[0]

    def seats(self) -> tuple[str, ...]:
        """Name the tables, in the order they are shown."""
        return tuple(re.findall(r"/static/seat-(\w+)\.svg", self.see()))

    def allow(self) -> None:
        assert self.browser.allow(("choice", "all")).status == 303

    def refuse(self) -> None:
        assert self.browser.allow(("choice", "none")).status == 303

    def book(self, **changes: str) -> str:
        """Book a table, form and all; give the address of the booking."""
        self.see("/book")
        answer = self.browser.post("/book", *booking(**changes).items())
        assert answer.status == 303
        return str(answer.header("location"))

    def prefer(self, name: str, value: str) -> None:
        pairs = ((name, value), ("next", "/"))
        assert self.browser.post("/_sarto/preferences", *pairs).status == 303

    def come_often(self, **changes: str) -> None:
        """Book on three visits, and come once more."""
        for number in range(3):
            self.book(time=f"{18 + number}:30", **changes)
            self.clock.on(days=3)


CLOSED = {"offer": "aside", "greeting": "p", "ask": "div", "view": "div", "yours": "ul"}


@pytest.fixture
def site(tmp_path) -> Iterator[Any]:
    with plain(tmp_path) as found:
        yield found


@pytest.fixture(params=["cookie", "store"])
def kept(request, tmp_path) -> dict[str, Any]:
    """Where profiles are: all of this holds in either place."""
    if request.param == "cookie":
        return {}
    return {"profiles": f"sqlite:///{tmp_path / 'profiles.db'}", "budget": 2.0}


@pytest.fixture
def met(site, kept):
    """Meet somebody new."""

    def meet(language: str = "en", agent: str = DESKTOP) -> Guest:
        clock = Clock()
        headers = [("user-agent", agent), ("cf-ipcountry", "GB")]
        browser = Browser(cut(site, clock, **kept), language, headers=headers)
        return Guest(browser, clock)

    return meet


def heading(text: str) -> str:
    found = re.search(r"<h2[^>]*>(.*?)</h2>", text)
    return unescape(found[1]) if found else ""


def test_nothing_is_remembered_of_who_was_not_asked_yet(met):
    guest = met()
    first = guest.see()
    for number in range(3):
        guest.book(time=f"{18 + number}:30")
        guest.clock.on(days=1)
    assert guest.see() == first
    assert guest.browser.cookies == {}


def test_nothing_is_remembered_of_who_refused(met):
    guest = met()
    guest.refuse()
    guest.come_often()
    assert guest.order() == NEWCOMER
    assert [*guest.browser.cookies] == ["sarto-consent"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_asks_in_the_visitor_s_language_until_it_is_answered(met, language):
    for answer in ("allow", "refuse"):
        guest = met(language)
        banner = guest.slot("ask")
        assert f'lang="{language}"' in banner
        assert [*re.findall(r'value="(none|all)"', banner)] == ["none", "all"]
        assert len(re.findall("<li>", banner)) == 2  # to be remembered, to be counted
        getattr(guest, answer)()
        assert guest.slot("ask").strip() == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_what_is_known_allowed_and_liked(met, language):
    guest = met(language)
    for path in ("/", "/menu/fish", "/help"):
        links = re.findall('href="([^"?]+)', guest.slot("yours", path))
        assert links == [
            "/_sarto/privacy",
            "/_sarto/consent",
            "/_sarto/preferences",
        ]
        for link in links:
            assert f'lang="{language}"' in guest.see(f"{link}?next={path}")


def test_a_newcomer_s_home_guides_and_a_regular_s_home_knows(met):
    guest = met()
    assert guest.order() == NEWCOMER
    assert "How booking works" in guest.see()
    guest.allow()
    guest.come_often()
    assert guest.order() == REGULAR
    assert "Good to see you again" in guest.slot("hero")
    assert "How booking works" not in guest.see()


def test_who_comes_again_and_has_not_booked_gets_the_page_s_own_order(met):
    guest = met()
    guest.allow()
    guest.see()
    guest.clock.on(days=1)
    assert guest.order() == OWN


@pytest.mark.parametrize(
    ("language", "place", "time"),
    [
        ("en", "London, Clerkenwell", "20:30"),
        ("fa", "لندن، کلرکنول", "۲۰:۳۰"),
        ("ar", "لندن، كلركنويل", "٢٠:٣٠"),
        ("pl", "Londyn, Clerkenwell", "20:30"),
    ],
)
def test_the_table_that_was_booked_last_is_one_click_away(met, language, place, time):
    guest = met(language)
    guest.allow()
    guest.book()
    last = {"house": "london", "table": "long", "time": "20:30", "party": "3"}
    guest.book(**last)
    card = guest.slot("again")
    assert place in words(card)
    assert time in words(card)
    (link,) = re.findall('href="(/book[^"]+)"', card)
    form = guest.see(unescape(link)).split("</header>")[1]
    assert dict(chosen(form)) == {**last, "date": ""}


def chosen(form: str) -> Iterator[tuple[str, str]]:
    """List what the lists of a form have chosen."""
    for name, options in re.findall(
        r'<select id="(\w+)"(.*?)</select>', form, re.DOTALL
    ):
        found = re.search('value="([^"]*)" selected', options)
        yield name, found[1] if found else ""


def test_without_consent_no_table_is_offered_again(met):
    guest = met()
    guest.book()
    assert 'data-sarto="again"' not in guest.see()


@pytest.mark.parametrize("is_regular", [False, True])
def test_what_a_visitor_says_of_the_page_goes_before_what_was_noticed(met, is_regular):
    guest = met()
    if is_regular:
        guest.allow()
        guest.come_often()
    own = ("again", *OWN) if is_regular else OWN
    guest.prefer("view", "simple")
    assert guest.order() == SIMPLE[not is_regular :]
    assert '<html lang="en" dir="ltr" data-sarto="page" class="simple"' in guest.see()
    guest.prefer("view", "full")
    assert guest.order() == own
    guest.prefer("view", "")
    assert guest.order() == (REGULAR if is_regular else NEWCOMER)
    guest.prefer("view", "simple")
    guest.clock.on(days=60)
    assert guest.order() == SIMPLE[not is_regular :]


def test_the_choice_of_a_view_is_a_form_that_tells_what_is_chosen(met):
    guest = met()
    for value in ("", "simple", "full"):
        guest.prefer("view", value)
        (current,) = re.findall('value="([a-z]*)" aria-current', guest.slot("view"))
        assert current == value
    assert guest.slot("view").startswith('<form action="/_sarto/preferences"')


def test_a_level_that_was_chosen_goes_before_one_that_was_earned(met):
    guest = met()
    guest.allow()
    guest.come_often()
    guest.prefer("level", "novice")
    assert "guide" in guest.order()


def test_an_abandoned_booking_brings_a_coupon_three_times(met):
    guest = met()
    guest.allow()
    guest.see("/book?house=tehran")
    for _ in range(3):
        assert heading(guest.slot("offer")) == "Your table is still free"
    assert heading(guest.slot("offer")) == "The long Sunday table"


def test_a_coupon_is_written_into_the_form(met):
    guest = met("fa")
    guest.allow()
    guest.see("/book")
    (link,) = re.findall('href="([^"]+)"', guest.slot("offer"))
    assert "آش مهمان لامپا</textarea>" in guest.see(unescape(link))


def test_a_coupon_is_for_those_who_consented_and_for_some_days(met):
    guest = met()
    guest.see("/book")
    assert heading(guest.slot("offer")) == "The long Sunday table"
    guest.allow()
    assert heading(guest.slot("offer")) == "The long Sunday table"
    guest.see("/book")
    guest.clock.on(days=6)
    assert heading(guest.slot("offer")) == "The long Sunday table"


def test_after_a_booking_the_coupon_is_gone_and_thanks_appear(met):
    guest = met()
    guest.allow()
    guest.see("/book")
    assert heading(guest.slot("offer")) == "Your table is still free"
    place = guest.book()
    assert heading(guest.slot("offer")) == "Thank you for booking"
    guest.browser.post(f"{place}/cancel")
    assert heading(guest.slot("offer")) == "The long Sunday table"
    guest.book(time="21:00")
    guest.clock.on(days=3)
    assert heading(guest.slot("offer")) == "The long Sunday table"


def test_a_booking_that_was_refused_is_none(met):
    guest = met()
    guest.allow()
    guest.see("/book")
    answer = guest.browser.post("/book", *booking(party="9").items())
    assert answer.status == 422
    assert heading(guest.slot("offer")) == "Your table is still free"


@pytest.mark.parametrize(
    ("booked", "first"), [("lamp", "lamp"), ("window", "long"), ("long", "long")]
)
def test_the_tables_somebody_would_choose_stand_first(met, booked, first):
    guest = met()
    assert guest.seats() == TABLES
    guest.book(table=booked)
    assert guest.seats() == TABLES
    guest.allow()
    guest.book(table=booked, time="21:00")
    others = [name for name in TABLES if name != first]
    assert guest.seats() == (first, *others)


def test_the_name_is_told_to_who_signed_in_and_to_nobody_else(met):
    guest = met()
    tagline = guest.slot("greeting")
    code = guest.book(name="Forugh <&> Co").split("/")[-1]
    assert guest.slot("greeting") == tagline
    pairs = (("code", code), ("email", "forugh@example.com"))
    assert guest.browser.post("/sign-in", *pairs).status == 303
    for path in ("/", "/menu", "/nowhere"):
        answer = guest.browser.get(path)
        assert "<bdi>Forugh &lt;&amp;&gt; Co</bdi>" in answer.text
        assert answer.header("cache-control") == "private, no-store"
    stranger = Guest(Browser(guest.browser.app), guest.clock)
    assert stranger.slot("greeting") == tagline
    guest.browser.post("/sign-out")
    assert guest.slot("greeting") == tagline


def test_who_signs_out_leaves_nothing_behind_for_who_comes_next(met):
    guest = met()
    guest.allow()
    guest.come_often()
    code = guest.book(time="21:30").split("/")[-1]
    guest.browser.post("/sign-in", ("code", code), ("email", "forugh@example.com"))
    assert guest.order() == REGULAR
    guest.browser.post("/sign-out")
    assert guest.order() == NEWCOMER
    assert 'data-sarto="again"' not in guest.see()


def test_who_takes_consent_back_or_asks_to_be_forgotten_is_a_newcomer_again(met):
    for path, pairs in (
        ("/_sarto/consent", ()),
        ("/_sarto/forget", (("next", "/"),)),
    ):
        guest = met()
        guest.allow()
        guest.book()
        assert 'data-sarto="again"' in guest.see()
        if pairs:
            guest.browser.post(path, *pairs)
        else:
            guest.refuse()
        assert guest.order() == NEWCOMER
        assert 'data-sarto="again"' not in guest.see()
        guest.clock.on(days=1)


def test_a_language_that_was_told_is_spoken_by_all_of_the_page(met):
    guest = met("en")
    guest.prefer("language", "fa")
    page = guest.see()
    assert '<html lang="fa" dir="rtl"' in page
    assert 'lang="en"' not in page.split("<footer")[0]
    guest.browser.get("/language?lang=pl&next=/")
    page = guest.see()
    assert '<html lang="pl" dir="ltr"' in page
    assert 'lang="fa"' not in page.split("<footer")[0]


def test_a_language_of_the_footer_is_no_preference_of_who_told_none(met):
    guest = met()
    guest.browser.get("/language?lang=pl&next=/")
    assert [*guest.browser.cookies] == ["lang"]


def test_a_phone_from_the_letter_gets_the_short_home_where_no_view_was_told(met):
    guest = met(agent=PHONE)
    letter = "/?utm_medium=email&utm_source=letter"
    guest.allow()
    guest.book()
    assert 'class="handheld"' in guest.see(letter)
    assert "The same table again?" in guest.slot("again", letter)
    guest.prefer("view", "full")
    assert 'class="home"' in guest.see(letter)


def test_a_robot_is_asked_nothing(met):
    robot = met(agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
    assert robot.order() == OWN
    assert robot.slot("ask") == ""
    assert "/_sarto/" not in robot.see()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_home_is_whole_in_every_language(met, language):
    guest = met(language)
    pages = [guest.see()]
    guest.allow()
    guest.come_often()
    pages.append(guest.see())
    for view in ("simple", "full"):
        guest.prefer("view", view)
        pages.append(guest.see())
    for page in pages:
        ids = re.findall(' id="([^"]+)"', page)
        assert len(ids) == len({*ids})
        named = {*re.findall('aria-labelledby="([^"]+)"', page)}
        assert named <= {*ids}


def test_the_site_starts_without_a_secret_of_its_own(site, monkeypatch):
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    app = import_module("app").app
    assert Browser(app).get("/").status == 200


def test_the_check_finds_nothing_wrong():
    words = ["check", "--config", str(BISTRO / "sarto.toml")]
    told = subprocess.run(
        [sys.executable, "-m", "sarto", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
    assert told.stdout.endswith(
        "Nothing wrong.\n"
    )  # what real traffic says may come first
