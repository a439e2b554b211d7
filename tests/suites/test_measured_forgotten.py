"""Who wants to be forgotten: what was measured of them goes as well."""

import time

import pytest

from support.events import MemoryEvents
from support.measured_site import TOLD, Guest, Kept, opened, settled
from support.remembered_site import HEAD, Answered, Does

GOES_ON = Does(status=303, is_html=False)
FORM = [
    ("sec-fetch-site", "same-origin"),
    ("content-type", "application/x-www-form-urlencoded"),
]


def forgets(guest: Guest) -> Answered:
    return guest.get("/_sarto/forget", method="POST", headers=FORM)


def failing() -> None:
    raise OSError


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


@pytest.mark.parametrize("way", ["cookie", "sqlite"])
def test_forgetting_erases_what_was_measured(tmp_path, store, way):
    given = {"profiles": f"sqlite:///{tmp_path}/p.db"} if way == "sqlite" else {}
    app = opened(tmp_path, store, **given)
    guest, other = Guest(app), Guest(app)
    for each in (guest, other):
        each.get()
        each.book(does=GOES_ON)
    settled(app)
    answer = forgets(guest)
    assert answer.status == 303
    kept = Kept(app, store)
    assert len({each.unit for each in kept.shown}) == 1
    assert len({each.unit for each in kept.done}) == 1
    guest.get()
    assert len({each.unit for each in kept.shown}) == 2


def test_a_user_who_was_forgotten_is_counted_anew(tmp_path, store):
    """Their id is the same again; what this process remembers must not be in the way."""
    app = opened(tmp_path, store)
    guest = Guest(app)
    signed_in = Does(user="ann")
    guest.get(does=signed_in)
    kept = Kept(app, store)
    before = kept.shown
    forgets(guest)
    assert kept.shown == []
    guest.get(does=signed_in)
    assert kept.shown == before


def test_an_erasure_that_is_not_confirmed_is_not_said_to_be_done(
    tmp_path, store, monkeypatch
):
    monkeypatch.setattr("sarto.site.visitor.PATIENCE", 0.3)
    app = opened(tmp_path, store)
    guest = Guest(app)
    guest.get()
    settled(app)
    store.mood = failing
    answer = forgets(guest)
    assert answer.status >= 500
    store.mood = lambda: None
    until = time.monotonic() + 10
    while store.shown:
        assert time.monotonic() < until
        time.sleep(0.01)


FORMAL = HEAD.partition("[consent]")[0] + '[consent]\nsource = "form"\n' + TOLD
BOTH = b"purpose=personalization&purpose=analytics&next=/"


def answers(guest: Guest, said: bytes) -> Answered:
    return guest.get("/_sarto/consent", method="POST", headers=FORM, body=said)


@pytest.mark.parametrize("left", [b"purpose=personalization&next=/", b"choice=none&next=/"])  # fmt: skip
@pytest.mark.parametrize("way", ["cookie", "sqlite"])
def test_who_takes_analytics_back_on_our_own_page_is_erased(tmp_path, store, left, way):
    given = {"profiles": f"sqlite:///{tmp_path}/p.db"} if way == "sqlite" else {}
    app = opened(tmp_path, store, toml=FORMAL, **given)
    guest, kept = Guest(app, ""), Kept(app, store)
    assert answers(guest, BOTH).status == 303
    guest.get()
    guest.book(does=GOES_ON)
    assert kept.arms
    assert kept.done
    assert answers(guest, left).status == 303
    assert (kept.shown, kept.done) == ([], [])
    guest.get()
    guest.book(does=GOES_ON)
    assert (kept.shown, kept.done) == ([], [])


def test_who_takes_back_something_else_is_counted_on(tmp_path, store):
    app = opened(tmp_path, store, toml=FORMAL)
    guest, kept = Guest(app, ""), Kept(app, store)
    answers(guest, BOTH)
    guest.get()
    before = kept.shown
    assert answers(guest, b"purpose=analytics&next=/").status == 303
    guest.get()
    guest.book(does=GOES_ON)
    assert kept.shown == before
    assert [each.unit for each in kept.done] == [before[0].unit]
