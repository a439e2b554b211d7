"""What somebody must be to match, piece by piece; and which pieces contradict."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from sarto.decide.conditions import (
    All,
    AnyOf,
    Capped,
    Leaf,
    Named,
    Node,
    Not,
    Window,
    walked,
)
from sarto.workbench.reasoning.atoms import fact_of

T = TypeVar("T")

Kept: TypeAlias = Callable[[list[T]], bool]
LONG = 60  # characters of one piece in a message


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that must be so, as it is written."""

    text: str
    node: Node

    @property
    def facts(self) -> frozenset[str]:
        """Name the facts that it speaks of; a window speaks of "window"."""
        nodes = walked(self.node)
        asked = (each for each in nodes if isinstance(each, Leaf | Window | Capped))
        return frozenset(named(each) for each in asked)


def named(asked: Leaf | Window | Capped) -> str:
    if isinstance(asked, Leaf):
        return fact_of(asked)
    return "window" if isinstance(asked, Window) else "cap"


def pieces(node: Node, *, is_opened: bool = True) -> Iterator[Piece]:
    """Take a node apart as far as all of its parts must hold.

    Audiences inside are one piece each, unless they are opened.
    """
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, All):
            waiting += reversed(part.parts)
        elif isinstance(part, Named) and is_opened:
            waiting.append(part.node)
        else:
            yield Piece(written(part), part)


def written(node: Node) -> str:
    """Write a node about as its author did."""
    text = {
        Leaf: lambda: node.condition.written if isinstance(node, Leaf) else "",
        Named: lambda: f'to = "{node.name}"' if isinstance(node, Named) else "",
        Window: lambda: window(node) if isinstance(node, Window) else "",
        Capped: lambda: f"cap = {node.times}" if isinstance(node, Capped) else "",
        Not: lambda: f"not {written(node.part)}" if isinstance(node, Not) else "",
        AnyOf: lambda: group("any", node),
        All: lambda: group("all", node),
    }[type(node)]()
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def group(word: str, node: Node) -> str:
    parts = node.parts if isinstance(node, All | AnyOf) else ()
    return f"{word} of ({', '.join(map(written, parts))})"


def window(node: Window) -> str:
    start = f"from = {node.start:%Y-%m-%d %H:%M}" if node.start else ""
    end = f"until = {node.until:%Y-%m-%d %H:%M}" if node.until else ""
    return ", ".join(filter(None, (start, end)))


def fewest(found: Sequence[T], is_enough: Kept[T]) -> list[T]:
    """Leave out what is not needed, one after another, the last first."""
    left = list(found)
    for each in reversed(found):
        less = [one for one in left if one is not each]
        if is_enough(less):
            left = less
    return left
