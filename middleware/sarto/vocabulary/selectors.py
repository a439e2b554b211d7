r"""Selectors: how a slot is found in HTML that nobody may edit, as CSS writes it.

    main  #hero  .card  [data-x]  [data-x="1"]     one thing an element must have
    section.hero[data-x]                           all of them
    main .card                                     anywhere inside
    ul > li                                        right inside
    #hero, .banner                                 any of them

In brackets also `~=`, `|=`, `^=`, `$=`, `*=`, and `i` or `s` before the end. Names and
values may have CSS's escapes (`.md\:flex`). Text in, values or `SelectorError` out.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from sarto.vocabulary.reading import shown

LONGEST = 1000  # characters of all of one slot's selectors

_ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}(?:\r\n|[ \t\r\n\f])?|[^\r\n\f0-9a-fA-F])"
_LETTER = rf"(?:[\w\-\u0080-\U0010ffff]|{_ESCAPE})"
_NAME = rf"(?!-?[0-9]|-(?!{_LETTER})){_LETTER}+"
_TEXT = rf"\"(?:[^\"\\\r\n\f]|{_ESCAPE})*\"|'(?:[^'\\\r\n\f]|{_ESCAPE})*'"
_GAP = r"[ \t\r\n\f]*"
SIMPLE = re.compile(
    rf"#({_NAME})|\.({_NAME})|\[{_GAP}({_NAME}){_GAP}"
    rf"(?:([~|^$*]?=){_GAP}(?:({_NAME})|({_TEXT})){_GAP}([iIsS]?){_GAP})?\]",
    re.ASCII,
)
TYPE = re.compile(_NAME, re.ASCII)
JOINT = re.compile(rf"{_GAP}([>,]){_GAP}|[ \t\r\n\f]+", re.ASCII)
ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(.))", re.DOTALL)
ODD = re.compile(r"::?[\w-]*\(?|\[[^\]]*\]?|[#.]?[\w-]+|.", re.DOTALL)

HELP = (
    "write types, #ids, .classes and [attributes], joined by a space or >; "
    "or put data-sarto on the element"
)
LAST_CHARACTER = 0x10FFFF


class SelectorError(Exception):
    """Raised for what is no selector, or is none that is understood here."""

    def __init__(
        self,
        message: str,
        help: str = HELP,  # noqa: A002 - the word of every finding
        part: str = "",
    ) -> None:
        self.message = message
        self.part = part  # of the selector, that is not understood
        self.help = help
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """What one attribute must be; `sign` is empty where it must only be there."""

    name: str  # in lower case
    sign: str = ""
    value: str = ""
    flag: str = ""  # "i": case does not count; "s": it does; "": as HTML has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound:
    """All that one element must be."""

    element: str = ""  # in lower case; empty: any
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class Step(NamedTuple):
    """One element on the way to the last; `is_child`: right inside the one before."""

    compound: Compound
    is_child: bool = False


Selector: TypeAlias = tuple[Step, ...]  # from the outermost element to the one found


def selectors(text: str) -> tuple[Selector, ...]:
    """Read selectors, joined by commas; raises `SelectorError`."""
    if len(text) > LONGEST:
        raise SelectorError(f"a selector has at most {LONGEST} characters")
    text, at, joint = text.strip(" \t\r\n\f"), 0, ","
    found: list[list[Step]] = []
    while True:
        compound, at = compound_at(text, at)
        if joint == ",":
            found.append([])
        found[-1].append(Step(compound, joint == ">"))
        if at == len(text):
            return tuple(map(tuple, found))
        join = JOINT.match(text, at)
        if join is None:
            raise stranger(text, at)
        at, joint = join.end(), join[1]


def compound_at(text: str, at: int) -> tuple[Compound, int]:
    """Read what one element must be, and tell where that ends."""
    start = at
    ids, classes, attributes = list[str](), list[str](), list[Attribute]()
    element = TYPE.match(text, at)
    if element:
        at = element.end()
    while simple := SIMPLE.match(text, at):
        at = simple.end()
        if simple[1]:
            ids.append(unescaped(simple[1]))
        elif simple[2]:
            classes.append(unescaped(simple[2]))
        else:
            attributes.append(attribute(simple))
    if at == start:
        raise stranger(text, at)
    compound = Compound(
        element=unescaped(element[0]).lower() if element else "",
        ids=tuple(ids),
        classes=tuple(classes),
        attributes=tuple(attributes),
    )
    return compound, at


def attribute(found: re.Match[str]) -> Attribute:
    quoted = found[6]
    return Attribute(
        name=unescaped(found[3]).lower(),
        sign=found[4] or "",
        value=unescaped(found[5] or (quoted[1:-1] if quoted else "")),
        flag=(found[7] or "").lower(),
    )


def unescaped(text: str) -> str:
    return ESCAPED.sub(character, text)


def character(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[2]
    number = int(escape[1], 16)
    is_none = not number or number > LAST_CHARACTER or 0xD800 <= number < 0xE000  # noqa: PLR2004 - surrogates
    return "\ufffd" if is_none else chr(number)


def stranger(text: str, at: int) -> SelectorError:
    """Say what is not understood, or missing."""
    odd = ODD.match(text, at)
    if odd is None:
        is_half = f"{shown(text)} ends too soon"
        return SelectorError(is_half if text else "a selector cannot be empty")
    message = f"{shown(odd[0])} is not understood in a selector"
    return SelectorError(message, part=odd[0])
