"""SVG and MathML (HTML §13.2.6.5)."""

from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.node import Node, Token
from sarto.workbench.crawl.dom.open import Open

POINTS: Final = html.HTML_POINTS | html.TEXT_POINTS
NOT_TEXT: Final = (b"mglyph", b"malignmark")


def is_foreign(tree: Open, token: Token | None = None) -> bool:
    """Whether the rules for foreign content take a token; without one: a CDATA."""
    if not tree.stack or not tree.node.name.startswith(b" "):
        return False
    name = tree.node.name
    if token is None:
        return True
    if token.kind == "text":
        return name not in POINTS
    if token.kind != "start":
        return True
    if name in html.TEXT_POINTS:
        return token.name in NOT_TEXT
    is_svg = name in html.ANNOTATIONS and token.name == b"svg"
    return not (is_svg or name in html.HTML_POINTS)


def begin(tree: Open) -> None:
    """Begin an svg or a math."""
    tree.reopen()
    put(tree, tree.token.name)


def put(tree: Open, space: bytes) -> None:
    token = tree.token
    name = b" %b %b" % (space, token.name)
    encoding = token.attributes.get(b"encoding", "").lower()
    if name == b" math annotation-xml" and encoding in html.HTML_ENCODINGS:
        name = html.HTML_ANNOTATION
    node = Node(name, token.start, token.stop, dict(token.attributes))
    tree.insert(node)
    tree.push(node)
    if token.is_self_closing:
        tree.pop()


def start(tree: Open) -> bool:
    """Take a start tag; false: by the rules for HTML, outside."""
    token = tree.token
    is_font = token.name == b"font"
    if token.name in html.BREAKOUT or (
        is_font and not html.BREAKOUT_FONT.isdisjoint(token.attributes)
    ):
        break_out(tree)
        return False
    put(tree, tree.node.name.split(b" ")[1])
    return True


def end(tree: Open) -> bool:
    if tree.token.name in (b"br", b"p"):
        break_out(tree)
        return False
    for node in reversed(tree.stack):
        if not node.name.startswith(b" "):
            return False
        if node.name.split(b" ")[2] == tree.token.name:
            tree.pop_to(node)
            return True
    return False


def break_out(tree: Open) -> None:
    while tree.node.name.startswith(b" ") and tree.node.name not in POINTS:
        tree.pop()
