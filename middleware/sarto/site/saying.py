"""Whom a rule is for, as a sentence: "somebody on a phone, in Iran, who is new here".

In come the nodes that decide, out come plain English words, for people who never saw
the file they stand in.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from sarto.config.model import Cap, Show
from sarto.decide.conditions import All, AnyOf, Capped, Leaf, Named, Node, Not, Window
from sarto.site.amounts import day
from sarto.site.phrases import phrase

EVERYBODY: Final = "everybody"
PER: Final = {"visit": "visit", "day": "visitor and day", "visitor": "visitor"}
TWICE: Final = 2
WHO: Final = ("who", "whose", "with", "of whom", "either")


def sentence(*nodes: Node | None) -> str:
    """Say whom all of these hold for: `somebody on a phone, in Iran`."""
    said = [each for node in nodes if node is not None for each in phrases(node)]
    if not said:
        return EVERYBODY
    return f"somebody {joined(said)}"


def phrases(node: Node) -> list[str]:
    """List what must all hold, each as it stands after `somebody`."""
    if isinstance(node, All):
        return [each for part in node.parts for each in phrases(part)]
    if isinstance(node, AnyOf):
        ways = list(dict.fromkeys(map(bracketed, alternatives(node))))
        return ways if len(ways) == 1 else [f"either {' or '.join(ways)}"]
    if isinstance(node, Not):
        part = alone_in(node.part)
        return phrases(part.part) if isinstance(part, Not) else [denied(part)]
    if isinstance(node, Named):
        return [f"who is one of “{node.name}”"]
    return [alone(node)]


def alternatives(node: Node) -> Iterator[Node]:
    """List what may hold, that of ways inside ways too."""
    node = alone_in(node)
    for part in node.parts if isinstance(node, AnyOf) else ():
        yield from alternatives(part)
    if not isinstance(node, AnyOf):
        yield node


def alone_in(node: Node) -> Node:
    """Give the one part of what has no other."""
    while isinstance(node, All | AnyOf) and len(node.parts) == 1:
        (node,) = node.parts
    return node


def alone(node: Leaf | Window | Capped) -> str:
    """Say one thing that is asked."""
    if isinstance(node, Leaf):
        return phrase(node.condition)
    if isinstance(node, Window):
        return " ".join(said(node.start, node.until))
    return f"who saw this fewer than {node.times} times"


def bracketed(node: Node) -> str:
    """Say one of several ways; what is of many parts is kept together."""
    said = phrases(node)
    return said[0] if len(said) == 1 else f"({joined(said)})"


def denied(node: Node) -> str:
    """Say that something must not hold."""
    said = phrases(node)
    if len(said) > 1:
        return f"but nobody ({joined(said)})"
    text = said[0] if said else EVERYBODY
    return f"but nobody {text}" if text.startswith(WHO) else f"not {text}"


def joined(said: list[str]) -> str:
    """Put phrases in a row; a short row needs no more than its commas."""
    return ", ".join(said)


def said(start: datetime | date | None, until: datetime | date | None) -> list[str]:
    """Say from when until when, as the author wrote it."""
    return [
        f"{word} {moment(when)}{ends(when) if word == 'until' else ''}"
        for word, when in (("from", start), ("until", until))
        if when is not None
    ]


def moment(when: datetime | date) -> str:
    if isinstance(when, datetime):
        return f"{day(when)}, {when:%H:%M}"
    return day(when)


def ends(when: datetime | date) -> str:
    """Say that a day without a time is in it whole."""
    return "" if isinstance(when, datetime) else " (that day too)"


def window(show: Show) -> str:
    """Say when a rule holds at all; nothing: always."""
    return " ".join(said(show.start, show.until))


def often(cap: Cap | None) -> str:
    """Say how often a rule is shown at most; nothing: as often as it holds."""
    if cap is None:
        return ""
    times = {1: "once", TWICE: "twice"}.get(cap.times, f"{cap.times} times")
    return f"at most {times} per {PER[cap.per]}"
