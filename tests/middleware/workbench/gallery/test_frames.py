"""A part becomes a document of its own, with nothing in it that could act."""

from functools import partial

import pytest

from sarto.workbench.gallery.frames import framed, still
from sarto.workbench.gallery.mirror import fixed

HEAD = '<head><meta charset="utf-8"><title>A</title><link rel="stylesheet" href="/a.css"></head>'
PAGE = f'<!doctype html><html lang="fa" dir="rtl">{HEAD}<body class="b"><p>before</p><main id="m"><section data-sarto="hero">own</section></main></body></html>'


def found(address):
    return f"site{address}"


def stilled(document, scheme="light"):
    return still(document, found, partial(fixed, scheme))


def test_a_part_stands_in_the_elements_of_its_page() -> None:
    start = PAGE.index("<section")
    document = framed(PAGE, PAGE[:start], "<section>new</section>")
    assert document.startswith('<!doctype html><html lang="fa" dir="rtl"><head>')
    assert document.endswith('<body class="b"><main id="m"><section>new</section>')
    assert "before" not in document
    assert "/a.css" in document


def test_a_whole_page_is_its_own_document() -> None:
    assert framed(PAGE, "", PAGE) == PAGE
    assert framed(PAGE, "<!doctype html>", '<html lang="fa">…') == '<html lang="fa">…'


@pytest.mark.parametrize(
    "acting",
    [
        "<script>x()</script>",
        "<SCRIPT src='/a.js'></SCRIPT >",
        "<script>if (a < b) '<p>'</script>",
        '<base href="https://other.example/">',
        '<meta http-equiv="refresh" content="0; url=/">',
        '<META content="0; url=/?charset=viewport" HTTP-EQUIV=Refresh>',
        '<meta name="viewport" http-equiv="re&#102;resh" content="0">',
        "<meta http-equiv=refresh content=0;url=/it's name=viewport>",
        '<meta http-equiv="set-cookie" content="charset=1">',
        '<meta name="referrer" content="charset">',
        '<link rel="preload" href="/a.js" as="script">',
        "<noscript>",
    ],
)
def test_nothing_that_acts_is_left(acting) -> None:
    with_it, plain = (
        f"<html><head>{each}</head><body>a</body>" for each in (acting, "")
    )
    assert stilled(with_it) == stilled(plain)


@pytest.mark.parametrize(
    "kept",
    [
        '<meta charset="utf-8">',
        '<META NAME="Viewport" content="width=device-width">',
        '<meta name="color-scheme" content="light dark">',
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
    ],
)
def test_how_a_page_is_read_and_how_wide_it_is_stays(kept) -> None:
    assert kept in stilled(f"<html><head>{kept}</head><body>a</body></html>")


def test_a_script_that_nothing_ends_takes_the_rest_with_it_as_a_parser_does() -> None:
    assert "never" not in stilled("<body><p>a</p><script>never closed")


def test_files_are_found_on_disk() -> None:
    document = stilled(
        PAGE.replace("own", '<img src="/x.svg" srcset="/y.svg 2x" alt="">')
    )
    assert '<link rel="stylesheet" href="site/a.css">' in document
    assert '<img src="site/x.svg" alt="">' in document


def test_what_is_looked_at_is_inert() -> None:
    assert '<body inert class="b">' in stilled(PAGE)
    assert stilled("<p>a").endswith("<body inert>")
    assert " autofocus" not in stilled("<body><input autofocus>")


def test_its_colour_scheme_is_that_of_the_frame() -> None:
    style = "<style>@media (prefers-color-scheme: dark) { p { color: red } }</style>"
    light, dark = (stilled(f"{style}<body>", scheme) for scheme in ("light", "dark"))
    assert "@media (max-width: -1px) { p" in light
    assert "@media (min-width: 0) { p" in dark


@pytest.mark.parametrize(
    "both",
    [
        "<style>:root { color-scheme: light dark; }</style>",
        '<meta name="color-scheme" content="dark light">',
    ],
)
def test_a_page_that_has_both_schemes_is_shown_in_that_of_the_frame(both) -> None:
    for scheme in ("light", "dark"):
        assert f"color-scheme: {scheme}" in stilled(f"{both}<body>", scheme)


def test_a_page_that_knows_no_dark_is_not_drawn_dark() -> None:
    alone = "<style>:root { color-scheme: light }</style><body>"
    assert "dark" not in stilled("<body>", "dark")
    assert ":root { color-scheme: light }" in stilled(alone, "dark")
