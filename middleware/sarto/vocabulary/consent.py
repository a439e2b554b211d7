"""What a consent tool's record says, in words that all tools share.

In comes, from an adapter, what the tool wrote for each of its own ids, and what a yes
in that record is worth; out comes one of five states for any id. Only `GRANTED` is
consent everywhere; `IMPLIED` is where the site says so; nothing else ever is. A no in
a record is a no, whatever else is wrong with the record. No id of a visitor's is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

LONGEST = 8192  # bytes of one cookie: browsers keep half of that
MANY = 1024  # ids of one record; more is no record


class State(StrEnum):
    """What a visitor decided about one id of a tool's."""

    GRANTED = "granted"  # somebody said yes
    DENIED = "denied"
    UNDECIDED = "undecided"  # nobody was asked, or nobody answered
    IMPLIED = "implied"  # a yes that nobody said: the default of some region
    STALE = "stale"  # a yes that no longer counts


class Fault(StrEnum):
    """Why nothing in a record counts for a grant."""

    MALFORMED = "malformed"
    OPAQUE = "opaque"  # sound, and not for us to read
    CONFLICT = "conflict"  # it says two things


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: what is written in it by id (`None`: no answer), and what it means.

    `means` is what a yes is worth, `unsaid` what holds of ids that are not written.
    `always` are the ids that nobody is asked about; they only matter to `told`.
    `older` are what ids were called once: that counts where no id has its new name.
    """

    said: Mapping[str, bool | None] = field(default_factory=dict[str, bool | None])
    means: State = State.GRANTED
    unsaid: State = State.UNDECIDED
    fault: Fault | None = None
    always: frozenset[str] = frozenset()
    older: Mapping[str, str] = field(default_factory=dict[str, str])

    def state(self, id_: str) -> State:
        """Tell what was decided about one id."""
        if id_ in self.older and self.older.keys().isdisjoint(self.said):
            id_ = self.older[id_]
        if id_ not in self.said:
            is_open = self.is_unsound and self.unsaid is not State.DENIED
            return State.UNDECIDED if is_open else self.unsaid
        said = self.said[id_]
        if said is None:
            return State.UNDECIDED
        if not said:
            return State.DENIED
        return State.UNDECIDED if self.is_unsound else self.means

    @property
    def is_unsound(self) -> bool:
        return self.fault is not None or len(self.said) > MANY

    @property
    def told(self) -> str:
        """Sum the record up in a word, for people: a state, a fault, or `partial`."""
        if self.fault:
            return self.fault.value
        asked = [yes for id_, yes in self.said.items() if id_ not in self.always]
        if self.means is State.STALE:
            return State.STALE
        if not any(asked):
            return self.told_without_a_yes(asked)
        if self.means is State.GRANTED and False in asked:
            return "partial"
        return self.means

    def told_without_a_yes(self, asked: list[bool | None]) -> str:
        if asked and False in asked:
            return State.DENIED
        if asked or not self.said:
            return State.UNDECIDED if asked else self.unsaid
        return State.DENIED if self.means is State.GRANTED else self.means


MALFORMED = Record(fault=Fault.MALFORMED)
OPAQUE = Record(fault=Fault.OPAQUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one site has set its consent tool up, where that is not as the tool ships.

    `cookie` is the name of its cookie (or what all of its names begin with), `version`
    that of the policy a visitor must have seen, `max_age` how long a yes counts,
    `is_implied` that the tool also writes a yes nobody said.
    """

    cookie: str | None = None
    version: str | None = None
    max_age: timedelta | None = None
    is_implied: bool = False


AS_SHIPPED = Settings()
