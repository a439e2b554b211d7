"""Layouts, through the whole middleware, from `sarto.toml` to the bytes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sarto import ConfigError, Sarto
from sarto.cli import main
from sarto.config.config import Config
from sarto.site.compile import compile_site
from support.play import html, play

PAGE = """<!doctype html><html lang="en"><body>
<main data-sarto-layout="home">one <nav data-sarto="nav">go</nav> two
<p data-sarto="hero">old</p> three</main></body></html>"""
CONFIG = """
languages = ["en", "fa"]
[slots.hero]
show = [{ fragment = "hero.html" }]
[slots.nav]
show = [{ fragment = "keep" }]
[layouts.home]
show = [ { when = { query.who = "you" }, layout = "home/you.html" } ]
"""
YOURS = '<h1>you</h1>{{ slot("hero") }}<hr>{{ rest }}'
ARRANGED = PAGE.replace(
    """one <nav data-sarto="nav">go</nav> two
<p data-sarto="hero">old</p> three""",
    """<h1>you</h1><p data-sarto="hero">new</p><hr>one <nav data-sarto="nav">go</nav> two
 three""",
)
OWN = PAGE.replace("old", "new")

Made = Callable[..., Path]


@pytest.fixture
def made(folder: Made) -> Made:
    """Write a config with a fragment and its layouts, by their paths."""

    def write(config: str = CONFIG, **layouts: str) -> Path:
        path = folder(config, hero="new")
        for name, text in layouts.items():
            file = (
                path.parent
                / "layouts"
                / (name.replace("__", "/").replace("_fa", ".fa") + ".html")
            )
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return path

    return write


def texts(config: Path, path: str, page: str = PAGE, **more: object) -> str:
    """Send a page whole, in chunks and in single bytes: always the same comes out."""
    cuts = (1, 3, len(page.encode()))
    found = {
        play(Sarto(html(page, chunks=cut), config=config), path, **more).text
        for cut in cuts
    }
    assert len(found) == 1
    return found.pop()


def told(config: Path) -> list[str]:
    try:
        findings = compile_site(Config.read(config)).warnings
    except ConfigError as error:
        findings = error.findings
    return [
        f"{f.file}:{f.line}:{f.column}: {f.severity} {f.code} {f.message}"
        for f in findings
    ]


def test_a_region_is_arranged_for_whom_a_rule_says(made: Made) -> None:
    config = made(home__you=YOURS)
    assert told(config) == []
    assert texts(config, "/?who=you") == ARRANGED
    assert texts(config, "/") == OWN


def test_a_selector_finds_a_region(made: Made) -> None:
    config = made(
        CONFIG.replace("[layouts.home]", '[layouts.home]\nselector = "body > main"'),
        home__you=YOURS,
    )
    page = PAGE.replace(' data-sarto-layout="home"', "")
    assert texts(config, "/?who=you", page) == ARRANGED.replace(
        ' data-sarto-layout="home"', ""
    )


def test_keep_and_default_are_words_of_their_own(made: Made) -> None:
    rules = """[layouts.home]
default = "plain.html"
show = [ { when = { query.who = "a" }, layout = "keep" }, { when = { query.who = "b" }, layout = "default" } ]
"""
    config = made(CONFIG[: CONFIG.index("[layouts")] + rules, plain="plain")
    plain = PAGE[: PAGE.index("one")] + "plain" + PAGE[PAGE.index("</main>") :]
    assert texts(config, "/?who=a") == OWN
    assert texts(config, "/?who=b") == texts(config, "/") == plain


def test_a_layout_is_off_or_only_on_some_pages(made: Made) -> None:
    off = made(
        CONFIG.replace("[layouts.home]", "[layouts.home]\noff = true"), home__you=YOURS
    )
    assert texts(off, "/?who=you") == OWN
    some = made(
        CONFIG.replace("[layouts.home]", '[layouts.home]\npages = "/a"'),
        home__you=YOURS,
    )
    assert texts(some, "/?who=you") == OWN
    assert texts(some, "/a?who=you") == ARRANGED


def test_a_layout_alone_changes_a_page(made: Made) -> None:
    config = made('[layouts.home]\nshow = [{ layout = "l.html" }]', l="({{ rest }})")
    page = '<p data-sarto-layout="home">1<b data-sarto="x">2</b></p>'
    assert (
        texts(config, "/", page)
        == '<p data-sarto-layout="home">(1<b data-sarto="x">2</b>)</p>'
    )


def test_the_twin_in_the_visitors_language_is_taken_and_the_element_stays(
    made: Made,
) -> None:
    config = made(home__you=YOURS, home__you_fa=YOURS.replace("you", "شما"))
    persian = [("Accept-Language", "fa")]
    assert texts(config, "/?who=you", headers=persian) == ARRANGED.replace(
        ">you<", ">شما<"
    )
    assert texts(config, "/?who=you") == ARRANGED


def test_a_layout_sees_the_visitor_and_the_page(made: Made) -> None:
    config = made(
        home__you="{{ page.path }} {{ visitor.facts['query.name'] }} {{ rest }}"
    )
    assert 'home">/a &lt;b&gt; one' in texts(config, "/a?who=you&name=<b>")


def test_what_is_placed_twice_for_one_visitor_leaves_their_page(made: Made) -> None:
    twice = '{% for n in visitor.facts["query.n"] %}{{ rest }}{% endfor %}'
    config = made(home__you=twice)
    assert texts(config, "/?who=you&n=ab") == OWN
    assert "one" in texts(config, "/?who=you&n=a")


def test_each_arrangement_has_a_tag_of_its_own(made: Made) -> None:
    sarto = Sarto(html(PAGE, headers=[("ETag", '"v1"')]), config=made(home__you=YOURS))
    tags = {play(sarto, path).header("etag") for path in ("/", "/?who=you")}
    assert len(tags) == 2


def test_what_a_layout_reads_is_among_what_answers_vary_by(made: Made) -> None:
    config = made(home__you="{{ visitor.facts.device }}{{ rest }}")
    assert "device" in compile_site(Config.read(config)).plan("/").reads


def test_mistakes_are_told_where_they_are(made: Made) -> None:
    missing = CONFIG.replace("home/you.html", "home/yuo.html")
    assert told(made(missing, home__you=YOURS)) == [
        "sarto.toml:8:51: error SARTO010 there is no layout 'home/yuo.html' in layouts/"
    ]
    outside = CONFIG.replace("home/you.html", "../you.html")
    assert "leads out of the folder of layouts" in told(made(outside))[0]
    assert told(made(home__you="\n{{ visitr }}")) == [
        "layouts/home/you.html:2:4: error SARTO012 there is no variable called `visitr`"
    ]
    assert told(made(home__you="{{ rest }}\n{{ rest }}")) == [
        "layouts/home/you.html:2:4: error SARTO011 `rest` is placed a second time here"
    ]
    assert told(made(home__you='\n\n{{ slot("hreo") }}')) == [
        "layouts/home/you.html:3:10: warning SARTO012 there is no slot called 'hreo' in the file"
    ]


def test_the_version_names_the_layouts(made: Made) -> None:
    versions = {
        compile_site(Config.read(made(home__you=text))).version
        for text in ("a", "b", "a")
    }
    assert len(versions) == 2


def test_explain_tells_the_layout(made: Made) -> None:
    config = made(home__you=YOURS)
    run = CliRunner().invoke
    shown = json.loads(
        run(main, ["explain", "/?who=you", "--json", "--config", str(config)]).output
    )
    assert shown["layouts"]["home"]["layout"] == "home/you.html"
    assert shown["layouts"]["home"]["because"][0]["holds"] is True
    other = json.loads(
        run(main, ["explain", "/", "--json", "--config", str(config)]).output
    )
    assert other["layouts"]["home"]["layout"] is None
    assert other["layouts"]["home"]["near"] == [
        {"layout": "home/you.html", "would": "query.who=you"}
    ]
    text = run(main, ["explain", "/", "--config", str(config)]).output
    assert "layout home: the page's own content" in text
    assert "near: home/you.html, if query.who=you" in text


def test_a_region_longer_than_the_cap_keeps_its_own_content(made: Made) -> None:
    config = made(CONFIG + "[cache]\nhold_cap = 60\n", home__you=YOURS)
    assert texts(config, "/?who=you") == OWN
