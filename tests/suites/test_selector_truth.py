"""Selectors find what an independent implementation finds: lexbor's, in selectolax.

Random pages and random selectors of their own words, each page in one piece and in
small ones. Every element has a number, so that what is found can be told apart.
"""

import os
import random
import re
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from sarto.compose.html.wanted import Wanted
from sarto.compose.scanner import Opened, Scanner
from sarto.vocabulary.selectors import selectors

SEED = int(os.environ.get("SARTO_SEED") or random.randrange(1 << 32))  # noqa: S311 - no secret
PAGES, EACH = 200, 10
NUMBER = re.compile(rb' data-n="(\d+)"')

BLOCKS = ["div", "section", "main", "article", "nav", "x-card"]
INLINE = ["span", "b", "em", "a", "i"]
IDS = ["hero", "Hero", "top", "m\u00e9nu", "a:b", "1st"]
CLASSES = ["card", "Card", "wide", "md:flex", "-x", "a_b", "\u0633"]
VALUES = ["", "1", "one two", "one-two", "One", "a&b", 'say "x"', "a>b", "two"]
NAMES = ["data-x", "title", "alt", "name", "href"]  # whose case counts in values
GAPS = [" ", "\n", "\t ", "\f"]


class Maker:
    """Makes one page, and selectors about it."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.count = 0

    def page(self) -> str:
        head = "<!doctype html><html><head><title>t</title></head>"
        return head + "<body>" + self.some(5) + self.some(4) + "</body></html>"

    def some(self, depth: int) -> str:
        return "".join(self.one(depth) for _ in range(self.luck.randrange(1, 5)))

    def one(self, depth: int) -> str:  # noqa: PLR0911 - a kind a line
        kind = self.luck.randrange(14) if depth else 0
        inside = depth - 1
        if kind <= 1:
            return self.luck.choice(
                ["text", " ", "&amp;", "<!-- <p id=hero> -->", "< "]
            )
        if kind == 2:
            return "<script>'<p id=hero class=card>'</script><template><p id=hero></template>"
        if kind == 3:
            return self.tag(self.luck.choice(["img", "br", "input"]))
        if kind == 4:
            items = "".join(self.tag("li") + self.some(inside) for _ in range(2))
            return self.tag("ul") + items + "</ul>"
        if kind == 5:
            cells = "".join(self.tag("td") + self.some(inside) for _ in range(2))
            return self.tag("table") + self.tag("tr") + cells + "</table>"
        if kind == 6:
            return (
                self.tag("svg")
                + self.tag("g", "/")
                + self.tag("text")
                + "</text></svg>"
            )
        if kind == 7:
            return self.tag("p") + self.words(1)
        if kind == 8:
            return self.tag("h1") + self.words(2) + "</h1>"
        name = self.luck.choice(BLOCKS)
        return self.tag(name) + self.some(inside) + f"</{name}>"

    def words(self, depth: int) -> str:
        if not depth:
            return "text"
        name = self.luck.choice(INLINE[:3])
        return self.tag(name) + self.words(depth - 1) + f"</{name}>"

    def tag(self, name: str, end: str = "") -> str:
        if self.luck.random() < 0.2:
            name = name.upper()
        self.count += 1
        said = [self.said(*pair) for pair in self.pairs()]
        gap = self.luck.choice(GAPS)
        number = f' data-n="{self.count}"'
        return f"<{name}{number}{''.join(gap + each for each in said)}{' ' + end if end else ''}>"

    def pairs(self) -> Iterator[tuple[str, str]]:
        for _ in range(self.luck.choice([0, 1, 1, 2, 3])):
            kind = self.luck.randrange(3)
            if kind == 0:
                yield "id", self.luck.choice(IDS)
            elif kind == 1:
                some = self.luck.choices(CLASSES, k=self.luck.randrange(4))
                yield (
                    "class",
                    self.luck.choice([" ", "  ", "\n", "\t", "\f"]).join(some),
                )
            else:
                yield self.luck.choice(NAMES), self.luck.choice(VALUES)

    def said(self, name: str, value: str) -> str:
        luck = self.luck
        name = luck.choice([name, name, name.upper()])
        text = value.replace("&", "&amp;")
        if text and luck.random() < 0.2:
            at = luck.randrange(len(value))
            before, char, after = value[:at], value[at], value[at + 1 :]
            text = (
                before.replace("&", "&amp;")
                + f"&#{ord(char)};"
                + after.replace("&", "&amp;")
            )
        equals = luck.choice(["=", "=", "=", " = ", "= "])
        if not value and luck.random() < 0.5:
            return name
        if '"' not in text and luck.random() < 0.5:
            return f'{name}{equals}"{text}"'
        if text and re.fullmatch(r"[\w&#;:\-]+", text) and luck.random() < 0.5:
            return f"{name}{equals}{text}"
        return f"{name}{equals}'{text}'"

    # Selectors

    def selector(self) -> str:
        luck = self.luck
        text = self.compound()
        for _ in range(luck.choice([0, 0, 0, 1, 1, 2])):
            text += luck.choice([" ", " ", ">", " > ", "\n"]) + self.compound()
        return text + ", " + self.selector() if luck.random() < 0.1 else text

    def compound(self) -> str:
        luck = self.luck
        names = [
            *BLOCKS,
            *INLINE,
            "li",
            "ul",
            "p",
            "td",
            "tr",
            "tbody",
            "h1",
            "svg",
            "g",
            "body",
            "html",
            "img",
        ]
        text = (
            luck.choice([*names, *map(str.upper, names)]) if luck.random() < 0.6 else ""
        )
        parts = [self.simple() for _ in range(luck.choice([0, 0, 0, 1, 1, 2]))]
        if not text and not parts:
            parts = [self.simple()]
        return text + "".join(parts)

    def simple(self) -> str:
        luck, kind = self.luck, self.luck.randrange(3)
        if kind == 0:
            return "#" + escaped(luck.choice(IDS))
        if kind == 1:
            return "." + escaped(luck.choice(CLASSES))
        name = luck.choice([*NAMES, "DATA-X", "id", "class"])
        sign = luck.choice(["", "=", "~=", "|=", "^=", "$=", "*="])
        if not sign:
            return f"[{name}]"
        value = luck.choice([*VALUES, *IDS, *CLASSES, "o", "tw", "card wide"])
        flag = luck.choice(["", "", "", " i"])
        quote = '"' if '"' not in value else "'"
        return f"[{name}{sign}{quote}{value}{quote}{flag}]"


def escaped(name: str) -> str:
    first = f"\\{ord(name[0]):x} " if name[0].isdigit() else name[0]
    return first + name[1:].replace(":", "\\:")


def found(page: str, text: str, size: int) -> list[int]:
    """Number the elements that we find, a page coming in pieces of that size."""
    data = page.encode()
    scanner = Scanner(Wanted({"x": selectors(text)}))
    numbers = []
    for at in range(0, len(data), size):
        for event in scanner.feed(data[at : at + size]):
            if isinstance(event, Opened):
                number = NUMBER.search(data[event.start : event.inner])
                numbers += [int(number[1])] if number else []
    return sorted(numbers)


def told(page: str, text: str) -> list[int]:
    """Number the elements that lexbor finds."""
    numbers = [
        node.attributes.get("data-n") for node in LexborHTMLParser(page).css(text)
    ]
    return sorted({int(number) for number in numbers if number})  # some are there twice


@pytest.mark.slow
def test_selectors_find_what_lexbor_finds() -> None:
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to find a failure again
    luck, matches = random.Random(SEED), 0  # noqa: S311 - no secret
    for _ in range(PAGES):
        maker = Maker(luck)
        page = maker.page()
        for _ in range(EACH):
            text = maker.selector()
            expected = told(page, text)
            matches += bool(expected)
            assert found(page, text, len(page) + 999) == expected, (text, page)
            assert found(page, text, luck.randrange(1, 9)) == expected, (text, page)
    assert matches > PAGES * EACH / 10  # else nothing was asked
