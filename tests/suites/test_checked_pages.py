"""What tears a page: `sarto check --pages` held against another parser's trees.

Random pages with one slot and random fragments, right and wrong; their number by an
environment variable. Lexbor (in selectolax) reads the page with its own content and the
page as shown. In both, what is in the slot is taken out: if the rest differs, the
fragment breaks its surroundings, and Sarto must say so; else it must not.
"""

import os
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sarto.compose.scanner import looked_through
from sarto.config.config import Config
from sarto.decide.rules import Place
from sarto.site.compile import compile_site
from sarto.workbench.crawl.findings import crawled, gather
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.shown import Shown
from sarto.workbench.crawl.surroundings import is_torn
from sarto.workbench.crawl.swapped import swapped
from support.clean_pages import CONFIG, FRAGMENTS, LAYOUTS, PAGES
from support.example_pages import plain_site
from support.serve import serving
from support.torn import Writer

SEED = int(os.environ.get("SARTO_SEED") or random.randrange(1 << 32))  # noqa: S311 - chance
PAIRS = int(os.environ.get("SARTO_PAIRS") or 3_000)
CAP = 1 << 18
BISTRO = Path(__file__).parents[2] / "examples" / "bistro"

IN_ELEMENT = re.compile("<[a-z0-9]+ data-p data-sarto")
ROOTS = frozenset({"html", "head", "body"})
TAGS = re.compile(r"</?\w+ data-[fg]>|~")  # in a style, these are text
WORD = re.compile("~+")  # of a slot's own


def around(html: str) -> list[str]:
    """List all of a tree but what is a slot's own; of that, only where it stands.

    Not told of such slots is what a parser adds by itself and holds nothing of the
    page's: it may be the fragment's. In the element of a slot it is.
    """
    tree = LexborHTMLParser(html)
    if slot := tree.css_first("[data-sarto=s]:not([data-f])"):
        for child in [*slot.iter(include_text=True)]:
            child.decompose()
        return [tree.html or ""]
    return joined([*items(tree.root.parent, is_own=False), "<end"])


def joined(all_: list[str]) -> list[str]:
    """Make texts that meet one, and places that meet."""
    found: list[str] = []
    text = ""
    for item in all_:
        if item.startswith("="):
            text += item[1:]
            continue
        found += ["=" + text] if text else []
        found += [] if item == "*" and found[-1:] == ["*"] else [item]
        text = ""
    return found


def items(node: LexborNode, *, is_own: bool) -> Iterator[str]:
    child = node.first_child
    while child is not None:
        if child.tag == "-text":
            yield from words(child.text_content or "", is_own=is_own)
        elif child.tag and not child.tag.startswith(("-", "!", "_")):
            yield from element(child, is_own=is_own)
        elif "# sarto s" in (child.comment_content or ""):
            yield "*"
        child = child.next


def holds_some(node: LexborNode) -> bool:
    """Whether something of the page is in an element."""
    return node.css_first("[data-p]") is not None or bool(WORD.sub("", node.text()))


def words(text: str, *, is_own: bool) -> Iterator[str]:
    if is_own:
        yield from ["!" + rest] if (rest := TAGS.sub("", text)) else []
        return
    for number, part in enumerate(WORD.split(text)):
        if number:
            yield "*"
        yield "=" + part


def element(node: LexborNode, *, is_own: bool) -> Iterator[str]:
    said = node.attributes
    if "data-f" in said or (is_own and "data-g" in said):
        if not is_own:
            yield "*"
        yield from items(node, is_own=True)
        return
    is_implied = "data-p" not in said and node.tag not in ROOTS
    if is_implied and not holds_some(node):
        yield from items(node, is_own=is_own)
        return
    yield f"{'!' if is_own else ''}<{node.tag} {sorted(said.items(), key=str)}"
    yield from items(node, is_own=is_own)
    yield ">"


def differs(html: str, after: str) -> bool:
    was, is_now = around(html), around(after)
    if "swap=element" in html and "*" not in is_now:  # nothing of it is in the tree
        was = joined([item for item in was if item != "*"])
    return was != is_now


def shown_in(html: str, fragment: str) -> tuple[bool, str] | None:
    """Tell what Sarto says, and the page as it shows it."""
    page = Page(file="page.html", path="/", body=html.encode())
    spans = looked_through(page.body)[0]
    if len(spans) != 1 or spans[0].stop is None:
        return None
    if "<p></p>" in (LexborHTMLParser(html).html or "") and not IN_ELEMENT.search(html):
        return None  # it might be the fragment's
    made = Shown(Place(name="s"), "f.html", (fragment,))
    result = swapped(page, spans, spans[0], made, CAP)
    if result is None:
        return None
    start, stop = result.start, result.stop
    end = spans[0].stop if spans[0].whole else spans[0].end
    body = html[: spans[0].start if spans[0].whole else spans[0].inner]
    assert result.html.decode() == fragment
    assert result.body[stop:].decode() == html[end:]
    assert start >= len(body)
    return is_torn(result), body + fragment + html[end:]


def test_a_fragment_is_said_to_break_its_surroundings_when_it_does_and_only_then() -> (
    None
):
    print(f"SARTO_SEED={SEED} SARTO_PAIRS={PAIRS}")  # noqa: T201 - to repeat it
    count = Counter[str]()
    wrong: list[tuple[str, str, str]] = []
    for number in range(PAIRS):
        writer = Writer(random.Random(SEED + number))  # noqa: S311 - chance
        html, fragment = writer.page(), writer.fragment()
        told = shown_in(html, fragment)
        if told is None:
            count["no slot"] += 1
            continue
        is_told, after = told
        is_so = differs(html, after)
        count[f"{is_so=} {is_told=}"] += 1
        if is_so != is_told:
            wrong.append(("missed" if is_so else "false alarm", html, fragment))
    print(dict(count))  # noqa: T201 - how many there were of each
    assert not wrong, wrong[:3]
    assert count["is_so=True is_told=True"] > PAIRS // 10
    assert count["is_so=False is_told=False"] > PAIRS // 10


def test_twenty_clean_documents_give_nothing(tmp_path) -> None:
    parts = (("site", PAGES), ("fragments", FRAGMENTS), ("layouts", LAYOUTS))
    for folder, files in parts:
        for name, text in files.items():
            file = tmp_path / folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    (tmp_path / "sarto.toml").write_text(CONFIG, "utf-8")
    site = compile_site(Config.read(tmp_path / "sarto.toml"))
    assert len(PAGES) == 20
    assert [str(each) for each in crawled(site, str(tmp_path / "site"))] == []


@pytest.fixture
def bistro(tmp_path) -> Iterator[str]:
    """The bistro without Sarto, served."""
    with plain_site("bistro", tmp_path / "book.db") as site, serving(site) as url:
        yield url


def test_the_bistro_gives_nothing(bistro) -> None:
    site = compile_site(Config.read(BISTRO / "sarto.toml"))
    harvest = gather(site, bistro)
    assert [str(each) for each in crawled(site, bistro)] == []
    assert {page.path for page in harvest.pages} >= {
        "/",
        "/home/phone",
        "/menu",
        "/gifts",
    }
    assert harvest.unread == []


SPOILT = (  # a file, what is written there, and what instead
    ("sarto.toml", '"#kartka .kt-pay"', '"#kartka .kt-paid"'),
    ("sarto.toml", "[slots.booking-hint]", "[slots.booking-hints]"),
    ("fragments/offer/tehran.html", "<p>", "<p><b>"),
    ("fragments/hero/noon.html", " alt=", " title2="),
)


def test_what_is_spoilt_in_the_bistro_is_found(bistro, tmp_path) -> None:
    copy = tmp_path / "bistro"
    shutil.copytree(
        BISTRO, copy, ignore=shutil.ignore_patterns("*.py", "shots", "*.db*")
    )
    for name, was, is_now in SPOILT:
        text = (copy / name).read_text("utf-8")
        assert was in text
        (copy / name).write_text(text.replace(was, is_now, 1), "utf-8")
    site = compile_site(Config.read(copy / "sarto.toml"))
    found = [f"{each.code} {each.file}:{each.line}" for each in crawled(site, bistro)]
    where = (BISTRO / "sarto.toml").read_text("utf-8").split("\n")
    line = {
        word: next(n for n, text in enumerate(where, 1) if word in text)
        for word in ("kt-pay", "booking-hint")
    }
    assert sorted(set(found)) == [
        f"SARTO050 sarto.toml:{line['booking-hint']}",
        "SARTO051 /book:197",
        f"SARTO052 sarto.toml:{line['kt-pay']}",
        "SARTO054 fragments/offer/tehran.html:2",
        "SARTO057 fragments/hero/noon.html:6",
    ]
