"""What the HTML of a part shows to be wrong, and nothing that is right."""

import pytest

from sarto.workbench.gallery.findings import judged

WRONG = [
    ('<img src="a.svg">', ("a picture without alt: a.svg",)),
    ("<h2>a</h2><h4>b</h4>", ("h4 follows h2: a level is left out",)),
    ("<h2></h2>", ("a h2 that says nothing",)),
    ('<a href="/"><img src="a" alt=""></a>', ("a link that says nothing",)),
    ("<button></button>", ("a button that says nothing",)),
    ('<input name="q">', ("input q has no label",)),
    ("<select></select>", ("select has no label",)),
    ('<p id="a"></p><p id="a"></p>', ('id="a" stands 2 times',)),
]
RIGHT = [
    '<img src="a.svg" alt="">',
    "<h1>a</h1><h2>b</h2><h2>c</h2><h3>d</h3><h2>e</h2>",
    "<h3>a part may begin anywhere</h3>",
    '<a href="/"><img src="a" alt="home"></a>',
    '<a href="/" aria-label="home"></a>',
    '<a id="top"></a>',
    "<button>Send</button>",
    '<label for="q">Find</label><input id="q">',
    '<input id="q"><label for="q">Find</label>',
    '<label>Find <input name="q"></label>',
    '<input name="q" aria-label="Find">',
    '<input type="hidden" name="next"><input type="submit">',
    '<p id="a"></p><p id="b"></p>',
]


@pytest.mark.parametrize(("html", "findings"), WRONG)
def test_what_is_wrong_is_told(html, findings) -> None:
    assert judged(html) == findings


@pytest.mark.parametrize("html", RIGHT)
def test_nothing_is_told_of_what_is_right(html) -> None:
    assert judged(html) == ()
