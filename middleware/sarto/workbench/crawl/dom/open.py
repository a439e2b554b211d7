"""The open elements and the formatting to open again (HTML §13.2.4.2, 13.2.4.3)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sarto.compose.html import names as html
from sarto.compose.html.elements import DEPTH
from sarto.workbench.crawl.dom.node import TEXT, Node, Token

MOST = 32  # formatting elements that may be open again, of however many
NOAH = 3  # equal formatting elements that are kept at once


@dataclass(slots=True)
class Open:
    """What is open, where new nodes go, and by which token that changes."""

    document: Node = field(default_factory=lambda: Node(TEXT, 0, 0))
    stack: list[Node] = field(default_factory=list[Node])
    formatting: list[Node | None] = field(default_factory=list[Node | None])
    token: Token = field(default_factory=lambda: Token("text", 0, 0))
    head: Node | None = None
    form: Node | None = None
    templates: list[bytes] = field(default_factory=list[bytes])  # their modes
    is_fostering: bool = False
    is_quirky: bool = True
    ignored: list[Token] = field(default_factory=list[Token])  # start tags

    @property
    def node(self) -> Node:
        return self.stack[-1]

    def has(self, name: bytes) -> bool:
        return any(node.name == name for node in self.stack)

    def find(
        self, wanted: Collection[bytes], boundary: Collection[bytes] = html.SCOPE
    ) -> Node | None:
        """Find the innermost of `wanted` above any `boundary`."""
        for node in reversed(self.stack):
            if node.name in wanted:
                return node
            if node.name in boundary:
                break
        return None

    def pop(self) -> Node:
        node = self.stack.pop()
        node.ended = self.token
        return node

    def pop_to(self, node: Node) -> None:
        """Pop up to a node, and the node."""
        while self.pop() is not node:
            pass

    def pop_until(self, names: Collection[bytes]) -> None:
        """Pop until one of these is the current node."""
        while self.node.name not in names:
            self.pop()

    def close(
        self, wanted: Collection[bytes], boundary: Collection[bytes] = html.SCOPE
    ) -> bool:
        """Pop up to one of `wanted` in scope, if there is one."""
        found = self.find(wanted, boundary)
        if found is not None:
            self.pop_to(found)
        return found is not None

    def close_p(self) -> None:
        self.close((b"p",), html.BUTTON_SCOPE)

    def implied(self, *keep: bytes) -> None:
        """Generate implied end tags (13.2.6.3)."""
        while self.node.name in html.IMPLIED and self.node.name not in keep:
            self.pop()

    # Where nodes go (13.2.6.1)

    def insert(self, node: Node, target: Node | None = None) -> None:
        target = target or self.node
        if self.is_fostering and target.name in html.TABLE_CONTEXT:
            self.foster(node)
        else:
            target.add(node)

    def foster(self, node: Node) -> None:
        """Put a node before the table that cannot hold it."""
        node.is_fostered = True
        table = self.find((b"table", b"template"), ())
        if table is None:
            self.node.add(node)
        elif table.name == b"template":
            table.add(node)
        elif table.parent is not None:
            table.parent.add(node, table)
        else:
            self.stack[self.stack.index(table) - 1].add(node)

    def start(self, name: bytes = b"") -> Node:
        """Insert an element for the token, or one whose tag was left out."""
        token = self.token
        attributes = {} if name else dict(token.attributes)
        node = Node(name or token.name, token.start, token.stop, attributes)
        node.is_implied = bool(name)
        self.insert(node)
        self.push(node)
        return node

    def push(self, node: Node) -> None:
        """Open an element; of too many the last gives way, as in Blink."""
        if len(self.stack) >= DEPTH:
            self.pop()
        self.stack.append(node)

    def void(self) -> None:
        self.start()
        self.pop()

    def text(self, token: Token) -> None:
        self.insert(Node(TEXT, token.start, token.stop))

    def ignore(self) -> None:
        self.ignored.append(self.token)

    # Formatting

    def reopen(self) -> None:
        """Open formatting elements again that were closed by force."""
        entries, at = self.formatting, len(self.formatting)
        while at and (entry := entries[at - 1]) is not None and entry not in self.stack:
            at -= 1
        for index in range(at, len(entries)):
            entry = entries[index]
            if entry is not None:
                entries[index] = again = copied(entry)
                self.insert(again)
                self.push(again)

    def remember(self, node: Node) -> None:
        """Keep an element to be opened again; of equals the last three."""
        alike = list[Node]()
        for entry in reversed(self.formatting):
            if entry is None:
                break
            if (entry.name, entry.attributes) == (node.name, node.attributes):
                alike.append(entry)
        if len(alike) >= NOAH:
            self.formatting.remove(alike[-1])
        self.formatting.append(node)
        if len(self.formatting) > MOST:
            del self.formatting[0]

    def forget(self) -> None:
        """Forget the formatting up to the last marker."""
        while self.formatting and self.formatting.pop() is not None:
            pass


def copied(node: Node) -> Node:
    return Node(node.name, node.start, node.stop, dict(node.attributes))
