"""Where the slots of a page are, by two parsers that are not ours.

turbohtml says where an element's tags stand in the bytes; lexbor, in selectolax, says
what a page's tree is with the contents of its slots taken out.
"""

import re
from bisect import bisect_left

import turbohtml
from selectolax.lexbor import LexborHTMLParser


def filled(page: bytes, selector: str, new: bytes) -> tuple[bytes, int]:
    """Put something into each slot of a page; tell how many there are."""
    out, last, count = b"", 0, 0
    for start, end in spans(page, selector):
        out += page[last:start] + new
        last, count = end, count + 1
    return out + page[last:], count


def spans(page: bytes, selector: str) -> list[tuple[int, int]]:
    """Tell from where to where the children of the outermost such elements go."""
    text = page.decode("latin-1")  # a character a byte: markup is ASCII
    returns = [each.start() - at for at, each in enumerate(re.finditer("\r\n", text))]
    found: list[tuple[int, int]] = []
    for element in turbohtml.parse(text, source_locations=True).select(selector):
        where, end = element.source_location, ending(element)
        if where is None or end is None or is_in_template(element):
            continue
        # The parser takes a return and a line feed for one character.
        start, end = (
            at + bisect_left(returns, at) for at in (where.start_tag.end_offset, end)
        )
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def ending(element: turbohtml.Element) -> int | None:
    """Tell where the children end; `None`: nothing but the page's end ends them."""
    where = element.source_location
    if where is not None and where.end_tag is not None:
        return where.end_tag.start_offset
    for sibling in element.next_siblings:
        if isinstance(sibling, turbohtml.Element) and sibling.source_location:
            return sibling.source_location.start_tag.start_offset
    above = element.parent
    if not isinstance(above, turbohtml.Element) or above.tag in ("body", "html"):
        return None
    return ending(above)


def is_in_template(element: turbohtml.Element) -> bool:
    return any(getattr(each, "tag", "") == "template" for each in element.ancestors)


def around(page: bytes, selector: str) -> tuple[str, list[str]]:
    """Give a page's tree less what its slots hold; and what they hold."""
    tree, held = LexborHTMLParser(page), []
    for node in tree.css(selector):
        if node.parent is None:  # it went with a slot around it
            continue
        held.append(node.inner_html or "")
        for child in list(node.iter(include_text=True)):
            child.decompose()
    return tree.html or "", held
