"""Arms are counted by one rule: what a place, a page or a visitor lacks, it lacks in all.

Half of the visitors are sent what one arm cannot change, or what fails in one arm. Who
of them is counted must say nothing of the arm that they are in.
"""

from pathlib import Path
from typing import Any

import pytest

from support.events import MemoryEvents
from support.measured_site import TOLD, Guest, Kept, opened
from support.remembered_site import HEAD, HTML, noted

CAP = 400  # bytes
MANY = 24  # visitors of each kind: all in one arm once in ten million runs
RULES = f"{HEAD}{TOLD}[cache]\nhold_cap = {CAP}\n"
PAGES = f"""{HEAD}
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = {{ control = 1, photo = 1 }}
goal = "booked"
[[pages]]
path = "/*"
show = [{{ experiment = "photo", serves = {{ control = "keep", photo = "/photo" }} }}]
"""


class Pages:
    """The application: its slot is short, or as long as the path says."""

    def __init__(self, pieces: int = 1, status: int = 200) -> None:
        self.pieces = pieces
        self.status = status

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        own = b"own" * (CAP if scope["path"] == "/long" else 1)
        body = b'<!doctype html><title>t</title><p data-sarto="hero">%s</p>' % own
        start = {"type": "http.response.start", "status": self.status}
        await send({**start, "headers": [HTML]})
        size = -(-len(body) // self.pieces)
        for at in range(0, len(body), size):
            part, more = body[at : at + size], at + size < len(body)
            await send({"type": "http.response.body", "body": part, "more_body": more})


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


@pytest.mark.parametrize("pieces", [1, 7])
def test_whether_a_slot_has_room_says_nothing_of_the_arm(
    tmp_path: Path, store: MemoryEvents, pieces: int
) -> None:
    app = opened(tmp_path, store, toml=RULES)
    app.app = Pages(pieces)
    for _ in range(MANY):
        assert b"own" * CAP in Guest(app).get("/long").body
    assert Kept(app, store).arms == []
    for _ in range(MANY):
        Guest(app).get("/short")
    counted = Kept(app, store).arms
    assert len(counted) == MANY
    assert {each.variant for each in counted} == {"control", "photo"}
    assert noted(app) == {}


def test_who_was_to_see_what_failed_is_counted_as_the_others_are(
    tmp_path: Path, store: MemoryEvents
) -> None:
    app = opened(tmp_path, store, toml=RULES)
    (tmp_path / "fragments" / "photo.html").write_text(
        "{{ 1 // (page.path|length - 8) }}"
    )
    app = type(app)(
        Pages(),
        config=app.current.site.config,
        secret="x" * 32,
        events=store,
        clock=app.current.site.sources.clock,
    )
    for _ in range(MANY):
        assert b">own<" in Guest(app).get("/failing").body
    counted = Kept(app, store).arms
    assert len(counted) == MANY
    assert {each.variant for each in counted} == {"control", "photo"}
    assert noted(app).keys() == {"fragment photo.html"}


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_page_that_shows_nothing_is_counted_for_no_arm(
    tmp_path: Path, store: MemoryEvents, status: int
) -> None:
    app = opened(tmp_path, store, toml=PAGES)
    app.app = Pages(status=status)
    for _ in range(MANY):
        assert Guest(app).get("/here").status == status
    assert Kept(app, store).arms == []
    app.app = Pages()
    for _ in range(MANY):
        Guest(app).get("/here")
    assert len(Kept(app, store).arms) == MANY
