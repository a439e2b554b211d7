"""The page that stands where a site cannot be shown: what is wrong, where, what to do.

Its text is that of `sarto check`, or the end of a traceback. It waits for a change as
any page of `sarto dev` does, and so goes away by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from sarto.asgi import Receive, Scope, Send
from sarto.errors import Finding
from sarto.pages.reply import HTML, SAFE
from sarto.workbench.check.text import as_text
from sarto.workbench.dev.answers import answer, page_of
from sarto.workbench.dev.bar import STYLE, STYLE_NAME
from sarto.workbench.dev.holds import WAIT, Holds
from sarto.workbench.dev.tracebacks import told

PREFIX = "/_sarto"  # no config is at hand to say another
PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    (files("sarto.workbench.dev") / "trouble.html").read_text("utf-8")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a site cannot be shown; each text as it stands on a terminal."""

    title: str
    lead: str
    texts: tuple[str, ...]
    prefix: str = PREFIX
    holds: Holds | None = None

    @classmethod
    def of_findings(cls, findings: tuple[Finding, ...], config: Path) -> "Trouble":
        folder, mistakes = config.resolve().parent, len(findings)
        return cls(
            title=f"{config.name} has {'a mistake' if mistakes == 1 else 'mistakes'}",
            lead="Nothing can be served until this is mended. Save the file, "
            "and the site comes by itself.",
            texts=tuple(as_text((finding,), folder) for finding in findings),
        )

    @classmethod
    def of_error(cls, error: BaseException, named: str) -> "Trouble":
        return cls(
            title=f"{named} cannot be imported",
            lead="Python stopped with the error below, whose last line says why. "
            "Save what you mend, and the site comes by itself.",
            texts=(told(error),),
        )

    @classmethod
    def of_target(cls, text: str) -> "Trouble":
        return cls(
            title="There is nothing to serve",
            lead="What was served is not found any more. Save what you mend, "
            "and the site comes by itself.",
            texts=(text,),
        )

    @classmethod
    def of_page(cls, error: BaseException, path: str) -> "Trouble":
        return cls(
            title=f"The site failed on {path}",
            lead="Its code stopped with the error below, whose last line says why, "
            "before the page began. Save what you mend, and the page comes by itself.",
            texts=(told(error),),
        )

    def at(self, prefix: str = PREFIX, *, holds: Holds | None) -> "Trouble":
        """Give the same, for a site whose pages wait, and where ours are."""
        return replace(self, prefix=prefix, holds=holds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer any request: with the page, its style, or by waiting for a change."""
        if scope["type"] == "lifespan":
            await lived(receive, send)
        elif scope["type"] != "http":
            return
        elif scope["path"] == f"{self.prefix}/{STYLE_NAME}":
            await answer(send, 200, STYLE.encode(), (b"content-type", b"text/css"))
        elif self.holds and scope["path"] == f"{self.prefix}/{WAIT}":
            await self.holds(scope, receive, send)
        else:
            await answer(send, 500, self.html(scope), *self.fields(scope))

    def html(self, scope: Scope) -> bytes:
        if scope["method"] == "HEAD":
            return b""
        page = PAGE.render(
            style=f"{self.prefix}/{STYLE_NAME}",
            title=self.title,
            lead=self.lead,
            texts=self.texts,
        )
        return page.encode("utf-8", "replace")

    def fields(self, scope: Scope) -> Iterator[tuple[bytes, bytes]]:
        yield from SAFE
        yield (b"content-type", HTML)
        yield (b"cache-control", b"no-store")
        if self.holds and scope["method"] == "GET":
            yield self.holds.field(self.prefix, page_of(scope))


async def lived(receive: Receive, send: Send) -> None:
    """Begin and end with the server."""
    while True:
        about = (await receive())["type"].removeprefix("lifespan.")
        await send({"type": f"lifespan.{about}.complete"})
        if about == "shutdown":
            return
