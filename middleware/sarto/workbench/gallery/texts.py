"""What a part of a page says, as text, and how that differs from what another says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Final, Literal, TypeAlias

Change: TypeAlias = Literal["same", "out", "in"]

UNSEEN: Final = frozenset({"script", "style", "template", "head"})
# fmt: off
INSIDE: Final = frozenset({  # elements that do not begin a line
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "em", "i", "kbd", "label",
    "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
})
# fmt: on
WORDS: Final = re.compile(r"\n|[^\s]+")
NEAR: Final = 8  # words around a difference that are shown
MOST: Final = 4000  # words of a text that is compared


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, which both texts say, or only one of them."""

    change: Change
    text: str


class Reader(HTMLParser):
    """Reads the text of some HTML: a line for each block, pictures by their alt."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen = 0 if tag == "body" else self._unseen + (tag in UNSEEN)
        self.said += () if tag in INSIDE else ("\n",)
        known = dict(attrs)
        if tag == "img" and known.get("alt"):
            self.said.append(f"[{known['alt']}]")
        if tag == "input" and known.get("type") in ("submit", "button"):
            self.said.append(known.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        self.said += () if tag in INSIDE else ("\n",)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.said.append(data.replace("\n", " "))


def text_of(html: str) -> str:
    """Read the text of some HTML."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.said).split("\n")
    return "\n".join(line for each in lines if (line := " ".join(each.split())))


def changes(before: str, after: str) -> list[Run]:
    """List what became of a text, word by word; long agreement is cut short."""
    one, other = (WORDS.findall(text)[:MOST] for text in (before, after))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    found: list[Run] = []
    for what, start, stop, begin, end in matcher.get_opcodes():
        if what == "equal":
            found.append(Run("same", short(one[start:stop])))
            continue
        found += runs("out", one[start:stop])
        found += runs("in", other[begin:end])
    return [] if before == after else found


def runs(change: Change, words: list[str]) -> Iterator[Run]:
    if text := said(words).strip():
        yield Run(change, text)


def short(words: list[str]) -> str:
    """Write words that both texts say; of many only the first and the last."""
    if len(words) <= 2 * NEAR + 1:
        return said(words)
    return f"{said(words[:NEAR])} … {said(words[-NEAR:])}"


def said(words: list[str]) -> str:
    return " ".join(words).replace(" \n ", "\n")
