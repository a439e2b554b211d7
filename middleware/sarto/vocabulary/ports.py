"""The ports: what the core asks of the outside world, and nothing about who answers.

Adapters satisfy these by shape; they subclass nothing. A port's answer is checked where
it is asked: what raises, hangs or answers nonsense leaves the fact unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sarto.vocabulary.consent import Record
from sarto.vocabulary.measured import Event, Ledger, Outcomes, Question
from sarto.vocabulary.served import Served


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a User-Agent tells; `None` where it does not."""

    device: str = "other"
    browser: str | None = None
    os: str | None = None
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """What a look-up of an address tells; `None` where it does not."""

    country: str | None = None
    region: str | None = None
    continent: str | None = None
    eu: bool | None = None
    city: str | None = None
    zone: str | None = None


class DeviceSource(Protocol):
    """Tells devices apart; made ready when it is made, not by the first visitor."""

    def device(self, user_agent: str) -> Device:
        """Read one User-Agent, at most 512 characters of it; keep few of them."""
        ...


class LocationSource(Protocol):
    """Finds places by address."""

    def location(self, address: str) -> Location:
        """Look up one IP address; the address is not kept."""
        ...


class HolidaySource(Protocol):
    """Knows the public holidays of countries."""

    def names(self, country: str, day: date) -> tuple[str, ...] | None:
        """Name those of a day, by English names; `None`: nobody knows."""
        ...


class ConsentSource(Protocol):
    """Reads the record that a site's consent tool left in cookies.

    Made with a `Settings` when a config names it. `ids` are the ids the tool has, if
    they are always the same; `meanings` are those that stand for a purpose where the
    site maps none, all of them needed; `takes` the settings that matter to it.
    """

    @property
    def ids(self) -> frozenset[str] | None: ...
    @property
    def meanings(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def takes(self) -> frozenset[str]: ...

    def reads(self, cookie: str) -> bool:
        """Whether a cookie of that name is part of the record."""
        ...

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        """Read the record from these cookies, as sent; `None`: there is none.

        Of two cookies of one name it is shown one, then the other. It is shown no
        other cookies, and no value that is longer than 8 KiB, holds control
        characters or is no UTF-8. Never raises for anything a visitor may send.
        """
        ...


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store keeps under one key: bytes that mean nothing to it."""

    data: bytes
    version: int  # of this key; grows with each save, and never comes back


class ProfileStore(Protocol):
    """Keeps what visitors let us keep; asked in time by who asks, not by itself.

    Keys are any text. Any method may raise anything, from any fault of a backend, and
    works again by itself when the fault is over. Called from any event loop; a call
    that is cancelled may still be done, wholly or not at all.
    """

    async def load(self, key: str) -> Stored | None:
        """Look a key up; `None`: there is none, or its time is over."""
        ...

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> bool:
        """Keep these bytes for that many seconds, at least one; durable when `True`.

        `False`: somebody saved meanwhile, and nothing is changed: `expected` is not
        the version there, or it is `None`, and there is one.
        """
        ...

    async def erase(self, key: str) -> None:
        """Forget a key; durable when it returns. Erasing nothing is fine."""
        ...

    async def close(self) -> None:
        """Let go of files and connections; a later call opens them again."""
        ...


class EventStore(Protocol):
    """Keeps what is measured. Called from several threads at once, never from a loop.

    Any method may raise anything, from any fault of a backend, and works again by
    itself when the fault is over. Several processes, or machines, may write at once.
    """

    def write(self, events: Sequence[Event], ledger: Ledger) -> None:
        """Keep all of these and the ledger, or nothing; durable when it returns.

        Written again after an outcome that nobody knows, nothing is there twice.
        """
        ...

    def subjects(self) -> Sequence[str]:
        """Name everything that units were exposed to, sorted."""
        ...

    def outcomes(self, *questions: Question) -> Sequence[Outcomes]:
        """Sum up what came of each, in their order and all of one moment.

        Units that several ask about are counted once.
        """
        ...

    def crossed(self, question: Question) -> int:
        """Count the units that were shown several variants."""
        ...

    def signals(self, *, since: int, until: int) -> Mapping[str, int]:
        """Count the signals of a span, by name."""
        ...

    def ledgers(self) -> Sequence[Ledger]:
        """List what became of the events of each process that ever wrote."""
        ...

    def tidy(self, *, keep_from: int, questions: Sequence[Question]) -> None:
        """Sum what is older up by day, for these questions, and erase it.

        Their spans are not looked at. `outcomes` go on telling of them in spans of
        whole UTC days, exact while `window` and `before` together are shorter than
        what is kept. A unit shown something again after that counts as a new one.
        """
        ...

    def forget(self, unit: bytes) -> None:
        """Erase everything of one unit; durable when it returns."""
        ...

    def close(self) -> None:
        """Let go of files and connections; a later call opens them again."""
        ...


class Telemetry(Protocol):
    """Is told what the server does; never for whom.

    Made with the site's name, the same for every version of its files. Called after the
    last byte of a page, from any thread; what it raises is counted, and that is all.
    """

    @property
    def is_on(self) -> bool:
        """Whether anybody hears it now; where nobody does, no page is told of."""
        ...

    def served(self, page: Served) -> None:
        """Take one page that rules can change, whoever it is for: a bot, too."""
        ...

    def failed(self, kind: str) -> None:
        """Take one failure inside Sarto, or one of an author's oversights."""
        ...

    def configured(self, version: str, *, is_refused: bool) -> None:
        """Take the version in force; `is_refused`: a newer one has a mistake."""
        ...


class FragmentSource(Protocol):
    """Where the HTML of fragments comes from."""

    def names(self) -> frozenset[str]:
        """List every fragment by its path inside the folder, with slashes."""
        ...

    def text(self, name: str) -> str:
        """Read one fragment; raises `KeyError` when there is none of that name."""
        ...


class Resolver(Protocol):
    """Gives one fact of the site's own, `facts.NAME`; sync or async.

    A plain function of one argument is enough, and its fact is then `personal`. Who
    declares more says how many visitors share a value (`segment`, `band`, `personal`),
    which purpose must be granted first (`None`: the site's own ground), and what the
    value stands on: request headers, other facts.
    """

    @property
    def name(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def purpose(self) -> str | None: ...
    @property
    def headers(self) -> tuple[str, ...]: ...
    @property
    def reads(self) -> tuple[str, ...]: ...

    def __call__(self, asked: Any, /) -> object:  # noqa: ANN401 - an `Asked`, of a room above
        """Give a text of at most 256 characters, a number, a flag; `None`: unknown.

        Or an awaitable of one. What raises, comes late or gives anything else leaves
        the fact unknown.
        """
        ...
