"""Whether one element is what a part of a selector says (Selectors 4, HTML §4.16.2).

In: a start tag's name and attributes. Out: a truth. Names of elements and attributes
are compared without case, also those of SVG; ids and classes with it, but in quirks
mode; the values of some attributes of HTML never. Never: an exception.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sarto.vocabulary.selectors import Compound

FOLDED = (  # their values are compared without case (HTML §4.16.2)
    "accept accept-charset align alink axis bgcolor charset checked clear codetype"
    " color compact declare defer dir direction disabled enctype face frame hreflang"
    " http-equiv lang language link media method multiple nohref noresize noshade"
    " nowrap readonly rel rev rules scope scrolling selected shape target text type"
    " valign valuetype vlink"
)
SPACE = re.compile(rb"[\t\n\f\r ]+")  # `bytes.split` takes one more for white space
SIGNS: dict[str, Callable[[bytes, bytes], bool]] = {
    "": lambda _value, _wanted: True,
    "=": lambda value, wanted: value == wanted,
    "~=": lambda value, wanted: bool(wanted) and wanted in SPACE.split(value),
    "|=": lambda value, wanted: value == wanted or value.startswith(wanted + b"-"),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}


@dataclass(frozen=True, slots=True)
class Need:
    """One attribute that an element must have, and how its value compares."""

    name: bytes
    sign: str
    value: bytes
    is_folded: bool = False

    def holds(self, attributes: Mapping[bytes, str]) -> bool:
        text = attributes.get(self.name)
        if text is None:
            return False
        value = text.encode()
        return SIGNS[self.sign](value.lower() if self.is_folded else value, self.value)


@dataclass(frozen=True, slots=True)
class Test:
    """All that an element must be."""

    element: bytes  # empty: any
    needs: tuple[Need, ...]

    @classmethod
    def of(cls, compound: Compound, *, is_quirky: bool) -> "Test":
        return cls(
            compound.element.encode(), tuple(needs(compound, is_quirky=is_quirky))
        )

    def holds(self, name: bytes, attributes: Mapping[bytes, str]) -> bool:
        if self.element and self.element != name:
            return False
        return all(need.holds(attributes) for need in self.needs)


def needs(compound: Compound, *, is_quirky: bool) -> Iterator[Need]:
    for name in compound.ids:
        yield need(b"id", "=", name, is_folded=is_quirky)
    for name in compound.classes:
        yield need(b"class", "~=", name, is_folded=is_quirky)
    for said in compound.attributes:
        is_folded = said.flag == "i" or (not said.flag and said.name in FOLDED.split())
        yield need(said.name.encode(), said.sign, said.value, is_folded=is_folded)


def need(name: bytes, sign: str, value: str, *, is_folded: bool) -> Need:
    wanted = value.encode()
    return Need(name, sign, wanted.lower() if is_folded else wanted, is_folded)
