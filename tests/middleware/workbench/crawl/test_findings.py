"""What `sarto check --pages` says as a whole."""

import sys

import pytest

from sarto.workbench.crawl.findings import PATIENCE, start_of, told

HTML = '<!doctype html><html lang="en"><title>t</title>\n'
CONFIG = '[slots.hero]\ndefault = "a.html"\n'


def test_findings_are_in_the_order_of_files_and_are_warnings(check) -> None:
    pages = {
        "b.html": f"{HTML}<p data-sarto=x>",
        "a.html": f"{HTML}<p data-sarto=hero>y</p>",
    }
    found = check(CONFIG, pages, {"a.html": "<li>a"})
    assert [(each.code, each.file, each.severity) for each in found] == [
        ("SARTO054", "fragments/a.html", "warning"),
        ("SARTO051", "site/b.html", "warning"),
    ]


def test_a_mistake_on_many_pages_is_told_once(check) -> None:
    pages = {f"{n}.html": f"{HTML}<p data-sarto=hero>y</p>" for n in range(5)}
    (found,) = check(CONFIG, pages, {"a.html": "\n<img src=x>"})
    where = ", ".join(f"the slot 'hero' of site/{n}.html" for n in range(3))
    assert found.message == f"<img> in this fragment has no alt (in {where} and 2 more)"
    assert (found.line, found.column, found.length) == (2, 1, 11)


def test_each_language_is_judged_by_its_own_twin(check) -> None:
    twins = {"a.html": "<b>a</b>", "a.fa.html": "<b>ب</b>\n  <div>پ</div>"}
    config = f'languages = ["en", "fa"]\n{CONFIG}'
    (found,) = check(config, {"index.html": f"{HTML}<p data-sarto=hero>y</p>"}, twins)
    assert (found.code, found.file) == ("SARTO054", "fragments/a.fa.html")
    assert (found.line, found.column) == (2, 3)


def test_a_fragment_is_judged_as_those_see_it_whom_it_is_for(check) -> None:
    config = (
        '[slots.hero]\nshow = [{ when = { country = "IR" }, fragment = "a.html" }]\n'
    )
    text = '<a href="/">{% if visitor.facts.country == "IR" %}x{% endif %}</a>'
    pages = {"index.html": f"{HTML}<p data-sarto=hero>y</p>"}
    assert check(config, pages, {"a.html": text}) == []
    (found,) = check(config, pages, {"a.html": text.replace("IR", "PL")})
    assert "has no name" in found.message


def test_what_cannot_be_rendered_is_left_to_others(check) -> None:
    pages = {"index.html": f"{HTML}<p data-sarto=hero>y</p>"}
    assert (
        check(CONFIG, pages, {"a.html": "{{ 1 / (page.path|length - 1) }}<li>"}) == []
    )


def test_a_layout_is_judged_and_the_pages_own_mistakes_are_not_its(check) -> None:
    config = '[slots.hero]\n[layouts.home]\ndefault = "l.html"\n'
    page = f"{HTML}<main data-sarto-layout=home><ul data-sarto=hero><li><img src=x></ul><p>y</p></main>"
    layouts = {"l.html": '<div>{{ slot("hero") }}</div>\n{{ rest }}'}
    assert check(config, {"index.html": page}, {}, layouts) == []
    layouts = {"l.html": '<p>\n {{ slot("hero") }}</p></main>'}
    (found,) = check(config, {"index.html": page}, {}, layouts)
    assert (found.code, found.file) == ("SARTO054", "layouts/l.html")
    assert "</main> in this layout ends the <main> of its own slot" in found.message


def test_a_fragment_of_ours_is_told_of_at_its_slot(check) -> None:
    config = '[consent]\nsource = "form"\n[slots.ask]\ndefault = "sarto:consent"\n'
    pages = {"index.html": f"{HTML}<p><span data-sarto=ask>y</span></p>"}
    found = check(config, pages)
    assert {(each.code, each.file) for each in found} == {("SARTO054", "sarto.toml")}
    assert found[0].message.count("sarto:consent")


def test_no_page_that_could_be_read_says_nothing_of_the_config(check) -> None:
    (found,) = check(CONFIG, {"index.html": "x".encode("utf-16")}, {"a.html": "a"})
    assert (found.code, found.file) == ("SARTO058", "site/index.html")
    assert found.message.startswith("this page was not checked: ")


def test_where_time_runs_out_the_rest_is_said_to_be_unjudged(
    check, monkeypatch
) -> None:
    monkeypatch.setattr("sarto.workbench.crawl.findings.PATIENCE", -1.0)
    pages = {"index.html": f"{HTML}<p data-sarto=hero>y</p>"}
    (found,) = check(CONFIG, pages, {"a.html": "<li>a"})
    assert found.code == "SARTO058"
    assert PATIENCE > 0


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://a", "/"),
        ("https://a/", "/"),
        ("http://a/b/c?d#e", "/b/c"),
        ("http://a?b", "/"),
    ],
)
def test_a_crawl_begins_where_it_is_told_to(url, path) -> None:
    assert start_of(url) == path


def test_progress_is_shown_on_a_terminal_only(monkeypatch, capsys) -> None:
    told("read")(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    told("read")(1, 2)
    told("read")(2, 2)
    assert capsys.readouterr().err == "\r1 of 2 pages read\r2 of 2 pages read\r\x1b[K"
