"""What stands in a folder: an application, pages, nothing at all, or something else."""

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from sarto.workbench.init.frameworks import Framework
from sarto.workbench.init.packages import needed, text_of
from sarto.workbench.init.sources import Application, applications, is_empty

# Where generators put pages, then where hands do.
ROOTS = (
    "_site",
    "dist",
    "public",
    "out",
    "build",
    ".",
    "site",
    "www",
    "htdocs",
    "docs",
)
OURS = "site"  # where the first page goes, in an empty folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a folder holds; of these at most one is said, but for a framework."""

    framework: Framework | None = None
    application: Application | None = None
    root: str | None = None  # of pages
    is_empty: bool = False

    @property
    def app(self) -> str:
        """What `sarto dev` is to serve; nothing where only a person knows."""
        if self.application and self.application.name:
            is_asgi = self.application.framework.is_asgi
            return self.application.module if is_asgi else "http://127.0.0.1:5000"
        return self.root or ""


def found(folder: Path) -> Found:
    """Look at a folder."""
    if is_empty(folder):
        return Found(is_empty=True, root=OURS)
    if known := applications(folder):
        return Found(framework=known[0].framework, application=known[0])
    if framework := needed(folder):
        return Found(framework=framework)
    roots = (root for root in ROOTS if (folder / root / "index.html").is_file())
    return Found(root=next(roots, None))


def heading(page: Path) -> int:
    """Say on which line the heading of a page is, from 1; 0 where there is none."""
    seeking = Heading()
    seeking.feed(text_of(page))
    return seeking.line


class Heading(HTMLParser):
    """Finds the first heading of a page."""

    line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag == "h1" and not self.line:
            self.line = self.getpos()[0]
