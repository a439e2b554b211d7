"""Who is measured, and what: end to end, with real cookies through the whole of Sarto."""

import json
from pathlib import Path

import pytest

from sarto import Sarto
from support.events import MemoryEvents
from support.measured_site import (
    BOTH,
    CONSENT,
    HEAD,
    MEASURED,
    NOTHING,
    REMEMBERED,
    START,
    TOLD,
    Guest,
    Kept,
    opened,
)
from support.remembered_site import CRAWLER, PROFILE, Does, noted
from support.stores import MemoryStore

AHEAD = [("sec-purpose", "prefetch")]
GOES_ON = Does(status=303, is_html=False)
PUBLIC = Does(
    is_html=False,
    headers=((b"cache-control", b"public, max-age=60"),),
    signals=(("paid", 1),),
)


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


@pytest.fixture
def app(tmp_path: Path, store: MemoryEvents) -> Sarto:
    return opened(tmp_path, store)


@pytest.fixture
def kept(app: Sarto, store: MemoryEvents) -> Kept:
    return Kept(app, store)


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_who_is_shown_an_arm_is_counted_once(app, kept, said):
    guest = Guest(app, said)
    for _ in range(3):
        answer = guest.get()
    (shown,) = kept.arms
    text = {"photo": "photo", "control": "own"}[shown.variant]
    assert answer.shown["hero"] == text
    assert (shown.audience, shown.at, len(shown.unit)) == ("", START, 16)
    assert kept.store.runs[next(iter(kept.store.runs))].seen == len(kept.shown)
    assert noted(app) == {}


def test_facts_are_kept_with_it_and_what_nobody_knows_is_a_dash(app, kept):
    Guest(app).get()
    (shown,) = kept.arms
    facts = {"device": "desktop", "language": "en", "country": "-"}
    assert json.loads(shown.facts) == facts
    assert list(json.loads(shown.facts)) == sorted(facts)


def test_both_arms_are_counted_the_one_that_changes_nothing_as_well(app, kept):
    for _ in range(30):
        Guest(app).get()
    assert {each.variant for each in kept.arms} == {"control", "photo"}
    assert len({each.unit for each in kept.arms}) == 30


def test_places_without_an_experiment_are_counted_with_their_audience(app, kept):
    Guest(app).get()
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Mobile/15E148"
    Guest(app).get(agent=phone)
    places = [each[:3] for each in kept.shown if each.subject == "slots.aside"]
    assert places == [
        ("slots.aside", "desk.html", ""),
        ("slots.aside", "phone.html", "phones"),
    ]


@pytest.mark.parametrize("said", [NOTHING, REMEMBERED, ""], ids=["nothing", "memory", "silence"])  # fmt: skip
def test_without_analytics_nothing_is_recorded_at_all(app, kept, said):
    guest = Guest(app, said)
    guest.get()
    guest.book(does=GOES_ON)
    guest.get(does=Does(signals=(("paid", 9.5),)))
    assert kept.is_empty


@pytest.mark.parametrize(
    "how",
    [
        {"agent": CRAWLER},
        {"method": "HEAD"},
        {"headers": AHEAD},
        {"does": Does(status=404)},
        {"does": Does(status=500)},
        {"does": Does(is_html=False)},
    ],
    ids=["a bot", "HEAD", "a prefetch", "404", "500", "no page"],
)
def test_what_nobody_looks_at_is_not_counted(app, kept, how):
    guest = Guest(app)
    guest.get(**how)
    guest.get(**how)
    assert kept.shown == []
    assert noted(app) == {}


def test_what_a_preview_shows_is_nobodys(app, kept):
    scope = {"sarto.pins": {"arm.photo": "photo"}}

    async def pinned(given, receive, send):
        await app({**given, **scope}, receive, send)

    guest = Guest(app)
    guest.browser.app = pinned
    assert guest.get().shown["hero"] == "photo"
    assert kept.is_empty


def test_a_page_that_is_cut_off_was_not_shown(app, kept):
    class GoneError(Exception):
        pass

    async def gone(given, receive, send):
        async def cut(message):
            if message["type"] == "http.response.body":
                raise GoneError
            await send(message)

        await app(given, receive, cut)

    guest = Guest(app)
    guest.browser.app = gone
    with pytest.raises(GoneError):
        guest.get()
    assert kept.shown == []


def test_who_takes_consent_back_is_not_counted_from_that_request_on(app, kept):
    guest = Guest(app)
    guest.get("/")
    before = kept.shown
    guest.browser.jar[CONSENT] = NOTHING
    guest.get("/menu")
    guest.book(does=GOES_ON)
    assert (kept.shown, kept.done) == (before, [])
    assert PROFILE not in guest.browser.jar


def test_switched_off_nothing_is_recorded(tmp_path, store, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")
    app = opened(tmp_path, store)
    asked = []

    async def plain(scope, receive, send):
        asked.append(scope)

    app.app = plain
    Guest(app).get()
    assert asked
    assert not store.calls
    assert not (tmp_path / ".sarto").exists()


def test_a_site_that_measures_nothing_opens_no_store(tmp_path, store):
    bare = 'languages = ["en"]\n[slots.hero]\ndefault = "photo.html"\n'
    app = opened(tmp_path, store, toml=bare)
    Guest(app).get()
    assert app.current.site.measuring is None
    assert not store.calls


@pytest.mark.parametrize("is_stored", [False, True], ids=["cookie", "store"])
def test_a_stage_it_is_broken_down_by_is_known_wherever_profiles_are(
    tmp_path, store, is_stored
):
    journey = (
        '[journey]\nstages = [{ name = "new" }, '
        '{ name = "customer", when = { signals.booked = ">=1" } }]\n'
    )
    named = 'breakdown = ["device", "language", "country"]'
    assert named in TOLD
    toml = HEAD + TOLD.replace(named, 'breakdown = ["stage"]') + journey
    profiles = MemoryStore() if is_stored else None
    guest = Guest(opened(tmp_path, store, toml=toml, profiles=profiles))
    guest.book()
    guest.get()
    (shown,) = Kept(guest.app, store).arms
    assert json.loads(shown.facts) == {"stage": "customer"}
