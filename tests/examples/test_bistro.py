"""The bistro without Sarto: a whole site, in four languages, that really books."""

import asyncio
import importlib
import os
import re
import sqlite3
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "bistro"
MODULES = (
    "bistro",
    "booking",
    "guests",
    "ledger",
    "menu",
    "page",
    "regulars",
    "tables",
    "texts",
)
DIRECTIONS = {"en": "ltr", "fa": "rtl", "ar": "rtl", "pl": "ltr"}
PAGES = (
    "/",
    "/home/phone",
    "/menu",
    "/menu/breakfast",
    "/menu/soups",
    "/menu/vegetarian",
    "/menu/grill",
    "/menu/fish",
    "/menu/sweets",
    "/restaurants/warsaw",
    "/restaurants/tehran",
    "/restaurants/london",
    "/search",
    "/search?q=saffron",
    "/book",
    "/book?house=tehran&party=4",
    "/sign-in",
    "/help",
)
DISH = {"en": "dumplings", "fa": "شله زرد", "ar": "زعفران", "pl": "zurek"}
VOID = {"meta", "link", "img", "input", "br"}

Modules = dict[str, ModuleType]


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Modules]:
    """Import the site as its author runs it: from its own folder, with its own book."""
    monkeypatch.setenv("BISTRO_DB", str(tmp_path / "bistro.db"))
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in MODULES:
        sys.modules.pop(name, None)
    yield {name: importlib.import_module(name) for name in MODULES}
    for name in MODULES:
        sys.modules.pop(name, None)


class Guest:
    """A browser that keeps its cookies and follows no redirect by itself."""

    def __init__(self, client: httpx.AsyncClient, runner: asyncio.Runner) -> None:
        self._client, self._runner = client, runner
        self.cookies = client.cookies

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._runner.run(self._client.get(path, **more))

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self._runner.run(self._client.post(path, **more))


@pytest.fixture
def guest(modules: Modules) -> Iterator[Guest]:
    transport = httpx.ASGITransport(app=modules["bistro"].site)
    client = httpx.AsyncClient(transport=transport, base_url="http://lampa.example")
    with asyncio.Runner() as runner:
        yield Guest(client, runner)
        runner.run(client.aclose())


def wish(**changes: str) -> dict[str, str]:
    """A booking the Tehran house can take: it is closed on Saturdays only."""
    day = datetime.now(UTC).date() + timedelta(days=7)
    if day.weekday() == 5:
        day += timedelta(days=1)
    return {
        "house": "tehran",
        "date": day.isoformat(),
        "time": "19:30",
        "party": "8",
        "name": "Forugh & Co <guest>",
        "email": "forugh@example.com",
        "phone": "+98 21 5555 0100",
        "note": "a corner",
        **changes,
    }


class Links(HTMLParser):
    """Every address a page names, and whether its elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.open: list[str] = []
        self.is_in_order = True
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found |= {values[key] or "" for key in ("href", "src") if key in values}
        self.ids += [values["id"] or ""] if "id" in values else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_in_order &= bool(self.open) and self.open.pop() == tag


@pytest.mark.parametrize("language", DIRECTIONS)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_every_language(
    guest: Guest, path: str, language: str
) -> None:
    answer = guest.get(path, headers={"accept-language": f"{language}-XX,de;q=0.5"})
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{DIRECTIONS[language]}"' in answer.text
    assert answer.headers["content-language"] == language
    assert "<script" not in answer.text
    assert answer.text.count("<h1") == 1
    links = Links()
    links.feed(answer.text)
    assert links.is_in_order
    assert not links.open
    assert len(links.ids) == len(set(links.ids))


def test_no_page_links_to_a_missing_page(guest: Guest) -> None:
    seen, waiting = set(PAGES), list(PAGES)
    while waiting:
        here = waiting.pop()
        answer = guest.get(here)
        assert answer.status_code == 200, here
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        links = Links()
        links.feed(answer.text)
        for link in links.found:
            target = urljoin(here, link)
            if urlsplit(target).scheme:
                assert target.startswith("tel:"), f"{here} leads away to {target}"
                continue
            path, _, anchor = target.partition("#")
            if anchor:
                assert f'id="{anchor}"' in guest.get(path).text, f"{here} → {target}"
            if path not in seen:
                seen.add(path)
                waiting.append(path)
    assert any(path.endswith(".css") for path in seen)


def test_an_unknown_page_is_a_page_of_the_house(guest: Guest) -> None:
    for path in ("/nowhere", "/menu/shoes", "/restaurants/paris", "/booking/NOPE"):
        answer = guest.get(path, headers={"accept-language": "pl"})
        assert answer.status_code == 404
        assert "Tu nie ma stolika" in answer.text


def test_the_slots_of_sarto_stand_in_the_pages(guest: Guest) -> None:
    assert 'data-sarto="hero"' in guest.get("/").text
    for path in ("/", "/menu", "/menu/fish", "/home/phone"):
        assert 'data-sarto="offer"' in guest.get(path).text
    for path in ("/book", "/restaurants/london"):
        assert 'data-sarto="booking-hint"' in guest.get(path).text


def test_the_region_of_the_home_page_has_the_slots_its_layouts_place(
    guest: Guest,
) -> None:
    page = guest.get("/").text
    for layout in (FOLDER / "layouts").rglob("*.html"):
        region = page.index(f'data-sarto-layout="{layout.parent.name}"')
        placed = re.findall(r'slot\("(.+?)"\)', layout.read_text("utf-8"))
        assert placed
        for name in {*placed} - {"again"}:  # there for who booked before
            assert page.count(f'data-sarto="{name}"', region) == 1, layout
    assert 'data-sarto-layout="home"' not in guest.get("/home/phone").text


def test_the_printers_page_is_handed_out_as_it_was_delivered(guest: Guest) -> None:
    answer = guest.get("/gifts", headers={"accept-language": "fa"})
    assert answer.content == (FOLDER / "gifts" / "kartka.html").read_bytes()
    assert "data-sarto" not in answer.text
    assert "<script" not in answer.text.lower()
    assert 'href="/gifts" hreflang="en"' in guest.get("/").text


def test_the_short_home_page_calls_itself_home(guest: Guest) -> None:
    page = guest.get("/home/phone").text
    assert '<link rel="canonical" href="/">' in page
    assert 'name="next" value="/"' in page


def test_a_chosen_language_is_remembered(guest: Guest) -> None:
    answer = guest.get("/language", params={"lang": "fa", "next": "/menu/grill?x=1"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/menu/grill?x=1"
    assert 'lang="fa"' in guest.get("/", headers={"accept-language": "pl"}).text


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
    ],
)
def test_the_language_choice_never_leads_off_site(guest: Guest, away: str) -> None:
    answer = guest.get("/language", params={"lang": "pl", "next": away})
    assert answer.headers["location"] == "/"


def test_an_unknown_language_sets_no_cookie(guest: Guest) -> None:
    answer = guest.get("/language", params={"lang": "xx", "next": "/menu"})
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("", "en"),
        ("de", "en"),
        ("pl;q=0.4, fa;q=0.9", "fa"),
        ("ar-EG, en", "ar"),
        ("pl;q=0, ar;q=0.1", "ar"),
        ("pl;q=nonsense, fa", "fa"),
        (";;,,", "en"),
    ],
)
def test_the_browser_is_asked_for_its_language(
    modules: Modules, accept: str, best: str
) -> None:
    assert modules["texts"].best_language(accept) == best


@pytest.mark.parametrize("language", DIRECTIONS)
def test_search_finds_a_dish_in_each_language(guest: Guest, language: str) -> None:
    guest.cookies.set("lang", language)
    answer = guest.get("/search", params={"q": DISH[language]})
    assert 'class="dishes"' in answer.text


def test_search_shows_what_was_typed_and_nothing_more(guest: Guest) -> None:
    answer = guest.get("/search", params={"q": '"><script>alert(1)</script>'})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "Nothing on our menu" in answer.text


def test_a_booking_is_really_in_the_book(guest: Guest) -> None:
    answer = guest.post("/book", data=wish(party="۴"))
    assert answer.status_code == 303
    place = answer.headers["location"]
    page = guest.get(place, headers={"accept-language": "fa"})
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert place.removeprefix("/booking/") in page.text
    assert "Forugh &amp; Co &lt;guest&gt;" in page.text
    assert "۱۹:۳۰" in page.text


def test_a_full_time_is_refused_and_another_is_offered(guest: Guest) -> None:
    for _ in range(2):  # the house seats eighteen
        assert guest.post("/book", data=wish()).status_code == 303
    answer = guest.post("/book", data=wish())
    assert answer.status_code == 409
    assert "That time is full" in answer.text
    assert "19:00 · 20:00" in answer.text
    assert guest.post("/book", data=wish(party="2")).status_code == 303
    assert guest.post("/book", data=wish(time="20:00")).status_code == 303


def test_a_cancelled_booking_frees_its_seats(guest: Guest) -> None:
    places = [guest.post("/book", data=wish()).headers["location"] for _ in range(2)]
    answer = guest.post(f"{places[0]}/cancel")
    assert answer.status_code == 303
    assert "This booking is cancelled" in guest.get(answer.headers["location"]).text
    assert guest.post("/book", data=wish()).status_code == 303
    assert guest.post("/booking/NOPE/cancel").status_code == 404


def test_a_table_is_booked_by_its_kind_and_by_the_window_where_none_is_said(
    guest: Guest,
) -> None:
    for said, told in (("lamp", "Under the big lamp"), ("", "By the window")):
        answer = guest.post("/book", data=wish(party="2", table=said))
        assert told in guest.get(answer.headers["location"]).text
    page = guest.get("/book?house=tehran&table=long").text
    assert '<option value="long" selected>The long table, 560,000 toman a guest' in page


def test_a_book_of_before_tables_had_names_goes_on(modules: Modules) -> None:
    path, ledger = os.environ["BISTRO_DB"], modules["ledger"]
    with sqlite3.connect(path) as old:
        old.execute(re.sub(r',\s+"table".*', "", ledger.TABLE))
        row = ("CODE", "tehran", "2199-01-01", "19:30", 2, "Ann", "a@b.example", "", "")
        old.execute("INSERT INTO bookings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", row)
    old.close()
    assert ledger.find("CODE").booking.table == "window"
    assert ledger.find("CODE").booking.table == "window"


def test_a_booking_signs_its_guest_in_and_nobody_else(guest: Guest) -> None:
    place = guest.post("/book", data=wish()).headers["location"]
    code = place.split("/")[-1]
    assert f'href="/sign-in?code={code}"' in guest.get(place).text
    assert "forugh@example.com" not in guest.get(place).text
    for other in ({"code": "NOPE"}, {"email": "other@example.com"}, {"email": ""}):
        said = {"code": code, "email": "forugh@example.com", **other}
        answer = guest.post("/sign-in", data=said)
        assert answer.status_code == 403
        assert "We find no booking" in answer.text
    assert "Sign in" in guest.get("/").text
    said = {"code": f" {code.lower()} ", "email": "Forugh@Example.com"}
    assert guest.post("/sign-in", data=said).headers["location"] == "/"
    assert "Sign out" in guest.get("/").text
    page = guest.get("/book").text
    assert 'value="Forugh &amp; Co &lt;guest&gt;"' in page
    assert 'value="forugh@example.com"' in page
    assert guest.post("/sign-out").headers["location"] == "/"
    assert "Sign in" in guest.get("/").text
    assert 'value="forugh@example.com"' not in guest.get("/book").text


def test_a_session_that_somebody_else_wrote_is_none(guest: Guest) -> None:
    forged = b64encode(b'{"guest": {"name": "x", "email": "x"}}').decode()
    guest.cookies.set("lampa", f"{forged}.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert "Sign in" in guest.get("/").text


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("house", "paris"),
        ("table", "chef"),
        ("date", "tomorrow"),
        ("date", "1999-01-01"),
        ("date", "9999-12-31"),
        ("time", "19:31"),
        ("party", "9"),
        ("party", "-1"),
        ("party", "many"),
        ("name", ""),
        ("name", "n" * 81),
        ("email", "nobody"),
        ("phone", "ring me"),
        ("note", "x" * 401),
    ],
)
def test_bad_input_is_shown_beside_its_field_and_kept(
    guest: Guest, field: str, bad: str
) -> None:
    answer = guest.post("/book", data=wish(**{field: bad}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    marked = re.search(rf'id="{field}" name="{field}" aria-invalid="true"', answer.text)
    assert marked
    if field != "name":
        assert 'value="Forugh &amp; Co &lt;guest&gt;"' in answer.text
    if field in {"email", "phone", "note"}:
        assert bad in answer.text


def test_an_empty_form_is_answered_with_every_error_in_order(guest: Guest) -> None:
    answer = guest.post("/book", data={})
    assert answer.status_code == 422
    shown = re.findall(r'id="(\w+)-error"', answer.text)
    assert shown == ["house", "date", "time", "party", "name", "email"]


def test_a_house_takes_no_table_when_it_is_closed(modules: Modules) -> None:
    read, monday = modules["booking"].read, date(2026, 11, 23)
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    values = wish(house="warsaw", date=monday.isoformat())
    assert read(values, noon) == {"date": "closed"}
    assert read(values | {"house": "tehran", "time": "22:30"}, noon) == {"time": "time"}
    assert read(values | {"house": "london", "time": "08:00"}, noon) == {
        "time": "hours"
    }


def test_the_past_is_what_the_clock_in_the_house_says(modules: Modules) -> None:
    read = modules["booking"].read
    values = wish(house="tehran", date="2026-11-22", time="19:30")
    at_four = datetime(2026, 11, 22, 16, tzinfo=UTC)  # 19:30 in Tehran
    assert read(values, at_four - timedelta(minutes=1)).time == "19:30"
    assert read(values, at_four) == {"time": "past"}


def test_what_is_over_is_forgotten(modules: Modules) -> None:
    ledger, booking = modules["ledger"], modules["booking"]
    fields: dict[str, Any] = wish(party="2")
    fields.pop("date")
    fields["party"] = 2
    old = ledger.hold(booking.Booking(day=date(2020, 1, 1), **fields))
    assert ledger.find(old)
    ledger.hold(booking.Booking(day=date(2020, 1, 1), **fields))
    assert ledger.find(old) is None


@pytest.mark.parametrize(
    ("day", "persian"),
    [
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2026, 12, 20), (1405, 9, 29)),
        (date(2026, 11, 22), (1405, 9, 1)),
        (date(2027, 3, 21), (1406, 1, 1)),
    ],
)
def test_persian_dates_are_dates_of_the_persian_calendar(
    modules: Modules, day: date, persian: tuple[int, int, int]
) -> None:
    assert modules["texts"].jalali(day) == persian


def test_all_catalogues_say_the_same_things(modules: Modules) -> None:
    english = modules["texts"].language("en")
    for code in DIRECTIONS:
        other = modules["texts"].language(code)
        assert shape(other.words) == shape(english.words), code
        assert shape(other.dishes) == shape(english.dishes), code


def shape(words: Any) -> Any:
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items()}
    if isinstance(words, list):
        return [shape(value) for value in words]
    return sorted(re.findall(r"{\w+}", words))


def test_every_fragment_has_its_four_languages() -> None:
    for fragment in (FOLDER / "fragments").rglob("*.html"):
        name = fragment.name.split(".")[0]
        for ending in ("html", "fa.html", "ar.html", "pl.html"):
            assert fragment.with_name(f"{name}.{ending}").is_file()


def test_every_layout_that_says_something_has_its_four_languages() -> None:
    for layout in (FOLDER / "layouts").rglob("*.html"):
        told = re.sub(r"{{.*?}}|{#.*?#}|<.*?>|\s", "", layout.read_text("utf-8"))
        name = layout.name.split(".")[0]
        twins = [layout.with_name(f"{name}.{each}.html") for each in ("fa", "ar", "pl")]
        assert all(twin.is_file() for twin in twins) == bool(told), layout


@pytest.mark.parametrize("language", DIRECTIONS)
def test_the_last_tables_of_tonight_are_those_of_the_houses(
    modules: Modules, language: str
) -> None:
    ending = "" if language == "en" else f".{language}"
    file = FOLDER / "layouts" / "home" / f"tonight{ending}.html"
    spoken, houses = modules["texts"].language(language), modules["menu"].HOUSES
    told = re.findall(
        r'"/restaurants/(\w+)">(.+?)</a></dt><dd>(.+?)<', file.read_text()
    )
    assert told == [
        (
            house.name,
            spoken.words["houses"][house.name]["city"],
            spoken.digits(house.last),
        )
        for house in houses.values()
    ]


def test_who_writes_gift_cards_by_hand_is_the_house_in_tehran(modules: Modules) -> None:
    number = modules["menu"].HOUSES["tehran"].phone
    for fragment in (FOLDER / "fragments" / "gifts").iterdir():
        text = fragment.read_text("utf-8")
        assert f">{number}<" in text
        assert f'"tel:{number.replace(" ", "")}"' in text
