"""What a page of reports is put together of: parts, with charts and their tables."""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sarto.pages.console.reports.course import Course
from sarto.pages.console.reports.whiskers import Whiskers

FEW: Final = 5  # columns that half a page has room for
Chart: TypeAlias = Whiskers | Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A caption, the columns, and rows whose first cell names them."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1  # the first columns, which are no numbers
    is_folded: bool = False  # shown when asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading, what is to be said, and what is to be seen."""

    title: str
    said: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    is_warning: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether nothing has room beside it."""
        return any(len(t.head) > FEW and not t.is_folded for t in self.tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One experiment, or one place."""

    id: str
    name: str
    why: str = ""
    owner: str = ""
    kind: str = ""  # of the verdict
    label: str = ""
    verdict: str = ""
    parts: tuple[Part, ...] = field(default=())


def present(*found: Chart | None) -> tuple[Chart, ...]:
    """Keep the charts that there are."""
    return tuple(each for each in found if each is not None)
