"""What a visitor let us remember: one immutable value, in a cookie or in a store.

Times are whole seconds since 1970. Nothing in it names anybody: no address, no browser,
no id of a consent tool. What is only detail (`log`, `shown`, `picks`, `topics`) is
dropped first where room is short; counts, last times and points never are.
"""

from typing import Final, cast

import msgspec

VERSION: Final = 1
DAY: Final = 86_400  # seconds


class Seen(msgspec.Struct, array_like=True, frozen=True):
    """A signal: how often it was seen, when last, and its last value."""

    name: str
    count: int
    last: int
    value: float | None = None


class Points(msgspec.Struct, array_like=True, frozen=True):
    """Points of one area as they were at a moment; they fade from then on.

    The area `""` is the whole site. `level` is what they made of the visitor when the
    running visit began.
    """

    area: str
    points: float
    at: int
    level: int = 0


class Topic(msgspec.Struct, array_like=True, frozen=True):
    """How often a topic was looked at, and how much of that has not faded."""

    name: str
    count: int
    weight: float
    at: int


class Shown(msgspec.Struct, array_like=True, frozen=True):
    """How often a rule was shown: ever, on a day (by its ordinal), in a visit."""

    rule: str
    ever: int
    day: int
    on_day: int
    visit: int
    in_visit: int


class Pick(msgspec.Struct, array_like=True, frozen=True):
    """What was chosen for a place in the running visit, and on what ground."""

    place: str
    rule: str  # "" is the default
    ground: str


class Profile(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """One visitor. `log` has pairs: the place of a signal in `signals`, and when.
    `joined` are names of browsers whose profiles are in this user's.

    `first` and `last` are their first and latest request, `before` is the end of the
    visit before this one (0: there was none). `owner` stands for who was signed in.
    `id` is theirs for experiments, and `arms` has pairs: an experiment's key, an arm.
    """

    version: int = VERSION
    first: int = 0
    last: int = 0
    before: int = 0
    visits: int = 0
    owner: str = ""
    signals: tuple[Seen, ...] = ()
    points: tuple[Points, ...] = ()
    log: tuple[tuple[int, int], ...] = ()
    topics: tuple[Topic, ...] = ()
    shown: tuple[Shown, ...] = ()
    picks: tuple[Pick, ...] = ()
    joined: tuple[str, ...] = ()
    id: str = ""
    arms: tuple[tuple[str, str], ...] = ()

    def seen(self, name: str) -> Seen | None:
        """Find a signal; `None`: it was never seen."""
        return next((each for each in self.signals if each.name == name), None)


NOBODY: Final = Profile()
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Profile)


def told(profile: Profile) -> dict[str, object]:
    """Write a profile as JSON can hold it, each part under its name."""
    return cast("dict[str, object]", named(profile))


def named(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        return {name: named(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [named(each) for each in cast("tuple[object, ...]", value)]
    return value


def packed(profile: Profile) -> bytes:
    """Write a profile as bytes."""
    return _encoder.encode(profile)


def unpacked(data: bytes) -> Profile | None:
    """Read one; `None` for what is none, or is of another version."""
    try:
        found = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if found.version == VERSION else None
