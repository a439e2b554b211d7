"""What comes before the body, and what belongs to the head wherever it stands.

(HTML §13.2.6.4.1 to 13.2.6.4.6.) A rule says whether it took the token; else it comes
once more, for the phase that follows.
"""

from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.bodies import merged
from sarto.workbench.crawl.dom.open import Open

IMPLYING: Final = (b"head", b"body", b"html", b"br")  # end tags
PARTS: Final = html.IN_HEAD - {b"noscript"}  # wherever they stand
THOROUGH: Final = html.IMPLIED | html.TABLE_PARTS - {b"col"}


def head_start(tree: Open) -> bool:
    """Take the start tag of what belongs to the head."""
    name = tree.token.name
    if name in html.VOID_IN_HEAD:
        tree.void()
    elif name in PARTS:
        tree.start()
        if name == b"template":
            tree.formatting.append(None)
            tree.templates.append(b"template")
    else:
        return False
    return True


def template_end(tree: Open) -> None:
    if tree.has(b"template"):
        while tree.node.name in THOROUGH:
            tree.pop()
        tree.close((b"template",), ())
        tree.forget()
        tree.templates.pop()


def before_html(tree: Open) -> bool:
    token = tree.token
    if (token.kind, token.name) == ("start", b"html"):
        tree.start()
        return True
    if token.kind == "end" and token.name not in IMPLYING:
        return True
    tree.start(b"html")
    return False


def before_head(tree: Open) -> bool:
    token = tree.token
    if (token.kind, token.name) == ("start", b"head"):
        tree.head = tree.start()
        return True
    if (token.kind, token.name) == ("start", b"html"):
        merged(tree)
        return True
    if token.kind == "end" and token.name not in IMPLYING:
        return True
    tree.head = tree.start(b"head")
    return False


def in_head(tree: Open) -> bool:
    token = tree.token
    kind, name = token.kind, token.name
    if tree.node.name == b"noscript":
        return in_noscript(tree)
    if kind == "start" and (name in (b"html", b"head", b"noscript")):
        if name == b"html":
            merged(tree)
        elif name == b"noscript":
            tree.start()
        return True
    if kind == "start" and head_start(tree):
        return True
    if kind == "end" and name == b"template":
        template_end(tree)
        return True
    if kind == "end" and name not in IMPLYING:
        return True
    tree.pop()
    return (kind, name) == ("end", b"head")


def in_noscript(tree: Open) -> bool:
    kind, name = tree.token.kind, tree.token.name
    if kind == "start" and name in html.IN_NOSCRIPT:
        return head_start(tree)
    if kind == "start" and name in (b"html", b"head", b"noscript"):
        if name == b"html":
            merged(tree)
        return True
    if kind == "end" and name not in (b"br", b"noscript"):
        return True
    tree.pop()
    return (kind, name) == ("end", b"noscript")


def after_head(tree: Open) -> bool:
    kind, name = tree.token.kind, tree.token.name
    if kind == "start" and name == b"body":
        tree.start()
        return True
    if kind == "start" and name in PARTS and tree.head is not None:
        tree.stack.append(tree.head)
        head_start(tree)
        tree.stack.remove(tree.head)
        return True
    if kind == "start" and name in (b"html", b"head"):
        (merged if name == b"html" else Open.ignore)(tree)
        return True
    if kind == "end" and name == b"template":
        template_end(tree)
        return True
    if kind == "end" and name not in IMPLYING[1:]:
        return True
    tree.start(b"body")
    return False
