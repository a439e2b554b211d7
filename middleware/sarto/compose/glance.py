"""The slots of an ordinary page at a glance: most of it is looked at for "<" only.

In: a whole body. Out: just what a scan finds in it, or `None`: the page may not be
ordinary, and is for the scan. Never: a guess. Why that is exact, by the HTML Standard:

What a marker means depends on the tokenizer's state at its tag's "<", on whether tree
construction makes an element of the tag, and on where that ends. Everything between
slots matters only as far as it decides these.

1. The state (13.2.5). `base` is a place in the data state. Up to the next PECULIAR tag
   there is no start of a comment, of text that holds no tags, of SVG, MathML and their
   CDATA (13.2.5.69, 13.2.6.2, 13.2.6.5), hence only text, tags, and declarations that
   the next ">" ends. So a ">" leads back to the data state, unless it stands in a
   quoted value; of these the opening quote comes right after "=" and white space
   (13.2.5.37), and no such quote comes in between. Hence the state at a "<" is known
   from the last ">" before it, if no other "<" is between them, and if neither the last
   `"` nor the last `'` before that ">" comes after "=" (`is_text`).
2. PECULIAR tags are known so one after the other. A comment, an element of text only, a
   simple svg, select, button or template is passed as one unit, which leaves no element
   open. MathML, frames, plaintext, a second html, and whatever is written in a strange
   way are left to the scan. So `base` comes to every marker that counts.
3. The element (13.2.6.4). No template, foreign content or frameset being open, a start
   tag makes an element in every insertion mode, or ends the mode first, unless its name
   is one of REFUSED: these depend on what is open.
4. Its end: html/within.py. It asks about select, button, form and tables around a slot,
   so these are PECULIAR, too: absent is what occurs nowhere before, but in units. Where
   all inside is simple (`ordinary.INSIDES`), no special element is open there at the
   next end tag but the slot's own: that ends it, as within.py says of other elements.
"""

import re
from itertools import pairwise

from sarto.compose.html import names, ordinary
from sarto.compose.html.elements import Opened
from sarto.compose.html.entities import attribute_text
from sarto.compose.html.patterns import COMMENT_END, STANDARD
from sarto.compose.html.reader import LONGEST
from sarto.compose.html.within import Beyond, Within, read_within
from sarto.compose.scanner import Span, joined

# Whether these make an element depends on what is open; or they hold no tags.
REFUSED = (
    names.ONCE
    | names.RAW
    | names.TABLE_PARTS
    | {b"form", b"math", b"noscript", b"select", b"svg", b"template"}
)
_KEYS = frozenset((b"data-sarto", b"data-sarto-swap", b"lang"))
_BEFORE_QUOTE = frozenset(b"=\t\n\f\r ")
_NEAR = 64  # bytes of white space before a quote that are looked at
_OPENS = {  # by the two bytes after "<"
    b"se": frozenset((b"select",)),
    b"bu": frozenset((b"button",)),
    b"ta": names.TABLE_MODES,
}


def glance(body: bytes) -> tuple[tuple[Span, ...], str | None] | None:
    """Find the slots of a whole page, and its language where it has markers."""
    markers = [found.start() for found in ordinary.MARKER.finditer(body)]
    if not markers:
        return (), None
    if not ordinary.IS_SOUND:
        return None
    look = Glance(body)
    try:
        look.begin(markers[0])
        for marker, after in pairwise((*markers, len(body))):
            if marker >= look.base:
                look.reach(marker, after)
    except Beyond:
        return None
    return tuple(look.spans), look.language


class Glance:
    """One page, looked at up to `base`, which is in the data state."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.base = 0
        self.language: str | None = None
        self.spans: list[Span] = []
        self._is_quirky = True
        self._absent = names.TABLE_MODES | {b"button", b"select", b"template"}
        self._may_have_form = False

    def begin(self, marker: int) -> None:
        """Pass the page's beginning."""
        found = next(ordinary.BEGINNING.finditer(self.body, 0, marker))
        self.language = _values(found[2] or b"").get(b"lang")
        self._is_quirky = not STANDARD.match(found[1] or b"")
        self.base = found.end()
        if run := ordinary.RUN.match(self.body, self.base, marker):
            self.base = run.end()

    def reach(self, marker: int, after: int) -> None:
        """Look on up to a marker, and past the slot it makes, if it makes one."""
        body, at = self.body, self.base
        while found := self._next_peculiar(at, marker):
            start = found.start()
            self._stand_at(start)
            if run := ordinary.RUN.match(body, start, marker):
                self.base = at = run.end()
                continue
            self._pass_peculiar(start, marker)
            if self.base > marker:
                return
            at = max(found.end(), self.base)
        start = body.rfind(b"<", self.base, marker)
        if start < 0:
            self.base = marker
        else:
            self._stand_at(start)
            self._pass_tag(start, marker, after)

    def _next_peculiar(self, at: int, marker: int) -> re.Match[bytes] | None:
        pattern = ordinary.PECULIAR
        if self._may_have_form:
            pattern = ordinary.PECULIAR_OR_FORM_END
        return pattern.search(self.body, at, marker)

    def _stand_at(self, at: int) -> None:
        """Make a "<" the base, if it is in the data state for sure."""
        if not is_text(self.body, self.base, at):
            raise Beyond
        self.base = at

    def _pass_peculiar(self, at: int, marker: int) -> None:
        """Take note of what may be open from here on, or pass what a marker is in."""
        sign = self.body[at + 1 : at + 3].lower()
        if sign in _OPENS:
            self._absent -= _OPENS[sign]
        elif sign in (b"fo", b"/f"):
            if form := ordinary.FORM.match(self.body, at):
                self._may_have_form = not form[1]
        elif sign == b"!-":
            self._pass_comment(at)
        elif not ordinary.NOT_RAW.match(self.body, at):
            self._pass_raw(at, marker)

    def _pass_comment(self, at: int) -> None:
        found = ordinary.COMMENT.match(self.body, at)
        if found and not found[1]:
            found = COMMENT_END.search(self.body, found.end())
        if found is None:
            raise Beyond
        self.base = found.end()

    def _pass_raw(self, at: int, marker: int) -> None:
        """Pass an element that holds no tags (13.2.5.2 to 13.2.5.31)."""
        tag = ordinary.RAW.match(self.body, at, marker)
        if tag is None:
            raise Beyond
        end = ordinary.RAW_END[tag[1].lower()].search(self.body, tag.end())
        if end is None or not end[1]:
            raise Beyond
        comment = self.body.find(b"<!--", tag.end(), end.start())
        if comment >= 0 and ordinary.SCRIPT.search(self.body, comment, end.start()):
            raise Beyond  # a script's end tag may not end it (13.2.5.27)
        self.base = end.end()

    def _pass_tag(self, at: int, marker: int, after: int) -> None:
        """Pass a tag; if it is a slot's, its element."""
        tag = ordinary.START.match(self.body, at)
        if tag is None or tag.end() - at > LONGEST:
            raise Beyond
        self.base = max(tag.end(), marker)
        values = _values(tag[2])
        if tag.end() <= marker or b"data-sarto" not in values:
            return
        name = tag[1].lower()
        if name in REFUSED:
            raise Beyond
        inner, slot = self.base, values[b"data-sarto"]
        is_whole = values.get(b"data-sarto-swap") == "element"
        if name in names.VOID:
            self.spans.append(Span(slot, at, inner, inner, inner, is_whole))
        elif end := self._simple_end(name, after):
            self.base = stop = end.end()
            self.spans.append(Span(slot, at, inner, end.start("end"), stop, is_whole))
        else:
            self._pass_inside(
                name,
                Opened(name=slot, start=at, inner=inner, whole=is_whole, void=False),
            )

    def _simple_end(self, name: bytes, after: int) -> re.Match[bytes] | None:
        """Find the end tag of a slot that has nothing inside to look at twice."""
        inside = ordinary.INSIDES.get(name)
        if inside is None:
            return None
        most = min(after, self.base + ordinary.INSIDE_MOST)
        found = inside.match(self.body, self.base, most)
        return found if found and found["name"].lower() == name else None

    def _pass_inside(self, name: bytes, opened: Opened) -> None:
        tree = Within(
            is_quirky=self._is_quirky,
            absent=self._absent,
            may_have_form=self._may_have_form,
        )
        tree.stand_on(name, opened)
        self.spans += joined((opened, *read_within(self.body, tree, opened.inner)))
        self.base = tree.ended
        self._may_have_form |= tree.has_form


def is_text(body: bytes, base: int, at: int) -> bool:
    """Whether a "<" is in the data state for sure, `base` being in it, as above."""
    last = body.rfind(b">", base, at)
    if last < 0:
        return body.find(b"<", base, at) < 0
    if last + 1 < at and body.find(b"<", last, at) >= 0:
        return False
    return not (
        _may_open(body, base, body.rfind(b'"', base, last))
        or _may_open(body, base, body.rfind(b"'", base, last))
    )


def _may_open(body: bytes, base: int, quote: int) -> bool:
    """Whether a quote may begin a value: after "=" and white space."""
    if quote < 0 or body[quote - 1] not in _BEFORE_QUOTE:
        return False
    before = body[max(base, quote - _NEAR) : quote].rstrip(ordinary.SPACE)
    return not before or before.endswith(b"=")


def _values(attributes: bytes) -> dict[bytes, str]:
    """Read a tag's attributes, as far as they count: the first of two does."""
    values: dict[bytes, str] = {}
    for key, value in ordinary.ATTRIBUTE.findall(attributes):
        name = key.lower()
        if name in _KEYS:
            said = value[1:-1] if value[:1] in (b'"', b"'") else value
            values.setdefault(name, attribute_text(said))
    return values
