"""Why a page is torn by what was put into it, and where in that it begins."""

from collections.abc import Callable, Iterator
from typing import Final

from sarto.workbench.crawl.dom.node import COMMENT, Node, Token
from sarto.workbench.crawl.judged import Verdict
from sarto.workbench.crawl.surroundings import ROOTS
from sarto.workbench.crawl.swapped import Swapped

TORN: Final = "SARTO054"
SHORT: Final = 60  # characters of a tag in a message


def reason(swapped: Swapped) -> Verdict:
    """Name the first thing that tears the page."""
    for find in REASONS:
        found = min(find(swapped), default=None, key=lambda each: each.offset)
        if found is not None:
            return found
    text = "{it} changes the page around its slot"
    return verdict(swapped.start, 1, text)


def verdict(offset: int, length: int, text: str, hint: str = "") -> Verdict:
    return Verdict(code=TORN, offset=offset, length=length, text=text, help=hint)


def unfinished(swapped: Swapped) -> Iterator[Verdict]:
    """Find a comment or a tag that goes on over the page."""
    for node in swapped.built.document.walk():
        if swapped.holds(node.start) and node.stop > swapped.stop:
            is_comment = swapped.body.startswith(b"<!", node.start)
            what = "comment" if is_comment else "tag"
            text = (
                f"nothing ends this {what} of {{it}}: the page after it is lost in it"
            )
            yield verdict(node.start, 1, text, f"end the {what}")


def ending(swapped: Swapped) -> Iterator[Verdict]:
    """Find tags that end what is open around the slot."""
    for node in swapped.built.document.walk():
        token = node.ended
        if token is None or not node.is_element or node.start >= swapped.start:
            continue
        if swapped.holds(token.start):
            yield ended(swapped, node, token)


def ended(swapped: Swapped, node: Node, token: Token) -> Verdict:
    tag, size = tag_of(token), token.stop - token.start
    own = node.start == swapped.span.start
    where = "of its own slot" if own else "that its slot is in"
    text = f"{tag} in {{it}} ends the <{node.tag}> {where}"
    if token.kind == "end":
        hint = "nothing in it opens what this tag ends: take the tag out"
    elif node.tag == "p":
        hint = f"no <{token.name.decode()}> can be in a <p>: put the slot on a <div>"
    else:
        hint = f"no <{token.name.decode()}> can be in a <{node.tag}>"
    return verdict(token.start, size, text, hint)


def misplaced(swapped: Swapped) -> Iterator[Verdict]:
    """Find what a table cannot hold, and so stands before it."""
    for node in swapped.built.document.walk():
        if not node.is_fostered or not swapped.holds(node.start):
            continue
        what = f"<{node.tag}>" if node.is_element else "this text"
        text = f"{what} in {{it}} cannot be right in a table: browsers put it before it"
        hint = "inside a table, only cells and captions hold such things"
        yield verdict(node.start, node.stop - node.start, text, hint)


def unclosed(swapped: Swapped) -> Iterator[Verdict]:
    """Find elements that go on over what follows."""
    for node in swapped.built.document.walk():
        is_root = node.name in ROOTS
        if is_root or not (node.is_element and swapped.holds(node.start)):
            continue
        if is_over(swapped, node) or is_outside(swapped, node):
            text = f"nothing ends the <{node.tag}> in {{it}}: it goes on over the page"
            hint = f"end it with </{node.tag}>"
            yield verdict(node.start, node.stop - node.start, text, hint)


def is_over(swapped: Swapped, node: Node) -> bool:
    """Whether it is still open where what was put in ends."""
    if node.ended is None:
        return True
    is_later = node.ended.start >= swapped.stop
    return is_later and any(each.start >= swapped.stop for each in node.walk())


def is_outside(swapped: Swapped, node: Node) -> bool:
    """Whether it, or another like it, is open in what follows."""
    return any(
        each.start >= swapped.stop and each.name != COMMENT for each in node.walk()
    )


def merging(swapped: Swapped) -> Iterator[Verdict]:
    """Find tags that say something of the whole page."""
    for token in swapped.built.tree.ignored:
        if not swapped.holds(token.start):
            continue
        if token.name in (b"html", b"body"):
            text = f"{tag_of(token)} in {{it}} gives its attributes to the whole page"
            hint = "a fragment is a part of a page: it has no <html> and no <body>"
            yield verdict(token.start, token.stop - token.start, text, hint)


def forms(swapped: Swapped) -> Iterator[Verdict]:
    """Find a form that keeps one of the page's from being one."""
    ignored = swapped.built.tree.ignored
    is_lost = any(t.name == b"form" and not swapped.holds(t.start) for t in ignored)
    for node in swapped.built.document.walk():
        if is_lost and node.name == b"form" and swapped.holds(node.start):
            text = "nothing ends the <form> in {it}: the page's own form is lost"
            yield verdict(node.start, node.stop - node.start, text, "end it: </form>")


def closing(swapped: Swapped) -> Iterator[Verdict]:
    """Find end tags that are not its own, though by luck nothing comes of it."""
    for found in ending(swapped):
        if swapped.body.startswith(b"</", found.offset):
            yield found
            return


def tag_of(token: Token) -> str:
    name = token.name.decode("utf-8", "replace")[:SHORT]
    return f"</{name}>" if token.kind == "end" else f"<{name}>"


REASONS: Final[tuple[Callable[[Swapped], Iterator[Verdict]], ...]] = (
    unfinished,
    ending,
    misplaced,
    unclosed,
    merging,
    forms,
)
