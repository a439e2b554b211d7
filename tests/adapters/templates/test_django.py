"""Django's templates: the tag, the two names, and layouts that templates extend."""

import pytest
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.shortcuts import render
from django.template import Context, Engine, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.urls import path

from sarto_adapters.templates.django import register
from support.django_site import a_site, compiled, installed
from support.frameworks import OWN, TAG, YOURS, asked

CONFIG = """
timezone = "UTC"

[[slots.hero.show]]
when = { query.who = "you" }
fragment = "hero.html"

[[slots.around.show]]
when = { query.who = "you" }
fragment = "around.html"

[[slots.marked.show]]
when = { query.who = "you" }
fragment = "marked.html"

[[slots.inner.show]]
when = { query.who = "you" }
fragment = "inner.html"

[slots]
elsewhere = { pages = ["/elsewhere"], show = [ { fragment = "hero.html" } ] }
breaks.show = [ { fragment = "breaks.html" } ]

[layouts.base]
default = "plain.html"
show = [ { when = { query.who = "you" }, layout = "compact.html" } ]

[layouts]
two-columns.show = [ { layout = "compact.html" } ]
"""
FRAGMENTS = {
    "hero": "yours",
    "around": "<b>{{ original }}</b>",
    "inner": "i",
    "marked": '<i data-sarto="hero">own</i>',
    "breaks": "{{ 1 // (visitor.level|length - 6) }}",  # of a novice,
}
BLOCKS = "<main>{% block content %}{% endblock %}</main>"
LAYOUTS = {
    "plain.html": f"{{% load static %}}plain {BLOCKS}",
    "compact.html": f"{{% load cache %}}compact {BLOCKS}",
}
IN_BASE = "{% extends sarto.layout.base %}{% block content %}<p>c</p>{% endblock %}"


def page(request):
    given = {"slot": "hero", "n": [1, 2], "sharp": "<i>"}
    return render(request, f"{request.GET['t']}.html", given)


@pytest.fixture
def config(folder, tmp_path):
    (tmp_path / "layouts").mkdir()
    for name, text in LAYOUTS.items():
        (tmp_path / "layouts" / name).write_text(text)
    return folder(CONFIG, **FRAGMENTS)


@pytest.fixture
def shown(config, tmp_path):
    """Render a template for you and for another."""

    def show(text, **more):
        for name, other in ({"page": text} | more).items():
            (tmp_path / f"{name}.html").write_text(other)
        with a_site(tmp_path, [path("", page)]):
            app = installed(config)
            you, other = asked(app, "/?t=page&who=you", "/?t=page")
        return you.text, other.text

    return show


TAGS = [
    (TAG, "<p>yours</p>", "<p>own</p>"),
    ("{% load sarto %}" + TAG, "<p>yours</p>", "<p>own</p>"),
    ("{% sarto slot %}own{% endsarto %}", "yours", "own"),
    ("{% sarto nothing %}own{% endsarto %}", "own", "own"),
    ('{% sarto "strange" %}own{% endsarto %}', "own", "own"),
    ('{% sarto "elsewhere" %}own{% endsarto %}', "own", "own"),
    ('{% sarto "breaks" %}own{% endsarto %}', "own", "own"),
    ('{% sarto "around" %}{{ slot }}{% endsarto %}', "<b>hero</b>", "hero"),
    ('{% sarto "around" %}{% sarto "inner" %}o{% endsarto %}{% endsarto %}', "<b>i</b>", "o"),
    ("{% for x in n %}{% sarto 'hero' %}{{ x }}{% endsarto %}{% endfor %}", "yoursyours", "12"),
    ("{% sarto 'hero' %}{{ sharp }}{% endsarto %}", "yours", "&lt;i&gt;"),
    ("{{ visitor|fact:'query.who' }} {{ visitor.facts.path }}", "you /", "None /"),
    (f"{TAG}{OWN}", f"<p>yours</p>{YOURS}", f"<p>own</p>{OWN}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "you", "other"), TAGS)
def test_a_tag_shows_what_is_decided_else_its_own_content(shown, text, you, other):
    assert shown(text) == (you, other)


def test_included_and_inherited_templates_have_the_tag(shown):
    base = f"[{{% block content %}}{TAG}{{% endblock %}}]"
    text = (
        '{% extends "above.html" %}{% block content %}{{ block.super }}'
        '{% include "part.html" %}{% include "part.html" with slot="none" only %}'
        "{% endblock %}"
    )

    you, other = shown(text, above=base, part=TAG)

    assert you == "[<p>yours</p><p>yours</p><p>yours</p>]"
    assert other == "[<p>own</p><p>own</p><p>own</p>]"


def test_a_block_inside_of_a_tag_may_be_filled_from_below(shown):
    base = '{% sarto "hero" %}{% block hero %}own{% endblock %}{% endsarto %}'
    text = '{% extends "above.html" %}{% block hero %}mine{% endblock %}'

    assert shown(text, above=base) == ("yours", "mine")


@pytest.mark.parametrize(
    ("text", "content"),
    [(IN_BASE, "<p>c</p>"), ("{% include sarto.layout.base %}", "")],
    ids=["extended", "included"],
)
def test_a_layout_is_the_decided_one(shown, text, content):
    main = f"<main>{content}</main>"

    assert shown(text) == (f"compact {main}", f"plain {main}")


def test_a_template_of_the_site_goes_before_a_layout_of_that_name(shown):
    mine = "mine {% block content %}{% endblock %}"

    assert shown(IN_BASE, compact=mine)[0] == "mine <p>c</p>"


def test_a_name_with_a_dash_is_written_with_an_underscore(shown):
    text = IN_BASE.replace("base", "two_columns")

    assert shown(text)[1] == "compact <main><p>c</p></main>"


@pytest.mark.parametrize("name", ["strange", "base"])
def test_a_layout_that_cannot_be_used_is_the_sites_own(shown, tmp_path, name):
    (tmp_path / "layouts" / "compact.html").write_text(
        "{% nonsense %}{% block a %}{% endblock %}"
    )
    text = IN_BASE.replace("base", name)
    own = "its own {% block content %}{% endblock %}"

    assert shown(text, **{name: own})[0] == "its own <p>c</p>"


def test_a_layout_that_is_gone_gives_way_to_the_default(config, tmp_path):
    (tmp_path / "page.html").write_text(IN_BASE)
    with a_site(tmp_path, [path("", page)]):
        app = installed(config)
        (tmp_path / "layouts" / "compact.html").unlink()
        (answer,) = asked(app, "/?t=page&who=you")

    assert answer.text == "plain <main><p>c</p></main>"


def test_without_sarto_a_layout_is_the_sites_own(config, tmp_path):
    (tmp_path / "page.html").write_text(IN_BASE)
    (tmp_path / "base.html").write_text("own {% block content %}{% endblock %}")
    with a_site(tmp_path, [path("", page)]):
        (answer,) = asked(get_asgi_application(), "/?t=page&who=you")

    assert answer.text == "own <p>c</p>"


def test_what_a_view_gives_goes_before_our_names(config, tmp_path):
    (tmp_path / "page.html").write_text("{{ visitor }} {{ sarto }}" + TAG)

    def own(request):
        return render(request, "page.html", {"visitor": "a guest", "sarto": "a tailor"})

    with a_site(tmp_path, [path("", own)]):
        (answer,) = asked(installed(config), "/?who=you")

    assert answer.text == "a guest a tailor<p>yours</p>"


def test_a_template_for_no_request_shows_its_own_content(tmp_path):
    (tmp_path / "page.html").write_text(TAG + "{{ visitor }}")
    with a_site(tmp_path, []):
        assert render_to_string("page.html") == "<p>own</p>"
        assert get_template("page.html").template.render(Context()) == "<p>own</p>"


def test_marked_elements_count_in_a_tags_own_content_and_not_in_a_fragment(shown):
    text = (
        '{% sarto "around" %}'
        + OWN
        + '{% endsarto %}{% sarto "marked" %}{% endsarto %}'
    )

    assert shown(text) == (
        f"<b>{YOURS}</b>{FRAGMENTS['marked']}",
        OWN,
    )


@pytest.mark.parametrize(
    "text",
    [
        "{% sarto %}{% endsarto %}",
        '{% sarto "a" "b" %}{% endsarto %}',
        '{% sarto "a" %}',
    ],
)
def test_a_tag_that_cannot_be_read_is_an_error_of_the_template(text, tmp_path):
    with a_site(tmp_path, []), pytest.raises(TemplateSyntaxError):
        compiled(text)


def test_an_engine_of_a_sites_own_takes_the_library():
    engine = Engine(builtins=["sarto_adapters.templates.django"])

    assert engine.from_string(TAG).render(Context()) == "<p>own</p>"
    assert "sarto" in register.tags


def test_jinja_templates_of_django_have_the_tag_too(config, tmp_path):
    (tmp_path / "jinja").mkdir()
    (tmp_path / "jinja" / "page.jinja").write_text(
        TAG + "{{ visitor.facts['query.who'] }}"
    )

    def own(request):
        return HttpResponse(
            get_template("page.jinja", using="jinja2").render({}, request)
        )

    with a_site(tmp_path, [path("", own)]):
        you, other = asked(installed(config), "/?who=you", "/")

    assert (you.text, other.text) == ("<p>yours</p>you", "<p>own</p>None")
