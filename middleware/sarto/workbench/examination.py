"""What a doctor of edges has before him: pages, visitors, and what they were given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from secrets import token_hex
from typing import Final, Literal, TypeAlias

from sarto.cache.dimension import Dimension
from sarto.site.site import Site
from sarto.site.variants import pages
from sarto.workbench.contrasts import Somebody, contrasts
from sarto.workbench.probing import Asking, Fields, Got

State: TypeAlias = Literal["pass", "fail", "warn", "info"]

PREFIX: Final = "/_sarto"
MOST: Final = 12  # pages
LIES: Final = 3  # sets of keys that are made up
TELLING: Final = ("x-sarto-", "surrogate-", "x-accel-")
TARGETED: Final = frozenset({"cdn-cache-control", "cache-tag"})
GENERIC: Final[Fields] = (
    ("X-Sarto-Language", "fa"),
    ("X-Sarto-Device", "mobile"),
    ("X-Sarto-Country", "us"),
    ("X-Sarto-Value-Language", "fa"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one probe found."""

    name: str
    state: State
    said: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, wrong: Iterable[str], well: str = "") -> "Verdict":
        """Pass where nothing is wrong."""
        found = tuple(dict.fromkeys(wrong))
        if found:
            return cls(name, "fail", found)
        return cls(name, "pass", (well,) if well else ())


@dataclass(frozen=True, slots=True)
class Examination:
    """One edge, asked for some pages by some visitors; what came is remembered."""

    asking: Asking
    pages: tuple[str, ...]
    visitors: tuple[Somebody, ...]
    site: Site | None = None
    seen: list[tuple[str, Got]] = field(default_factory=list[tuple[str, Got]])
    _first: dict[tuple[str, str], Got] = field(
        default_factory=dict[tuple[str, str], Got]
    )
    _numbers: Iterator[int] = field(default_factory=count)
    _mark: str = field(default_factory=lambda: token_hex(4))

    @classmethod
    def of(
        cls, asking: Asking, site: Site | None, paths: tuple[str, ...]
    ) -> "Examination":
        """Choose pages where none are named, and visitors."""
        found = paths or sample(site)
        return cls(asking, found, contrasts(site), site)

    @property
    def prefix(self) -> str:
        return self.site.config.toml.prefix if self.site else PREFIX

    @property
    def plain(self) -> Somebody:
        return self.visitors[0]

    @property
    def raw(self) -> Somebody:
        """Somebody with a cookie of the site's own: they are of no class."""
        cookie = ("Cookie", f"sarto-doctor={self._mark}")
        return Somebody("a cookie", (*self.plain.own, cookie))

    def ask(
        self, page: str, who: Somebody, more: Iterable[tuple[str, str]] = ()
    ) -> Got:
        """Ask anew."""
        got = self.asking.ask(page, (*who.fields, *more))
        self.seen.append((f"{page} for {who.name}", got))
        return got

    def first(self, page: str, who: Somebody) -> Got:
        """Give what a visitor was given the first time."""
        if (page, who.name) not in self._first:
            self._first[page, who.name] = self.ask(page, who)
        return self._first[page, who.name]

    def unasked(self, page: str) -> str:
        """Write an address of a page that nobody has asked for yet."""
        mark = f"sarto-doctor={self._mark}{next(self._numbers)}"
        return f"{page}{'&' if '?' in page else '?'}{mark}"

    @property
    def lies(self) -> Iterator[Fields]:
        """Make up what a client may say in the edge's name."""
        version = self.site.version if self.site else "0123456789abcdef"
        always = (
            *(("X-Sarto-Version", version), ("X-Sarto-Pass", "0")),
            *(("X-Sarto-Own", "none"), ("X-Sarto-Noted", "0")),
            ("X-Sarto-Edge", "0" * 40),
        )
        yield (*always, *((name, "evil") for name, _ in GENERIC))
        sharing = self.site.sharing if self.site else None
        if sharing is None:
            yield (*always, *GENERIC)
            return
        for turn in range(LIES):
            made = [(d.header, token_of(d, turn)) for d in sharing.dimensions]
            yield (*always, *made)


def sample(site: Site | None) -> tuple[str, ...]:
    """Write a page for each glob of the config's, as far as it names any."""
    found = (page for _, page in pages(site.config.toml)) if site else ()
    return tuple(dict.fromkeys(found))[:MOST] or ("/",)


def token_of(dimension: Dimension, turn: int) -> str:
    """Choose a token that there is."""
    if dimension.spelling is not None:
        tokens = sorted(dimension.spelling.values)
    else:
        tokens = sorted(dimension.read)
    return tokens[turn % len(tokens)]


def is_ours(name: str) -> bool:
    """Whether a header is between the site and its edge."""
    return name.startswith(TELLING) or name in TARGETED
