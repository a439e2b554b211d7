"""Datasette, from the registry; only the process that serves it imports this."""

import sqlite3
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from support.foreign_rows import TOWNS, words_of

TABLES = """
create table town (id integer primary key, name text);
create table menu (id integer primary key, dish text, note text, price real,
  town integer references town(id), picture blob, url text, tags text);
create table wide (id integer primary key, words text);
create table "nothing-yet" (id integer primary key);
"""
CHEAP = {"sql": "select * from menu where price < :p", "title": "Cheap <&>"}


def site(folder: Path) -> Any:
    """Make the site; its templates are those of the folder, if there are some."""
    file = folder / "dishes.db"
    fill(file)
    made = Datasette(
        [str(file)],
        template_dir=str(folder / "templates"),
        metadata={"databases": {"dishes": {"queries": {"cheap": CHEAP}}}},
        settings={"max_returned_rows": 2000},
    )
    return made.app()


def fill(file: Path) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.executescript(TABLES)
        many = connection.executemany
        many("insert into town (name) values (?)", [(name,) for name in TOWNS])
        many(
            "insert into menu (dish, note, price, town, picture, url, tags) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            [dish(number) for number in range(300)],
        )
        wide = [("word & <i>more</i> " * 60,) for _ in range(600)]  # a page of 1 MB
        many("insert into wide (words) values (?)", wide)
    connection.close()


def dish(number: int) -> tuple[object, ...]:
    name, note = words_of(number)
    picture = bytes(range(256)) if number % 9 == 0 else None
    url = "https://example.com/?a=1&b=2" if number % 3 else None
    tags = '["a", "<b>"]'
    return name, note, number / 2, number % 4 + 1, picture, url, tags
