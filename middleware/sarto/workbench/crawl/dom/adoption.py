"""The end of a formatting element (HTML §13.2.6.4.7, the adoption agency)."""

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.node import Node
from sarto.workbench.crawl.dom.open import Open, copied

ROUNDS, NEAR = 8, 3


def adopt(tree: Open, name: bytes) -> bool:
    """End an element of that name; false where the rules for any other tag count."""
    if tree.node.name == name and tree.node not in tree.formatting:
        tree.pop()
        return True
    for _ in range(ROUNDS):
        entry = last(tree, name)
        if entry is None:
            return False
        if entry not in tree.stack:
            tree.formatting.remove(entry)
            return True
        if not in_scope(tree, entry):
            return True
        block = furthest_block(tree, entry)
        if block is None:
            tree.pop_to(entry)
            tree.formatting.remove(entry)
            return True
        move(tree, entry, block)
    return True


def last(tree: Open, name: bytes) -> Node | None:
    for entry in reversed(tree.formatting):
        if entry is None or entry.name == name:
            return entry
    return None


def in_scope(tree: Open, entry: Node) -> bool:
    for node in reversed(tree.stack):
        if node is entry:
            return True
        if node.name in html.SCOPE:
            break
    return False


def furthest_block(tree: Open, entry: Node) -> Node | None:
    above = tree.stack[tree.stack.index(entry) + 1 :]
    return next((node for node in above if node.name in html.SPECIAL), None)


def move(tree: Open, entry: Node, block: Node) -> None:
    """Close the element, and open one like it inside the block."""
    stack, formatting = tree.stack, tree.formatting
    common = stack[stack.index(entry) - 1]
    mark = formatting.index(entry)
    node = inner = block
    at, count = stack.index(block), 0
    while True:
        at, count = at - 1, count + 1
        node = stack[at]
        if node is entry:
            break
        if count > NEAR and node in formatting:
            mark -= formatting.index(node) < mark
            formatting.remove(node)
        if node not in formatting:
            stack.remove(node)
            node.ended = tree.token
            continue
        node = renewed(tree, node)
        if inner is block:
            mark = formatting.index(node) + 1
        inner.detach()
        node.add(inner)
        inner = node
    inner.detach()
    tree.insert(inner, common)
    settle(tree, entry, block, mark)


def renewed(tree: Open, node: Node) -> Node:
    """Replace an open formatting element by one like it."""
    again = copied(node)
    node.ended = tree.token
    tree.formatting[tree.formatting.index(node)] = again
    tree.stack[tree.stack.index(node)] = again
    return again


def settle(tree: Open, entry: Node, block: Node, mark: int) -> None:
    again = copied(entry)
    for child in block.children[:]:
        child.detach()
        again.add(child)
    block.add(again)
    tree.formatting.insert(mark, again)
    tree.formatting.remove(entry)
    tree.stack.remove(entry)
    entry.ended = tree.token
    tree.stack.insert(tree.stack.index(block) + 1, again)
