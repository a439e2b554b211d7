"""What a crawl brings home: pages as they came, and what could not be read."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sarto.compose import charset
from sarto.workbench.crawl.dom.builder import Builder, built

HTML: Final = b"text/html; charset=utf-8"  # what `sarto serve` says of a file
PAGES: Final = 200  # that are looked at
LARGEST: Final = 1_000_000  # bytes of one page


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the site, without Sarto."""

    file: str  # as findings name it
    path: str
    body: bytes
    content_type: bytes = HTML
    is_anywhere: bool = False  # it is shown on any path: 404.html

    @cached_property
    def charset(self) -> str | None:
        """Name what codec it is written in; `None`: Sarto lets it pass."""
        beginning = self.body[: charset.PRESCAN]
        return charset.of_page(self.content_type, beginning)

    @cached_property
    def built(self) -> Builder:
        return built(self.body)

    def place(self, offset: int) -> tuple[int, int]:
        """Tell line and column of an offset, both from 1."""
        start = self.body.rfind(b"\n", 0, offset) + 1
        before = self.body[start:offset].decode(self.charset or "latin-1", "replace")
        is_marked = start == 0 and before.startswith("\ufeff")
        return self.body.count(b"\n", 0, offset) + 1, len(before) + 1 - is_marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A page that was not checked."""

    file: str
    reason: str
    help: str = ""


@dataclass(slots=True)
class Harvest:
    """All that a crawl found."""

    pages: list[Page] = field(default_factory=list[Page])
    unread: list[Unread] = field(default_factory=list[Unread])

    def keep(self, page: Page) -> None:
        """Keep a page, unless Sarto would not look at it either."""
        if page.charset is None:
            reason = "it is in a charset that Sarto lets pass untouched"
            help_ = "write it in UTF-8, and say so in its Content-Type"
            self.unread.append(Unread(file=page.file, reason=reason, help=help_))
        else:
            self.pages.append(page)
