"""Selectors: slots in HTML that nobody may edit, through the whole middleware."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sarto import Sarto
from support.play import html, play

PAGE = """<!doctype html><html lang="en"><body>
<section id="hero" class="wide">old <b class="card">in</b></section>
<div class="list"><p class="card">one</p><p class="card x">two</p></div>
<p data-sarto="hero">by attribute</p><img class="card" data-sarto-swap="element">
</body></html>"""


def through(config: Path, page: str = PAGE) -> str:
    """Send a page whole, in chunks and in single bytes: always the same comes out."""
    found = {
        play(Sarto(html(page, chunks=chunks), config=config)).text
        for chunks in (1, 3, len(page))
    }
    assert len(found) == 1
    return found.pop()


@pytest.fixture
def swapped(folder: Callable[..., Path]) -> Callable[..., str]:
    def swap(slots: str, page: str = PAGE, **fragments: str) -> str:
        return through(
            folder(
                slots, **{"a": "A", "b": "B", "around": "[{{ original }}]", **fragments}
            ),
            page,
        )

    return swap


def slot(name: str, selector: str, shows: str = 'fragment = "a.html"') -> str:
    return f"[slots.{name}]\nselector = '{selector}'\nshow = [{{ {shows} }}]\n"


def test_a_selector_finds_a_slot_besides_its_attribute(
    swapped: Callable[..., str],
) -> None:
    assert swapped(slot("hero", "#hero")) == PAGE.replace(
        'old <b class="card">in</b>', "A"
    ).replace("by attribute", "A")


def test_every_element_is_found_outermost_first(swapped: Callable[..., str]) -> None:
    page = "<!doctype html><div class=c>1<i class=c>2</i></div><b class=c>3</b>"
    assert (
        swapped(slot("x", ".c"), page)
        == "<!doctype html><div class=c>A</div><b class=c>A</b>"
    )
    around = slot("x", ".c", 'fragment = "around.html"')
    assert swapped(around, page) == (
        "<!doctype html><div class=c>[1<i class=c>[2]</i>]</div><b class=c>[3]</b>"
    )


def test_the_whole_element_where_it_says_so(swapped: Callable[..., str]) -> None:
    assert swapped(slot("x", "img.card")) == PAGE.replace(
        '<img class="card" data-sarto-swap="element">', "A"
    )


def test_attributes_are_set_on_what_a_selector_finds(
    swapped: Callable[..., str],
) -> None:
    assert swapped(slot("x", "html", 'attrs = { class = "dense" }')) == PAGE.replace(
        '<html lang="en">', '<html lang="en" class="dense">'
    )
    left_out = "<!doctype html><p>x"
    assert (
        swapped(slot("x", "html, body", 'attrs = { class = "c" }'), left_out)
        == left_out
    )


def test_an_attribute_goes_first_then_the_first_in_the_file(
    swapped: Callable[..., str],
) -> None:
    page = '<!doctype html><p class="a b" data-sarto="none">1</p><p class="a b">2</p>'
    a, b = slot("a", ".a"), slot("b", ".b", 'fragment = "b.html"')
    assert swapped(a + b, page) == page.replace("2", "A")
    assert swapped(b + a, page) == page.replace("2", "B")
    keep = slot("a", ".a", 'fragment = "keep"')
    assert swapped(keep + b, page) == page


def test_where_no_slot_with_a_selector_changes_the_page_is_not_searched(
    swapped: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object, **_more: object) -> None:
        raise AssertionError

    monkeypatch.setattr("sarto.compose.html.seeking.Seeker.seek", never)
    other = '[slots.hero]\nshow = [{ fragment = "a.html" }]\n'
    keep = slot("x", ".card", 'fragment = "keep"')
    assert swapped(keep + other) == PAGE.replace("by attribute", "A")


def test_a_selector_is_only_for_the_pages_of_its_slot(
    folder: Callable[..., Path],
) -> None:
    config = folder(
        '[slots.x]\nselector = "p"\npages = "/a"\nshow = [{ fragment = "a.html" }]',
        a="A",
    )
    sarto = Sarto(html("<!doctype html><p>1</p>"), config=config)
    assert play(sarto, "/a").text == "<!doctype html><p>A</p>"
    assert play(sarto, "/b").text == "<!doctype html><p>1</p>"


def test_comments_mark_a_slot(swapped: Callable[..., str]) -> None:
    page = "<body>1<!--# sarto x -->old<!--# /sarto x -->2 <p>{}</p>"
    config = '[slots.x]\nshow = [{ fragment = "a.html" }]'
    for text in ("one", "two", "three"):
        assert swapped(config, page.format(text)) == page.format(text).replace(
            "old", "A"
        )
