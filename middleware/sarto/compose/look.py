"""What of a page is passed without being read: all but what decides about slots.

In: bytes from a page's first one on. Out: `base` moves over them, from slot to slot.
Never: a guess; where the page is not ordinary, `Beyond`, and it is for the scan. Why
that is exact, by the HTML Standard:

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
   `"` nor the last `'` before that ">" comes after "=" (`is_text`). Where it is not
   known so, all from the base on is read, tag by tag (`complete.RUN`).
2. PECULIAR tags are known so one after the other. A comment, an element of text only, a
   simple svg, select, button or template is passed as one unit, which leaves no element
   open. MathML, frames, plaintext, a second html, and whatever is written in a strange
   way are left to the scan. So `base` comes to every marker that counts.
3. The element (13.2.6.4). No template, foreign content or frameset being open, a start
   tag makes an element in every insertion mode, or ends the mode first, unless its name
   is one of REFUSED: these depend on what is open.
4. Its end: html/within.py. It asks about select, button, form and tables around a slot,
   so these are PECULIAR, too: absent is what occurs nowhere before, but in units. Where
   all inside is simple, html/nesting.py knows the end without asking.
"""

import re
from abc import ABC, abstractmethod
from typing import NoReturn, TypeAlias

from sarto.compose.html import complete, names, ordinary
from sarto.compose.html.elements import Opened
from sarto.compose.html.patterns import COMMENT_END, STANDARD
from sarto.compose.html.reader import LONGEST
from sarto.compose.html.within import Beyond, Within

# Whether these make an element depends on what is open; or they hold no tags.
REFUSED = (
    names.ONCE
    | names.RAW
    | names.TABLE_PARTS
    | {b"form", b"math", b"noscript", b"select", b"svg", b"template"}
)
_NEAR = 1024  # bytes that are read tag by tag where the state is not sure
_OPENS = {  # by the two bytes after "<"
    b"se": frozenset((b"select",)),
    b"bu": frozenset((b"button",)),
    b"ta": names.TABLE_MODES,
}


Body: TypeAlias = bytes | bytearray


class Look(ABC):
    """One page, looked at up to `base`, which is in the data state."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.base = 0
        self.language: str | None = None
        self._is_quirky = True
        self._absent = names.TABLE_MODES | {b"button", b"select", b"template"}
        self._may_have_form = False

    def begin(self, marker: int) -> re.Match[bytes]:
        """Pass the page's beginning."""
        found = next(ordinary.BEGINNING.finditer(self.body, 0, marker))
        self.language = ordinary.values(found[2] or b"").get(b"lang")
        self._is_quirky = not STANDARD.match(found[1] or b"")
        self.base = found.end()
        return found

    def reach(self, marker: int, after: int) -> None:
        """Look on up to a marker, and past the slot it makes, if it makes one."""
        self._look_to(marker)
        start = self.body.rfind(b"<", self.base, marker)
        if start < 0:
            self.base = max(self.base, marker)
        else:
            self._stand_at(start)
            self._pass_tag(self.base, marker, after)

    def _look_to(self, marker: int) -> None:
        """Pass what is peculiar before a marker; the base may stay behind it."""
        body, at = self.body, self.base
        while found := self._next_peculiar(at, marker):
            start = found.start()
            if not self._stand_at(start):
                markup = complete.MARKUP.match(body, self.base)
                if markup is None:
                    self._give_up(self.base)
                if markup.end() > marker:
                    return
                self.base = at = markup.end()
            elif run := ordinary.RUN.match(body, start, marker):
                self.base = at = run.end()
            else:
                self._pass_peculiar(start, marker)
                at = max(found.end(), self.base)

    def _next_peculiar(self, at: int, marker: int) -> re.Match[bytes] | None:
        pattern = ordinary.PECULIAR
        if self._may_have_form:
            pattern = ordinary.PECULIAR_OR_FORM_END
        return pattern.search(self.body, at, marker)

    def _stand_at(self, at: int) -> bool:
        """Make a "<" the base, or else the markup that it is in."""
        if complete.is_text(self.body, self.base, at):
            self.base = at
        else:
            self._come_near(at)
            run = complete.RUN.match(self.body, self.base, at)  # it may be empty
            self.base = run.end() if run else self.base
        return self.base == at

    def _come_near(self, at: int) -> None:
        """Move the base to a place that is not far, where one is sure."""
        before = self.body.rfind(b"<", self.base, max(self.base, at - _NEAR))
        if before >= 0 and complete.is_text(self.body, self.base, before):
            self.base = before

    def _give_up(self, at: int) -> NoReturn:
        """Leave what begins at a place to the scan."""
        raise Beyond(at)

    def _miss(self, pattern: re.Pattern[bytes], at: int) -> NoReturn:
        """Leave to the scan what has no end from a place on."""
        raise Beyond(pattern, at)

    @abstractmethod
    def _pass_slot(
        self, name: bytes, slot: str, at: int, after: int, *, is_whole: bool
    ) -> None:
        """Pass an element that is a slot, from the end of its tag on."""

    def _pass_peculiar(self, at: int, marker: int) -> None:
        """Take note of what may be open from here on, or pass what a marker is in."""
        sign = bytes(self.body[at + 1 : at + 3]).lower()
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
        if found is None:
            self._give_up(at)
        self.base = found.end()
        if not found[1]:
            self._pass_to(COMMENT_END, self.base)

    def _pass_to(self, pattern: re.Pattern[bytes], at: int) -> re.Match[bytes]:
        """Pass what nothing but its end can end, looked at from a place on."""
        found = pattern.search(self.body, at)
        if found is None:
            self._miss(pattern, at)
        self.base = found.end()
        return found

    def _pass_raw(self, at: int, marker: int) -> None:
        tag = ordinary.RAW.match(self.body, at, marker)
        if tag is None:
            self._give_up(at)
        self._pass_text(tag[1].lower(), tag.end(), tag.end())

    def _pass_text(self, name: bytes, start: int, at: int) -> None:
        """Pass text that holds no tags (13.2.5.2 to 13.2.5.31), its end tag, too."""
        end = self._pass_to(ordinary.RAW_END[name], at)
        comment = self.body.find(b"<!--", start, end.start())
        if comment >= 0 and ordinary.SCRIPT.search(self.body, comment, end.start()):
            raise Beyond  # a script's end tag may not end it (13.2.5.27)
        if not end[1]:
            self._give_up(end.start())

    def _pass_tag(self, at: int, marker: int, after: int) -> None:
        """Pass a tag; if it is a slot's, its element."""
        tag = ordinary.START.match(self.body, at)
        if tag is None and complete.MARKUP.match(self.body, at, marker):
            self.base = marker
            return
        if tag is None or tag.end() - at > LONGEST:
            self._give_up(at)
        self.base = max(tag.end(), marker)
        said = ordinary.values(tag[2])
        if tag.end() <= marker or b"data-sarto" not in said:
            return
        name = tag[1].lower()
        if name in REFUSED:
            raise Beyond
        is_whole = said.get(b"data-sarto-swap") == "element"
        self._pass_slot(name, said[b"data-sarto"], at, after, is_whole=is_whole)

    def _tree(self, name: bytes, opened: Opened) -> Within:
        tree = Within(
            is_quirky=self._is_quirky,
            absent=self._absent,
            may_have_form=self._may_have_form,
        )
        tree.stand_on(name, opened)
        return tree

    def _leave(self, tree: Within) -> None:
        """Go on where a slot's element ended."""
        self.base = tree.ended
        self._may_have_form |= tree.has_form
