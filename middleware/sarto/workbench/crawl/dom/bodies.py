"""Start tags in the body (HTML §13.2.6.4.7), one rule for a group of names."""

from collections.abc import Callable
from typing import Final, TypeAlias

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.adoption import adopt
from sarto.workbench.crawl.dom.open import Open

Rule: TypeAlias = Callable[[Open], None]

STOPS: Final = html.SPECIAL - html.PASSED_BY_ITEMS
ITEMS: Final = {b"li": (b"li",), b"dd": (b"dd", b"dt"), b"dt": (b"dd", b"dt")}
MARKED: Final = (b"applet", b"marquee", b"object")


def block(tree: Open) -> None:
    tree.close_p()
    tree.start()


def heading(tree: Open) -> None:
    tree.close_p()
    if tree.node.name in html.HEADINGS:
        tree.pop()
    tree.start()


def form(tree: Open) -> None:
    has_template = tree.has(b"template")
    if tree.form is not None and not has_template:
        tree.ignore()
        return
    tree.close_p()
    node = tree.start()
    if not has_template:
        tree.form = node


def item(tree: Open) -> None:
    name = tree.token.name
    for node in reversed(tree.stack):
        if node.name in ITEMS[name]:
            tree.implied(node.name)
            tree.pop_to(node)
            break
        if node.name in STOPS:
            break
    block(tree)


def button(tree: Open) -> None:
    if (found := tree.find((b"button",))) is not None:
        tree.implied()
        tree.pop_to(found)
    phrase(tree)


def phrase(tree: Open) -> None:
    tree.reopen()
    tree.start()


def formatting(tree: Open) -> None:
    tree.reopen()
    tree.remember(tree.start())


def anchor(tree: Open) -> None:
    open_ = None
    for entry in reversed(tree.formatting):
        if entry is None:
            break
        if entry.name == b"a":
            open_ = entry
            break
    if open_ is not None:
        end_by_force(tree, b"a")
        for kept in (tree.formatting, tree.stack):
            if open_ in kept:
                kept.remove(open_)
    formatting(tree)


def nobr(tree: Open) -> None:
    tree.reopen()
    if tree.find((b"nobr",)) is not None:
        end_by_force(tree, b"nobr")
        tree.reopen()
    tree.remember(tree.start())


def end_by_force(tree: Open, name: bytes) -> None:
    if not adopt(tree, name):
        other_end(tree, name)


def other_end(tree: Open, name: bytes) -> None:
    """Take any other end tag (13.2.6.4.7)."""
    for node in reversed(tree.stack):
        if node.name == name:
            tree.implied(name)
            tree.pop_to(node)
            return
        if node.name in html.SPECIAL:
            return


def marked(tree: Open) -> None:
    phrase(tree)
    tree.formatting.append(None)


def table(tree: Open) -> None:
    if not tree.is_quirky:
        tree.close_p()
    tree.start()


def void(tree: Open) -> None:
    tree.reopen()
    tree.void()


def setting(tree: Open) -> None:
    tree.void()


def field(tree: Open) -> None:
    tree.close((b"select",))
    void(tree)


def rule(tree: Open) -> None:
    tree.close_p()
    if tree.find((b"select",)) is not None:
        tree.implied()
    tree.void()


def select(tree: Open) -> None:
    if tree.close((b"select",)):
        tree.ignore()
    else:
        phrase(tree)


def option(tree: Open) -> None:
    if tree.find((b"select",)) is not None:
        tree.implied(*((b"optgroup",) if tree.token.name == b"option" else ()))
    elif tree.node.name == b"option":
        tree.pop()
    phrase(tree)


def ruby(tree: Open) -> None:
    if tree.find((b"ruby",)) is not None:
        tree.implied(*((b"rtc",) if tree.token.name in (b"rp", b"rt") else ()))
    tree.start()


def xmp(tree: Open) -> None:
    tree.close_p()
    phrase(tree)


def merged(tree: Open) -> None:
    """Give the attributes of a second html or body to the first."""
    at = 1 if tree.token.name == b"html" else 2  # the document is below them
    node = tree.stack[at] if len(tree.stack) > at else tree.document
    if node.name == tree.token.name and not tree.has(b"template"):
        for name, value in tree.token.attributes.items():
            node.attributes.setdefault(name, value)
    tree.ignore()


STARTS: Final[dict[bytes, Rule]] = {
    **dict.fromkeys(html.ENDS_P, block),
    **dict.fromkeys(html.HEADINGS, heading),
    **dict.fromkeys(html.FORMATTING, formatting),
    **dict.fromkeys(html.VOID, void),
    **dict.fromkeys(MARKED, marked),
    **dict.fromkeys(ITEMS, item),
    **dict.fromkeys((b"param", b"source", b"track"), setting),
    **dict.fromkeys((b"option", b"optgroup"), option),
    **dict.fromkeys((b"rb", b"rp", b"rt", b"rtc"), ruby),
    **dict.fromkeys((b"html", b"body"), merged),
    **dict.fromkeys(html.TABLE_PARTS | {b"frame", b"frameset", b"head"}, Open.ignore),
    b"a": anchor,
    b"button": button,
    b"form": form,
    b"hr": rule,
    b"image": void,
    b"input": field,
    b"nobr": nobr,
    b"plaintext": block,
    b"select": select,
    b"table": table,
    b"xmp": xmp,
}
