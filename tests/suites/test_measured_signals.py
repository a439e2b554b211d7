"""What visitors do, as it is measured: each time, with its value, by whoever did it."""

from pathlib import Path

import pytest

from sarto import Sarto
from support.events import MemoryEvents
from support.measured_site import (
    BOTH,
    MEASURED,
    Guest,
    Kept,
    opened,
)
from support.remembered_site import PROFILE, Does

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


def test_a_form_that_is_answered_with_a_page_shows_nothing_that_counts(app, kept):
    Guest(app).book()
    assert kept.shown == []
    assert [each.signal for each in kept.done] == ["booked"]


def test_who_cannot_be_known_again_is_not_counted(app, kept):
    """The first answer can take no cookie along: caches share it."""
    guest = Guest(app)
    guest.get("/data", does=PUBLIC)
    assert PROFILE not in guest.browser.jar
    assert kept.is_empty
    guest.get()
    guest.get("/data", does=PUBLIC)
    assert {each.unit for each in kept.done} == {each.unit for each in kept.arms}
    assert len(kept.done) == 1


@pytest.mark.parametrize("said", [BOTH, MEASURED], ids=["both", "analytics alone"])
def test_signals_are_counted_each_time_with_their_values(app, kept, said):
    guest = Guest(app, said)
    guest.get()
    guest.book(does=GOES_ON)
    guest.book(does=GOES_ON)
    guest.book(does=Does(status=400, is_html=False))
    guest.get("/pay", does=Does(signals=(("paid", 9.5), ("paid", None))))
    assert [(e.signal, e.value) for e in kept.done if e.signal == "booked"] == [
        ("booked", None)
    ] * 2
    values = [each.value for each in kept.done if each.signal == "paid"]
    assert sorted(values, key=str) == [9.5, None]
    assert len({each.id for each in kept.done}) == 4
    assert {each.unit for each in kept.done} == {each.unit for each in kept.shown}


def test_what_a_page_itself_did_was_done_before_its_arm_was_seen(app, kept):
    guest = Guest(app)
    guest.get("/menu")
    guest.get("/menu")
    (shown,) = kept.arms
    assert [each.at for each in kept.done] == [shown.at - 1, shown.at]


def test_signals_count_before_and_after_the_answer_started(tmp_path, store):
    app = opened(tmp_path, store)
    told = []

    async def shop(scope, receive, send):
        who = scope["sarto"]
        who.signal("paid", 1)
        kind = [(b"content-type", b"text/html")]
        start = {"type": "http.response.start", "status": 200, "headers": kind}
        await send(start)
        who.signal("paid", 2)
        body = b'<i data-sarto="hero">own</i>'
        await send({"type": "http.response.body", "body": body})
        who.signal("paid", 3)
        told.append(who)

    app.app = shop
    guest = Guest(app, MEASURED)
    guest.get()
    told[0].signal("paid", 4)
    assert sorted(each.value for each in Kept(app, store).done) == [1, 2, 3, 4]


def test_a_request_that_was_never_answered_counts_for_nothing(app, kept):
    async def crash(scope, receive, send):
        scope["sarto"].signal("paid", 1)
        raise RuntimeError

    guest = Guest(app)
    guest.get("/quiet")
    before, app.app = len(kept.shown), crash
    with pytest.raises(RuntimeError):
        guest.get()
    assert (len(kept.shown), kept.done) == (before, [])


def test_who_signs_up_did_it_as_who_they_were_and_as_who_they_are(app, kept):
    """Else no experiment could ever have signing up for its goal."""
    guest = Guest(app)
    guest.get()
    (before,) = {each.unit for each in kept.shown}
    guest.book(does=Does(status=303, is_html=False, user="ann"))
    assert before in {each.unit for each in kept.done}
    assert len({each.unit for each in kept.done}) == 2
    guest.book(does=GOES_ON)
    assert len(kept.done) == 3


def test_a_user_is_one_visitor_on_two_devices(app, kept):
    for _ in range(2):
        guest = Guest(app)
        guest.book(does=Does(status=303, is_html=False, user="ann"))
        guest.get()
    assert len({each.unit for each in kept.arms}) == 1
