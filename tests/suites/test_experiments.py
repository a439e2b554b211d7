"""Experiments from end to end: real cookies, real consent, whole pages."""

import asyncio
from contextlib import suppress

import pytest

from support.browsers import CONSENT, NO
from support.play import html
from support.tried_site import (
    HERO,
    ONLY_ANALYTICS,
    ONLY_PERSONAL,
    OWN,
    PAGE,
    PHOTO,
    Tried,
)

BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
ARMS = ("control", "photo")
SWAPPED = PAGE.replace(f"<p>{OWN}</p>", PHOTO)


@pytest.fixture
def tried(tmp_path):
    return Tried(tmp_path)


def arm_of(text):
    """Tell the arm of a page, which is one of the two and nothing else."""
    assert text in (PAGE, SWAPPED)
    return "photo" if text == SWAPPED else "control"


def test_visitors_are_in_both_arms_and_stay(tried):
    crowd = [tried.browser() for _ in range(60)]
    first = [arm_of(each.get("/").text) for each in crowd]
    tried.clock.on(days=30)
    again = tried.opened()
    for each in crowd:
        each.app = again

    assert {*first} == {*ARMS}
    assert [arm_of(each.get("/other").text) for each in crowd] == first
    assert 12 < first.count("photo") < 48  # one in a million would not


def test_the_first_page_is_the_arms_and_no_later_one_is_another(tried):
    for _ in range(10):
        browser = tried.browser()
        assert len({browser.get("/").text for _ in range(5)}) == 1


@pytest.mark.parametrize("arm", ARMS)
def test_a_page_is_of_one_arm_without_a_script_and_tells_of_no_experiment(tried, arm):
    browser = tried.in_arm(arm)
    answer = browser.get("/")
    fields = {name for name, _ in answer.headers}

    assert answer.text == (SWAPPED if arm == "photo" else PAGE)
    assert fields == {"content-type", "content-length", "cache-control", "vary"}
    assert "<script" not in answer.text


def test_the_cookie_says_nothing_of_the_arm(tried):
    first, second = (tried.in_arm(arm).cookies["__Host-sarto"] for arm in ARMS)

    assert len(first) == len(second)
    assert "photo" not in first + second


@pytest.mark.parametrize("consent", [None, NO, ONLY_PERSONAL], ids=str)
def test_without_consent_to_be_measured_there_is_no_arm(tried, consent):
    for _ in range(20):
        browser = tried.browser(consent)
        assert [browser.get("/").text for _ in range(2)] == [PAGE] * 2

    assert tried.written() == []


def test_consent_to_be_measured_is_enough(tried):
    crowd = [tried.browser(ONLY_ANALYTICS) for _ in range(30)]
    arms = [[arm_of(each.get("/").text) for _ in range(3)] for each in crowd]

    assert {len({*each}) for each in arms} == {1}
    assert {each[0] for each in arms} == {*ARMS}
    assert len(tried.written()) == len(crowd)


def test_bots_and_prefetches_of_strangers_are_in_no_arm(tried):
    for _ in range(20):
        assert tried.browser(agent=BOT).get("/").text == PAGE
        ahead = tried.browser().get("/", sec_purpose="prefetch")
        assert (ahead.text, ahead.set_cookies) == (PAGE, {})

    assert tried.written() == []


def test_a_page_that_is_fetched_ahead_by_one_we_know_is_theirs_and_not_counted(tried):
    browser = tried.in_arm("photo")
    before = len(tried.written())

    assert browser.get("/", sec_purpose="prefetch").text == SWAPPED
    assert len(tried.written()) == before


def test_who_takes_consent_back_is_in_no_arm_in_that_very_answer(tried):
    browser = tried.in_arm("photo")
    browser.cookies[CONSENT] = ONLY_PERSONAL
    answer = browser.get("/")

    assert answer.text == PAGE
    assert browser.get("/").text == PAGE


def test_whoever_is_in_no_arm_reads_on(tmp_path):
    below = HERO + '[[slots.hero.show]]\nfragment = "below.html"\n'
    tried = Tried(tmp_path, below, fragments={"below.html": "below"})

    assert "below" in tried.browser(NO).get("/").text
    assert {tried.browser().get("/").text for _ in range(30)} == {PAGE, SWAPPED}


def test_an_experiment_that_has_not_begun_or_is_over_shows_nothing(tmp_path):
    until = HERO.replace("experiment =", "until = 2026-11-23\nexperiment =")
    tried = Tried(tmp_path, until)
    browser = tried.in_arm("photo")
    tried.clock.on(days=2)

    assert browser.get("/").text == PAGE


def test_a_cap_counts_pages_of_the_arm_and_then_the_next_rule_is_read(tmp_path):
    capped = HERO + 'cap = { times = 3, per = "visitor" }\n'
    below = capped + '[[slots.hero.show]]\nfragment = "below.html"\n'
    tried = Tried(tmp_path, below, fragments={"below.html": "below"})
    for arm in ARMS:
        browser = tried.in_arm(arm)
        pages = [browser.get("/").text for _ in range(4)]
        kept = SWAPPED if arm == "photo" else PAGE
        assert pages[:2] == [kept] * 2
        assert all("below" in page for page in pages[2:])


def test_a_place_that_stays_within_a_visit_stays_in_its_arm(tmp_path):
    stable = '[slots.hero]\nstable = "visit"\n' + HERO
    tried = Tried(tmp_path, stable)
    for arm in ARMS:
        browser = tried.in_arm(arm)
        assert {arm_of(browser.get("/").text) for _ in range(3)} == {arm}
        browser.cookies[CONSENT] = ONLY_PERSONAL
        assert browser.get("/").text == PAGE


def test_an_arm_that_is_given_up_is_left_within_the_visit(tmp_path):
    tried = Tried(tmp_path, '[slots.hero]\nstable = "visit"\n' + HERO)
    for arm in ARMS:
        browser = tried.in_arm(arm)
        assert arm_of(browser.get("/").text) == arm
        browser.app = tried.opened("control = 0, photo = 100")
        assert {browser.get("/").text for _ in range(2)} == {SWAPPED}


CHUNKS = [*range(1, 40), len(PAGE)]


@pytest.mark.parametrize("arm", ARMS)
def test_a_page_is_right_at_every_chunking(tmp_path, arm):
    tried = Tried(tmp_path)
    browser = tried.in_arm(arm)
    right = SWAPPED if arm == "photo" else PAGE
    for chunks in CHUNKS:
        tried.app = html(PAGE, chunks=chunks)
        browser.app = tried.opened()
        assert browser.get("/").text == right


def test_each_chunking_is_written_down_alike(tmp_path):
    for chunks in CHUNKS[::4]:
        tried = Tried(tmp_path, app=html(PAGE, chunks=chunks))
        arms = sorted(arm_of(tried.browser().get("/").text) for _ in range(6))
        assert sorted(each.variant for each in tried.written()) == arms


def test_everybody_is_written_down_once_with_what_they_saw(tried):
    crowd = [tried.browser() for _ in range(40)]
    seen = [arm_of(each.get("/").text) for each in crowd]
    assert [arm_of(each.get("/two").text) for each in crowd] == seen
    rows = tried.written()

    assert sorted(each.variant for each in rows) == sorted(seen)
    assert len({each.unit for each in rows}) == len(crowd)


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_is_not_written_down(tmp_path, status):
    tried = Tried(tmp_path, app=html(PAGE, status=status))
    tried.in_arm("photo")

    assert tried.written() == []


def test_neither_a_post_nor_a_head_is_written_down(tried):
    browser = tried.in_arm("photo")
    tried.written()
    tried.events.shown.clear()
    tried.sarto = browser.app = tried.opened()  # who knows of nothing written down
    for method in ("POST", "HEAD"):
        browser.ask(method, "/")
    assert tried.written() == []

    tried.sarto = browser.app = tried.opened()
    browser.get("/")
    assert len(tried.written()) == 1


def test_a_page_without_the_slot_is_not_written_down(tmp_path):
    tried = Tried(tmp_path, app=html("<p>no slot</p>"))
    tried.browser().get("/")

    assert tried.written() == []


def test_a_client_that_went_away_before_the_slot_was_out_saw_nothing(tmp_path):
    tried = Tried(tmp_path, app=html(PAGE, chunks=30))
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)
        if len(sent) == 8:
            raise OSError

    scope = tried.browser().scope("GET", "/", {})
    with suppress(OSError):
        asyncio.run(tried.sarto(scope, receive, send))

    assert len(sent) == 8
    assert tried.written() == []


def breaks(*_given, **_named):
    raise RuntimeError


def test_an_experiment_that_breaks_is_the_sites_own_page(tried, monkeypatch):
    browser = tried.in_arm("photo")
    site = tried.sarto.current.site
    monkeypatch.setattr(type(site.sources.trials["photo"]), "arm", breaks)

    answer = browser.get("/")
    assert (answer.status, answer.text) == (200, PAGE)
    assert sum(tried.failed.values()) >= 1


def test_measuring_that_breaks_changes_no_page(tried, monkeypatch):
    browser = tried.in_arm("photo")
    monkeypatch.setattr("sarto.site.deciding.Deciding.shown", breaks)

    assert browser.get("/").text == SWAPPED
    assert tried.failed["measure"] == 1


def test_a_store_that_fails_changes_no_page(tried):
    tried.events.mood = breaks
    crowd = [tried.browser() for _ in range(10)]

    assert {each.get("/").text for each in crowd} <= {PAGE, SWAPPED}


def test_who_is_in_an_arm_shares_the_page_with_nobody(tried):
    theirs = tried.in_arm("photo").get("/")
    strangers = tried.browser(None).get("/")

    assert theirs.all("cache-control") == ["private, no-store"]
    assert strangers.all("cache-control") == ["private, no-cache"]
    assert theirs.all("vary") == strangers.all("vary")
    assert "Cookie" in theirs.all("vary")[0]
