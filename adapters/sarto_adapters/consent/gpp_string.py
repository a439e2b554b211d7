"""IAB's GPP string: a header that lists sections, and the sections.

In comes text, out come the sections that are understood, each whole, or `ShortError`.
Understood are the TC string for the Union, the privacy string `usprivacy`, and the
sections of the US nation and of California. Of another state's it is only known that
they are there, which is no answer; what else the header lists is passed over.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from sarto_adapters.consent.bits import Bits, ShortError
from sarto_adapters.consent.tc_string import TcString

TYPE, VERSION = 3, 1
TCF_EU, USP, US_NATION, US_CALIFORNIA = 2, 6, 7, 8
US_STATES = range(9, 28)  # laid out each in its own way; somebody may refuse there
SECTIONS = 64  # more of them there are not
GPC = 1  # the type of the segment that tells Global Privacy Control
PRIVACY = re.compile(r"1[YN-]([YN-])[YN-]")  # told, opted out, a contract


class Choice(IntEnum):
    """What a US section says of one use of data."""

    NOT_APPLICABLE = 0
    OPTED_OUT = 1
    NOT_OPTED_OUT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UsSection:
    """The choices in one section; `None` where it has no such field."""

    version: int
    sale: Choice
    sharing: Choice | None = None
    targeted: Choice | None = None
    is_gpc: bool = False

    @property
    def choices(self) -> dict[str, Choice]:
        named = (
            ("sale", self.sale),
            ("sharing", self.sharing),
            ("targeted", self.targeted),
        )
        return {name: choice for name, choice in named if choice is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a US section is laid out; widths in fields of two bits."""

    notices: int
    has_targeted: bool
    after: int  # what follows the choices


SHAPES = {
    (US_NATION, 1): Shape(notices=6, has_targeted=True, after=12 + 2 + 1 + 3),
    (US_NATION, 2): Shape(notices=6, has_targeted=True, after=16 + 3 + 1 + 3),
    (US_CALIFORNIA, 1): Shape(notices=3, has_targeted=False, after=9 + 2 + 1 + 3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GppString:
    """The sections that are understood, and the numbers of all."""

    ids: tuple[int, ...]
    tcf: TcString | None = None
    us: tuple[UsSection, ...] = ()

    @classmethod
    def read(cls, text: str) -> "GppString":
        """Read a string; raises `ShortError` unless all of it is there."""
        head, *sections = text.split("~")
        ids = listed(Bits(head))
        if len(ids) != len(sections):
            raise ShortError("other sections than the header lists")
        tcf: TcString | None = None
        us: list[UsSection] = []
        for id_, section in zip(ids, sections, strict=True):
            if id_ == TCF_EU:
                tcf = TcString.read(section)
            elif id_ == USP:
                us.append(us_privacy(section))
            elif id_ in (US_NATION, US_CALIFORNIA):
                us.append(us_section(id_, section))
            elif id_ in US_STATES:
                us.append(UsSection(version=0, sale=Choice.NOT_APPLICABLE))
        return cls(ids=ids, tcf=tcf, us=tuple(us))


def listed(bits: Bits) -> tuple[int, ...]:
    """Read the header: a type, a version, and ranges of ids, each after the last."""
    if (bits.number(6), bits.number(6)) != (TYPE, VERSION):
        raise ShortError("no header of GPP's")
    found: list[int] = []
    last = 0
    for _ in range(bits.number(12)):
        is_range = bits.is_set()
        first = last + bits.fibonacci()
        last = first + bits.fibonacci() if is_range else first
        if last - first >= SECTIONS or len(found) >= SECTIONS:
            raise ShortError("more sections than there are")
        found += range(first, last + 1)
    return tuple(found)


def us_section(id_: int, text: str) -> UsSection:
    core, *others = text.split(".")
    bits = Bits(core)
    version = bits.number(6)
    shape = SHAPES.get((id_, version))
    if shape is None:
        raise ShortError("a version that there is not")
    bits.taken(2 * shape.notices)
    sale, sharing = choice(bits), choice(bits)
    targeted = choice(bits) if shape.has_targeted else None
    bits.taken(2 * shape.after)
    return UsSection(
        version=version,
        sale=sale,
        sharing=sharing,
        targeted=targeted,
        is_gpc=any(is_gpc(Bits(other)) for other in others),
    )


def choice(bits: Bits) -> Choice:
    value = bits.number(2)
    if value > max(Choice):
        raise ShortError("a choice that there is not")
    return Choice(value)


def is_gpc(bits: Bits) -> bool:
    kind, is_set = bits.number(2), bits.is_set()
    return kind == GPC and is_set


def us_privacy(text: str) -> UsSection:
    """Read `1YNN`: a version, whether told, whether opted out, under what contract."""
    found = PRIVACY.fullmatch(text)
    if found is None:
        raise ShortError("no privacy string")
    said = {"Y": Choice.OPTED_OUT, "N": Choice.NOT_OPTED_OUT}
    return UsSection(version=1, sale=said.get(found[1], Choice.NOT_APPLICABLE))
