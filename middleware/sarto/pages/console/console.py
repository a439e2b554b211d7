"""`Console`: who may come in, and what each of its addresses shows.

To all others it is not there: without a secret, without `[console]`, without a cookie
of ours its addresses answer as any that we do not have.
"""

from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from http import HTTPStatus
from typing import Final, TypeAlias

from sarto import headers
from sarto.pages import screens
from sarto.pages.caller import Caller
from sarto.pages.console import hall, reports, rooms
from sarto.pages.console.keys import Keys, Link
from sarto.pages.console.views import ALONE, EXIT, ICON, icon, page, style
from sarto.pages.door import Door
from sarto.pages.own import SITE, lines
from sarto.pages.posted import Posted
from sarto.pages.reply import TEXT, Reply, seen_at
from sarto.site.built_in.style import Style
from sarto.site.current import Current
from sarto.site.site import Site

Room: TypeAlias = Callable[[Caller], Reply | Awaitable[Reply]]

HOME: Final = "console/"
BARE: Final = "console"
LINKS: Final = "console/enter/"  # a token follows
NEAR: Final[Sequence[list[bytes]]] = (
    [],
    [b"same-origin"],
    [b"none"],
)  # where a request may come from
ABROAD: Final = (b"cross-site", b"same-site")
SET: Final = b"set-cookie"
SILENT: Final = (b"referrer-policy", b"no-referrer")  # a link is in the address


@dataclass(frozen=True)
class Console:
    """The console of one version of a site."""

    site: Site
    current: Current | None
    secrets: Sequence[str]

    @cached_property
    def keys(self) -> Keys | None:
        """What signs; `None`: there is no console."""
        if self.site.config.toml.console is None:
            return None
        return Keys.of(self.secrets, self.site.config.toml.site)

    def door(self, name: str, caller: Caller) -> Door | None:
        """Open a door to who may come in; `None`: it is not there."""
        if self.keys is None or not (name == BARE or name.startswith(HOME)):
            return None
        if name.startswith(LINKS):
            link = self.keys.linked(name.removeprefix(LINKS), caller.now)
            return Door(partial(self.enter, link)) if link else None
        return self.doors(name) if self.is_signed_in(self.keys, caller) else None

    def is_signed_in(self, keys: Keys, caller: Caller) -> bool:
        """Whether who asks has a cookie of ours, and asks from here."""
        said = headers.cookie(caller.fields, caller.names.console)
        is_near = lines(caller.fields, SITE) in NEAR
        return is_near and keys.stays_until(said, caller.now) is not None

    def doors(self, name: str) -> Door | None:
        room = self.rooms.get(name)
        if room is not None:
            return Door(room)
        if name.startswith("console/gallery/"):
            return Door(partial(self.hung, name.removeprefix("console/gallery/")))
        if name.startswith("console/recent/"):
            number = name.removeprefix("console/recent/")
            return Door(partial(self.one, number)) if number.isdecimal() else None
        return Door(take=self.leave) if name == EXIT else None

    @cached_property
    def rooms(self) -> Mapping[str, Callable[[Caller], Awaitable[Reply]]]:
        return {
            BARE: partial(self.onward, HOME),
            "console/gallery": partial(self.onward, "console/gallery/"),
            HOME: self.overview,
            "console/recent": self.recent,
            "console/rules": self.rules,
            "console/reports": self.reports,
            "console/shadow": self.shadow,
            f"console/{style().name}": partial(self.styled, style()),
            f"console/{reports.style().name}": partial(self.styled, reports.style()),
            ICON: self.drawn,
        }

    async def enter(self, link: Link, caller: Caller) -> Reply:
        """Follow a link: set the cookie, and go in.

        A browser that followed it from another site's page would not bring so strict a
        cookie along where we send it: then it is one step more.
        """
        assert self.keys  # noqa: S101 - else there was no link
        value = self.keys.stay(link, caller.now)
        cookie = (SET, caller.names.strict(caller.names.console, value))
        said = lines(caller.fields, SITE)
        if any(each in ABROAD for each in said):
            found = page(caller, "entered.html", {}, room="")
            return found.also(cookie, SILENT)
        return seen_at(caller.url(HOME), cookie).also(*ALONE)

    async def leave(self, caller: Caller, _form: Posted) -> Reply:
        """Sign out, and go back to the site."""
        gone = caller.names.strict(caller.names.console, "", seconds=0)
        return seen_at(caller.home, (SET, gone)).also(*ALONE)

    async def onward(self, name: str, caller: Caller) -> Reply:
        return seen_at(caller.url(name)).also(*ALONE)

    async def styled(self, which: Style, _caller: Caller) -> Reply:
        return Reply(body=which.text, kind=TEXT, fields=[*ALONE])

    async def drawn(self, _caller: Caller) -> Reply:
        return Reply(body=icon(), kind=b"image/svg+xml", fields=[*ALONE])

    async def overview(self, caller: Caller) -> Reply:
        has_gallery = await to_thread(hall.has_gallery, self.site.config.folder)
        known = rooms.overview(self.site, self.current, caller.now)
        pieces = {**known, "has_gallery": has_gallery}
        return page(caller, "overview.html", pieces, room=HOME)

    async def recent(self, caller: Caller) -> Reply:
        pieces = rooms.recent(self.site)
        return page(caller, "recent.html", pieces, room="console/recent")

    async def one(self, number: str, caller: Caller) -> Reply:
        """Show one page; most are gone before long."""
        pieces = rooms.one(self.site, number)
        if pieces is None:
            return screens.refused(caller, HTTPStatus.NOT_FOUND).also(*ALONE)
        return page(caller, "one.html", pieces, room="console/recent")

    async def rules(self, caller: Caller) -> Reply:
        return page(caller, "rules.html", rooms.rules(self.site), room="console/rules")

    async def shadow(self, caller: Caller) -> Reply:
        pieces = await to_thread(rooms.shadow, self.site)
        return page(caller, "shadow.html", pieces, room="console/shadow")

    @cached_property
    def desk(self) -> reports.Desk | None:
        """What makes reports; `None`: nothing is measured."""
        return reports.desk(self.site)

    async def reports(self, caller: Caller) -> Reply:
        """Tell what came of the experiments, if it can be told in time."""
        found = await self.desk.report() if self.desk else reports.UNMEASURED
        style = caller.url(f"console/{reports.style().name}")
        known = reports.shown(found, self.site.config)
        pieces = {**known, "reports_style": style}
        return page(caller, reports.PAGE, pieces, room="console/reports")

    async def hung(self, name: str, caller: Caller) -> Reply:
        """Show a file of the gallery; where there is none, say how to make one."""
        found = await hall.shown(self.site.config.folder, name)
        if found is not None:
            return found
        if name:
            return screens.refused(caller, HTTPStatus.NOT_FOUND).also(*ALONE)
        return page(caller, "unhung.html", {}, room="console/gallery/")
