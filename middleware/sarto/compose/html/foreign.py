"""SVG and MathML inside HTML (13.2.6.5), on the stack of open elements.

In: tags while the current node is not HTML's. Out: true where the tag stays foreign,
false where the rules for HTML must take it. Never: an exception.
"""

from dataclasses import dataclass

from sarto.compose.html import names as html
from sarto.compose.html.elements import OpenElements, Tag

_POINTS = html.HTML_POINTS | html.TEXT_POINTS


@dataclass(slots=True)
class ForeignElements(OpenElements):
    @property
    def is_foreign(self) -> bool:
        """The current node is SVG's or MathML's."""
        return bool(self.foreign) and self.names[-1].startswith(b" ")

    def push_foreign(self, tag: Tag, namespace: bytes) -> None:
        if tag.is_self_closing:
            self.announce(tag, void=True)
            return
        name = b" %b %b" % (namespace, tag.name)
        encoding = tag.attributes.get(b"encoding", "").lower()
        if name == b" math annotation-xml" and encoding in html.HTML_ENCODINGS:
            name = html.HTML_ANNOTATION
        self.push(tag, name)

    def foreign_start(self, tag: Tag) -> bool:
        if self._is_html_point(tag.name):
            return False
        if tag.name in html.BREAKOUT or (
            tag.name == b"font" and not html.BREAKOUT_FONT.isdisjoint(tag.attributes)
        ):
            self.break_out(tag.start)
            return False
        self.push_foreign(tag, self.names[-1].split(b" ")[1])
        return True

    def _is_html_point(self, name: bytes) -> bool:
        """Say if a start tag goes by HTML's rules right inside the current node."""
        node = self.names[-1]
        if node in html.TEXT_POINTS:
            return name not in (b"mglyph", b"malignmark")
        return node in html.HTML_POINTS or (node in html.ANNOTATIONS and name == b"svg")

    def break_out(self, at: int) -> None:
        depth = len(self.names)
        while self.names[depth - 1].startswith(b" "):
            if self.names[depth - 1] in _POINTS:
                break
            depth -= 1
        self.cut(depth, at)

    def foreign_end(self, name: bytes, at: int, stop: int) -> bool:
        if name in (b"br", b"p"):
            self.break_out(at)
            return False
        depth = len(self.names) - 1
        while self.names[depth].startswith(b" "):
            if self.names[depth].split(b" ")[2] == name:
                self.cut(depth, at, stop)
                return True
            depth -= 1
        return False
