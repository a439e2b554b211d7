"""The slots of a config and those of the pages: what has no counterpart, and where."""

import pytest

HTML = '<!doctype html><html lang="en"><title>t</title>\n'
SLOT = '[slots.hero]\ndefault = "a.html"\n'
FILES = {"a.html": "<b>a</b>"}


def told(found) -> list[str]:
    return [
        f"{f.code} {f.file}:{f.line}:{f.column} {f.message} / {f.help}" for f in found
    ]


def test_a_slot_that_a_page_has_is_not_told_of(check) -> None:
    assert (
        told(check(SLOT, {"index.html": f"{HTML}<p data-sarto=hero>x</p>"}, FILES))
        == []
    )


def test_a_slot_that_no_page_has_is_told_at_its_line(check) -> None:
    found = told(check("version = 1\n" + SLOT, {"index.html": f"{HTML}<p>x"}, FILES))
    assert found == [
        "SARTO050 sarto.toml:2:8 no page has the slot 'hero'"
        ' / write data-sarto="hero" into a page, or take the table out'
    ]


def test_a_slot_where_it_may_not_change_is_told_at_its_pages(check) -> None:
    pages = {"menu/index.html": f"{HTML}<p data-sarto=hero>x</p>"}
    found = told(check(SLOT + 'pages = ["/", "/book"]\n', pages, FILES))
    assert found == [
        "SARTO050 sarto.toml:3:1 the slot 'hero' is on site/menu/index.html only, "
        "where it may not change / let `pages` match them"
    ]


def test_a_slot_that_only_a_layout_would_place_may_be_missing(check) -> None:
    assert told(check("[slots.hero]\n", {"index.html": f"{HTML}<p>x"})) == []


def test_a_marker_that_no_rule_knows_is_told_where_it_stands(check) -> None:
    page = f"{HTML}<i data-sarto=hero>x</i>\n <p data-sarto=heroo>é</p><b data-sarto=zz></b>"
    found = told(check(SLOT, {"index.html": page, "two.html": page}, FILES))
    assert found == [
        "SARTO051 site/index.html:3:2 no rule knows the slot 'heroo' (it is on 1 more)"
        " / did you mean 'hero'?",
        "SARTO051 site/index.html:3:27 no rule knows the slot 'zz' (it is on 1 more)"
        " / one of: hero",
    ]


def test_a_layout_that_no_rule_knows_is_told(check) -> None:
    page = f"{HTML}<i data-sarto=hero>x</i><main data-sarto-layout=home>y</main>"
    found = told(check(SLOT, {"index.html": page}, FILES))
    assert [each.partition(" / ")[0] for each in found] == [
        "SARTO051 site/index.html:2:25 no rule knows the layout 'home'"
    ]


def test_the_parts_of_a_layout_need_not_be_declared_each(check) -> None:
    config = f'{SLOT}[layouts.home]\ndefault = "l.html"\n'
    page = "<main data-sarto-layout=home><p data-sarto=hero>x</p><p data-sarto={}>y</p></main>"
    layouts = {"l.html": '{{ slot("hero") }}<hr>{{ rest }}'}
    pages = {"index.html": HTML + page.format("other")}
    assert told(check(config, pages, FILES, layouts)) == []
    pages = {"index.html": HTML + page.format("heroe")}
    assert "did you mean 'hero'?" in told(check(config, pages, FILES, layouts))[0]


def test_a_selector_that_finds_nothing_is_told_at_itself(check) -> None:
    found = told(check(SLOT + 'selector = "#card .pay"\n', {"index.html": HTML}, FILES))
    assert found == [
        "SARTO052 sarto.toml:3:12 the selector '#card .pay' finds nothing on any page"
        ' / look at the HTML, or write data-sarto="hero" into it'
    ]


def test_a_selector_that_finds_something_elsewhere_only_is_told_so(check) -> None:
    pages = {"index.html": HTML, "b.html": f"{HTML}<p id=x>y</p>"}
    found = told(check(SLOT + 'selector = "#x"\npages = ["/"]\n', pages, FILES))
    assert (
        "SARTO052 sarto.toml:3:12 the selector '#x' finds something on site/b.html only"
        in found[0]
    )


def test_a_selector_that_finds_its_slot_is_not_told_of(check) -> None:
    pages = {"index.html": f"{HTML}<p class='x y'>z</p>"}
    assert told(check(SLOT + 'selector = "p.y"\n', pages, FILES)) == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>a</p>\n<div data-sarto=hero>x", "3:1 nothing ends the slot 'hero'"),
        ("<!--# sarto hero -->x", "2:1 nothing ends the slot 'hero'"),
        ("<p><!--# sarto hero -->x</p><!--# /sarto hero -->", "2:4 nothing ends the slot 'hero'"),
        ("<img alt=x data-sarto=hero>", "2:1 the slot 'hero' is an element that has no children"),
        (f"<div data-sarto=hero>{'x' * 5000}</div>", "2:1 the slot 'hero' has 5027 bytes"),
    ],
)  # fmt: skip
def test_a_slot_that_stays_as_it_is_is_told(check, page, said) -> None:
    config = f"{SLOT}[cache]\nhold_cap = 4096\n"
    found = told(check(config, {"index.html": HTML + page}, FILES))
    assert found[0].startswith(f"SARTO053 site/index.html:{said}")


def test_an_end_mark_without_a_beginning_is_told(check) -> None:
    page = f"{HTML}<p data-sarto=hero>x</p><!--# /sarto hero -->"
    found = told(check(SLOT, {"index.html": page}, FILES))
    assert [each.partition(" / ")[0] for each in found] == [
        "SARTO053 site/index.html:2:25 nothing begins the slot 'hero' that ends here"
    ]


def test_a_slot_whose_attributes_alone_change_needs_no_end(check) -> None:
    config = '[slots.page]\nshow = [{ attrs = { class = "x" } }]\n'
    page = '<!doctype html><html lang="en" data-sarto="page"><title>t</title>x'
    assert told(check(config, {"index.html": page})) == []


def test_what_is_swapped_for_another_page_stands_on_its_path(check) -> None:
    config = f'{SLOT}pages = ["/"]\n[[pages]]\npath = "/"\nshow = [{{ when = {{ device = "mobile" }}, serve = "/short.html" }}]\n'
    pages = {"index.html": HTML, "short.html": f"{HTML}<p data-sarto=hero>x</p>"}
    assert told(check(config, pages, FILES)) == []


def test_the_page_of_what_is_missing_stands_anywhere(check) -> None:
    pages = {"404.html": f"{HTML}<p data-sarto=hero>x</p>"}
    assert told(check(SLOT + 'pages = ["/lost/*"]\n', pages, FILES)) == []


def test_a_page_without_a_language_is_told_where_twins_read_from_the_right(
    check,
) -> None:
    config = f'languages = ["en", "fa"]\n{SLOT}'
    page = "<!doctype html><html>\n<title>t</title><p data-sarto=hero>x</p>"
    assert told(check(config, {"index.html": page}, FILES)) == []
    twins = {**FILES, "a.fa.html": "<b>ب</b>"}
    found = told(check(config, {"index.html": page}, twins))
    assert found[0].startswith("SARTO057 site/index.html:1:16 <html> has no lang")
