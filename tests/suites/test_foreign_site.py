"""Sarto in front of an application that others wrote: Datasette, from the registry."""

import asyncio
import sqlite3

import pytest

from sarto import Sarto
from support.play import played, scope_of

datasette = pytest.importorskip("datasette.app")

CONFIG = """
timezone = "UTC"
[[slots.note.show]]
when = { query.who = "you" }
fragment = "note.html"
"""
FOOTER = '<footer class="ft"><div data-sarto="note">own note</div></footer>'
PAGES = [
    "/",
    "/dishes",
    "/dishes/menu",
    "/dishes/menu/1",
    "/dishes/menu?_sort=price",
    "/dishes?sql=select+%27%3Cp+data-sarto%3D%22note%22%3E%27",
    "/-/versions",
    "/dishes/menu.json",
    "/dishes/menu.csv",
    "/-/static/app.css",
    "/nowhere",
]


class Recorded:
    """An application, and the bytes it sent last."""

    def __init__(self, app):
        self.app = app
        self.sent = b""

    async def __call__(self, scope, receive, send):
        self.sent = b""

        async def noted(message):
            if message["type"] == "http.response.body":
                self.sent += message.get("body", b"")
            await send(message)

        await self.app(scope, receive, noted)


@pytest.fixture
def site_of(tmp_path):
    def make(templates=None):
        file = tmp_path / "dishes.db"
        with sqlite3.connect(file) as database:
            database.execute("create table if not exists menu (dish text, price int)")
            database.execute("insert into menu values ('Soup & bread', 7)")
        database.close()
        folder = tmp_path / "templates"
        folder.mkdir(exist_ok=True)
        for name, text in (templates or {}).items():
            (folder / name).write_text(text, "utf-8")
        made = datasette.Datasette([str(file)], template_dir=str(folder))
        return Recorded(made.app())

    return make


def answers(app, recorded, pages):
    """Ask for pages; give what was let out beside what the application sent."""

    async def all_of_them():
        found = []
        for page in pages:
            answer = await played(app, scope_of(page))
            found.append((answer, recorded.sent))
        return found

    return asyncio.run(all_of_them())


def test_pages_without_slots_pass_byte_for_byte(site_of, folder):
    site = site_of()
    app = Sarto(site, config=folder(CONFIG, note="new"))

    for answer, sent in answers(app, site, PAGES):
        assert answer.body == sent
        assert answer.error is None


def test_a_slot_by_attribute_is_swapped_on_every_page(site_of, folder):
    site = site_of({"_footer.html": FOOTER})
    app = Sarto(site, config=folder(CONFIG, note="<b>for you</b>"))
    pages = [p for p in PAGES if "." not in p and "sql" not in p and "-" not in p]

    for answer, sent in answers(
        app, site, [f"{p}?who=you" if "?" not in p else f"{p}&who=you" for p in pages]
    ):
        assert sent.count(b"own note") == 1
        assert answer.body == sent.replace(b"own note", b"<b>for you</b>")


def test_what_is_no_page_keeps_its_headers(site_of, folder):
    site = site_of()
    app = Sarto(site, config=folder(CONFIG, note="new"))

    ((json, _), (bare, _)) = (
        *answers(app, site, ["/dishes/menu.json"]),
        *answers(site, site, ["/dishes/menu.json"]),
    )

    assert json.raw_headers == bare.raw_headers
