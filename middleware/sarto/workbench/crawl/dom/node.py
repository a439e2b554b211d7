"""A tree as a parser makes it of a page, each node knowing the bytes it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["start", "end", "text", "comment", "doctype"]

TEXT, COMMENT = b"", b"!"  # no element is called so


class Token(NamedTuple):
    """A piece of a page; `name` is lower-case."""

    kind: Kind
    start: int
    stop: int
    name: bytes = b""
    attributes: dict[bytes, str] = {}  # noqa: RUF012 - the one of most tokens, never changed
    is_self_closing: bool = False


@dataclass(slots=True, eq=False)
class Node:
    """An element, a text or a comment.

    `start` and `stop` are where its tag, its text or comment stands; of what a parser
    adds by itself, the place of what made it do so. Elements of SVG and MathML are
    called b" svg NAME" and b" math NAME".
    """

    name: bytes
    start: int
    stop: int
    attributes: dict[bytes, str] = field(default_factory=dict[bytes, str])
    children: list["Node"] = field(default_factory=list["Node"])
    parent: "Node | None" = None
    ended: Token | None = None  # by what; None: by the end of the page
    is_implied: bool = False  # its tag was left out
    is_fostered: bool = False  # put before the table that cannot hold it

    @property
    def is_element(self) -> bool:
        return self.name not in (TEXT, COMMENT)

    @property
    def tag(self) -> str:
        """Name the element as an author does."""
        name = self.name.split(b" ")[2] if self.name.startswith(b" ") else self.name
        return name.decode("utf-8", "replace")

    def detach(self) -> None:
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None

    def add(self, child: "Node", before: "Node | None" = None) -> None:
        """Put a node last, or before another child."""
        at = len(self.children) if before is None else self.children.index(before)
        self.children.insert(at, child)
        child.parent = self

    def walk(self) -> Iterator["Node"]:
        """List all nodes inside, in the order of the page."""
        waiting = self.children[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.children[::-1]

    def around(self) -> Iterator["Node"]:
        """List the elements around, innermost first."""
        node = self.parent
        while node is not None and node.name:
            yield node
            node = node.parent
