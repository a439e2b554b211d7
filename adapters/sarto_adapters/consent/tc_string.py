"""IAB's TC string, versions 2.2 and 2.3: read whole, or not at all.

In comes text of any length, out comes a frozen `TcString`, or `ShortError`. All of the
core and of every segment that is known must be there, down to the last vendor: a cut
string is refused where other readers fill it up with bits of their own. The work is
bounded by the text's length. Strings of version 1 are read as well, and never valid.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from sarto_adapters.consent.bits import Bits, Ids, ShortError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TENTH = timedelta(milliseconds=100)
PURPOSES = 24
CURRENT = 4  # the policy from 2.2 on; strings of older ones ended on 30 Sep 2023
NEVER_BY_INTEREST = frozenset({3, 4, 5, 6})  # since then these need consent
DISCLOSED, ALLOWED, PUBLISHER = 1, 2, 3  # types of segments
KNOWN = (DISCLOSED, ALLOWED, PUBLISHER)
CURRENT_VERSION = 2
FEWEST = 2  # ids of version 1 below it were nobody's
SEGMENTS = 16  # more than that is no string


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a string of either version begins with."""

    version: int
    created: datetime
    last_updated: datetime
    cmp_id: int
    cmp_version: int
    consent_screen: int
    consent_language: str
    vendor_list_version: int

    @classmethod
    def read(cls, bits: Bits) -> Self:
        return cls(
            version=bits.number(6),
            created=EPOCH + bits.number(36) * TENTH,
            last_updated=EPOCH + bits.number(36) * TENTH,
            cmp_id=bits.number(12),
            cmp_version=bits.number(12),
            consent_screen=bits.number(6),
            consent_language=bits.letters(),
            vendor_list_version=bits.number(12),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What vendors were told; purposes and vendors by their numbers.

    Where nothing is read, as in version 1, a value is what the specification's own
    library has for it.
    """

    policy_version: int = 2
    is_service_specific: bool = False
    has_own_texts: bool = False
    special_features: tuple[int, ...] = ()
    purposes: tuple[int, ...] = ()
    interests: tuple[int, ...] = ()
    is_purpose_one_special: bool = False
    publisher_country: str = "AA"
    vendors: Ids = ()
    vendor_interests: Ids = ()
    restrictions: tuple[tuple[int, int, Ids], ...] = ()  # purpose, type, vendors

    @classmethod
    def read(cls, bits: Bits) -> Self:
        policy = bits.number(6)
        return cls(
            policy_version=policy,
            is_service_specific=bits.is_set(),
            has_own_texts=bits.is_set(),
            special_features=bits.flags(12),
            purposes=bits.flags(PURPOSES),
            interests=interests(bits.flags(PURPOSES), policy),
            is_purpose_one_special=bits.is_set(),
            publisher_country=bits.letters(),
            vendors=bits.listed(),
            vendor_interests=bits.listed(),
            restrictions=tuple(restriction(bits) for _ in range(bits.number(12))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """What a visitor told the site itself, for its own purposes."""

    consents: tuple[int, ...] = ()
    interests: tuple[int, ...] = ()

    @classmethod
    def read(cls, bits: Bits) -> Self:
        found = cls(consents=bits.flags(PURPOSES), interests=bits.flags(PURPOSES))
        bits.taken(2 * bits.number(6))  # purposes of the site's own, by its own numbers
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TcString:
    """A TC string: head and core, and the segments that are there."""

    head: Head
    core: Core
    disclosed: Ids | None = None
    allowed: Ids | None = None
    publisher: Publisher | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a string; raises `ShortError` unless all of it is there."""
        first, *others = text.split(".")
        if len(others) > SEGMENTS:
            raise ShortError("too many segments")
        bits = Bits(first)
        head = Head.read(bits)
        if head.version == 1:
            return cls(head=head, core=of_first_version(head, bits))
        if head.version != CURRENT_VERSION:
            raise ShortError("a version that there is not")
        core, parts = Core.read(bits), segments(others)
        return cls(
            head=head,
            core=core,
            disclosed=parts[DISCLOSED].listed() if DISCLOSED in parts else None,
            allowed=parts[ALLOWED].listed() if ALLOWED in parts else None,
            publisher=Publisher.read(parts[PUBLISHER]) if PUBLISHER in parts else None,
        )


def segments(texts: list[str]) -> dict[int, Bits]:
    """Open what follows the core, by type; those of unknown types are for nobody."""
    found: dict[int, Bits] = {}
    for text in texts:
        bits = Bits(text)
        kind = bits.number(3)
        if kind in KNOWN and kind in found:
            raise ShortError("a segment that stands twice")
        found[kind] = bits
    return found


def interests(flags: tuple[int, ...], policy: int) -> tuple[int, ...]:
    if policy < CURRENT:
        return flags
    return tuple(n for n in flags if n not in NEVER_BY_INTEREST)


def restriction(bits: Bits) -> tuple[int, int, Ids]:
    return bits.number(6), bits.number(2), bits.ranges(2**16 - 1)


def of_first_version(head: Head, bits: Bits) -> Core:
    if head.cmp_id < FEWEST:
        raise ShortError("nobody's string")
    purposes, largest = bits.flags(PURPOSES), bits.number(16)
    if not bits.is_set():
        vendors = tuple(range(n, n + 1) for n in bits.flags(largest))
    else:
        is_all = bits.is_set()
        vendors = bits.ranges(largest)
        vendors = but(vendors, largest) if is_all else vendors
    return Core(purposes=purposes, vendors=vendors)


def but(left_out: Ids, largest: int) -> Ids:
    """List the ranges between ranges."""
    found: list[range] = []
    start = 1
    for each in sorted(left_out, key=lambda each: each.start):
        found.append(range(start, each.start))
        start = max(start, each.stop)
    return tuple(each for each in (*found, range(start, largest + 1)) if each)
