"""A FastAPI site, and its back office from the registry: sqladmin, with its templates.

Only the process that serves it imports this.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from sqladmin import Admin, ModelView
from sqlalchemy import Engine, ForeignKey, create_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
)
from starlette.middleware.gzip import GZipMiddleware

from support.foreign_rows import TOWNS, words_of

TITLE = "<title>t</title><h2 class='page-title'>"


class Base(DeclarativeBase):
    name: Mapped[str]

    def __str__(self) -> str:
        return self.name


class Town(Base):
    __tablename__ = "town"
    id: Mapped[int] = mapped_column(primary_key=True)
    dishes: Mapped[list["Dish"]] = relationship(back_populates="town")


class Dish(Base):
    __tablename__ = "dish"
    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    price: Mapped[int]
    town_id: Mapped[int] = mapped_column(ForeignKey("town.id"))
    town: Mapped[Town] = relationship(back_populates="dishes")


class Dishes(ModelView, model=Dish):
    column_list = ("id", "name", "words", "price", "town")
    column_searchable_list = ("name",)
    column_sortable_list = ("name", "price")
    export_types = ("csv", "json")

    def get_export_name(self, export_type: str) -> str:
        return f"dishes.{export_type}"  # its own name has the clock in it


class Towns(ModelView, model=Town):
    column_list = ("id", "name", "dishes")


def site(folder: Path) -> Any:
    """Make the site; its templates are those of the folder, if there are some."""
    app = FastAPI(title="Dishes & <towns>")
    app.add_middleware(GZipMiddleware)
    templates = str(folder / "templates")
    admin = Admin(app, filled(folder / "dishes.db"), templates_dir=templates)
    admin.add_view(Dishes)
    admin.add_view(Towns)
    own = folder / "letter.html"
    own.write_text(f"<!doctype html>{TITLE}a letter</h2>" + "<p>word\r\n" * 9000)
    for path, made in (("/latin", latin), ("/told", told), ("/letters", letters)):
        app.add_api_route(path, made, response_class=HTMLResponse)
    app.add_api_route("/letter", lambda: FileResponse(own))
    app.add_api_route("/dish/{number}", lambda number: {"is": f"{TITLE}{int(number)}"})
    return app


def filled(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        towns = [Town(name=name) for name in TOWNS]
        session.add_all([*towns, *(dish(number, towns) for number in range(90))])
        session.commit()
    return engine


def dish(number: int, towns: list[Town]) -> Dish:
    name, words = words_of(number)
    return Dish(name=name, words=words, price=number, town=towns[number % 4])


async def latin() -> Response:
    """Say it in the bytes that Windows took for Polish."""
    text = f"{TITLE}żółć</h2><p>é “quoted”</p>".encode("windows-1250", "replace")
    return Response(text, media_type="text/html; charset=windows-1250")


async def told() -> str:
    """Hold what only looks like markup, and markup that hardly looks like it."""
    decoys = f"<script>'{TITLE}'</script><template>{TITLE}</template><!--{TITLE}-->"
    odd = "<svg><title>x</title><foreignObject><p>y</svg><math><mi>z</math>"
    broken = (
        f"<b><i><p>{TITLE}a<p>b<ul><li>c</ul></h2></b>x</i><table><tr>d<td>e</table>"
    )
    return f"<!doctype html>{decoys}{odd}<textarea>{TITLE}</textarea>{broken}" * 3


async def letters() -> StreamingResponse:
    async def pieces() -> AsyncIterator[str]:
        for number in range(400):
            yield f"<h2 class='n{number} page-title'>row {number}</h2><p>{number}"

    return StreamingResponse(pieces(), media_type="text/html")
