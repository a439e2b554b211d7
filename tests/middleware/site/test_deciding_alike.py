"""The arms of an experiment are counted by one rule, whatever one of them can show."""

import pytest

from middleware.site.test_deciding import (
    BROKEN,
    HERO,
    LAYOUT,
    PAGE,
    PLAIN,
    RULE,
    US,
    tagged,
)
from sarto import visitor
from support.play import html
from support.shown import Measured


def test_who_was_to_see_a_fragment_that_fails_stays_in_the_arm():
    """The page's own content cannot fail, and would be counted alone."""
    site = Measured(HERO, texts=BROKEN)

    assert site.arms("photo", "/?who=broken") == ["slots.hero photo far.html"]
    assert site.played.text == PAGE
    assert site.arms("control", "/?who=broken") == ["slots.hero control None"]


@pytest.mark.parametrize("is_tag", [True, False], ids=["a tag", "a slot"])
def test_where_there_is_no_experiment_a_fragment_that_fails_was_not_shown(is_tag):
    broken = {"far.html": "{{ 1 // (visitor.facts['query.who'] | length - 2) }}"}
    site = Measured(PLAIN + US, tagged() if is_tag else None, texts=broken)

    assert site.shown(path="/?who=us") == ()
    assert "own" in site.played.text


ALIKE = {
    "more than the cap": (HERO, f'<p data-sarto="hero">{"long" * 70_000}</p>'),
    "an element without children": (HERO, '<img data-sarto="hero">'),
    "nothing ends it": (HERO, '<div data-sarto="hero">own'),
    "attributes on a mark": (
        """
[[slots.hero.show]]
experiment = "photo"
fragments = { control = "keep", photo = "far.html" }
attrs = { class = "x" }
""",
        "<div><!--# sarto hero -->own<!--# /sarto hero --></div>",
    ),
    "a region of more than the cap": (
        """
[layouts.home]
show = [{ experiment = "photo", layouts = { control = "keep", photo = "two.html" } }]
""",
        f'<main data-sarto-layout="home">{"long" * 70_000}</main>',
    ),
}


@pytest.mark.parametrize("chunks", [1, 9])
@pytest.mark.parametrize(("toml", "page"), ALIKE.values(), ids=ALIKE)
def test_a_place_that_an_arm_cannot_change_is_counted_for_no_arm(
    tmp_path, toml, page, chunks
):
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "two.html").write_text("<i>{{ rest }}</i>", "utf-8")
    site = Measured(toml, html(page, chunks=chunks), folder=tmp_path)

    for _ in range(3):  # decided, recalled, cut
        assert site.arms("photo") == site.arms("control") == []


def test_what_another_rule_needs_is_not_asked_of_an_experiment():
    other = f"""
[slots.hero]
show = [{{ when = {{ query.who = "us" }}, attrs = {{ class = "x" }} }}, {{ {RULE} }}]
"""
    page = "<div><!--# sarto hero -->own<!--# /sarto hero --></div>"

    assert Measured(other, html(page)).arms("photo") == ["slots.hero photo far.html"]
    assert Measured(other, html(page)).arms("control") == ["slots.hero control None"]


def test_who_is_in_no_experiment_shares_no_count_with_its_arms():
    """All have the same bytes; but only of an arm a place without children is none."""
    site = Measured(HERO, html('<img data-sarto="hero">'))

    for _ in range(3):
        assert site.arms(None) == ["slots.hero None None"]
        assert site.arms("control") == site.arms("photo") == []


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirect_shows_nothing_whatever_its_body_is(status):
    site = Measured(HERO, html(PAGE, status=status))

    assert site.arms("photo") == site.arms("control") == []


EXTENDED = """
[layouts.base]
default = "one.html"
show = [{ experiment = "photo", layouts = { control = "default", photo = "two.html" } }]
"""


@pytest.mark.parametrize(("arm", "file"), [("photo", "two"), ("control", "one")])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_layout_that_templates_extend_is_shown_where_it_is_used(
    tmp_path, arm, file, is_there
):
    (tmp_path / "layouts").mkdir()
    for name in ("one", "two"):
        text = "{% block body %}{% endblock %}"
        (tmp_path / "layouts" / f"{name}.html").write_text(text, "utf-8")

    async def app(scope, receive, send):
        used = visitor(scope).layout("base", lambda _name: is_there)
        await html(f"<p>{used}</p>")(scope, receive, send)

    site = Measured(EXTENDED, app, folder=tmp_path)

    assert site.arms(arm) == [f"layouts.base {arm} {file}.html"]
    assert (f"<p>{file}.html</p>" == site.played.text) is is_there


@pytest.mark.parametrize(
    ("arm", "file"), [("photo", "two.html"), ("control", "base.html")]
)
def test_the_site_s_own_layout_is_an_arm_like_others(tmp_path, arm, file):
    (tmp_path / "layouts").mkdir()
    text = "{% block body %}{% endblock %}"
    (tmp_path / "layouts" / "two.html").write_text(text, "utf-8")
    keeping = LAYOUT.replace("home", "base")

    async def app(scope, receive, send):
        await html(f"<p>{visitor(scope).layout('base')}</p>")(scope, receive, send)

    site = Measured(keeping, app, folder=tmp_path)

    assert len(site.arms(arm)) == 1
    assert site.played.text == f"<p>{file}</p>"
