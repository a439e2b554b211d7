"""`{% extends sarto.layout("base") %}`: the template that is decided for a visitor."""

import pytest
from jinja2 import FileSystemLoader, FunctionLoader, TemplateNotFound

from sarto import Config, ConfigError
from sarto.site.compile import compile_site
from support.tags import Tagged, written

CONFIG = """
languages = ["en", "fa"]
[layouts.base]
show = [
  { when = { query.who = "expert" }, layout = "expert.html" },
  { when = { query.who = "wide" }, layout = "wide.html" },
  { when = { query.who = "broken" }, layout = "broken.html" },
  { when = { query.who = "keep" }, layout = "keep" },
]
[layouts.foot]
default = "foot/short.html"
show = [ { when = { query.who = "expert" }, layout = "foot/long.html" } ]
"""
PAGE = (
    '{% extends sarto.layout("base") %}'
    '{% block body %}{{ greeting }}{% include sarto.layout("foot") %}{% endblock %}'
)
TEMPLATES = {
    "base.html": "<html>plain {% block body %}{% endblock %}</html>",
    "page.html": PAGE,
    "part.html": "part",
}
LAYOUTS = {
    "expert": '<html>expert {% block body %}{% endblock %}{% block side %}{% include "part.html" %}{% endblock %}</html>',
    "expert.fa": '<html lang="fa">{% block body %}{% endblock %}</html>',
    "wide": '{% extends "expert.html" %}{% block side %}wide {{ super() }}{% endblock %}',
    "broken": "{% block body %}{% nonsense %}{% endblock %}",
    "foot__short": "{% block foot %}short{% endblock %}",
    "foot__long": "{% block foot %}long {{ visitor.level }}{% endblock %}",
}  # fmt: skip


@pytest.fixture
def site(tmp_path):
    def make(templates=TEMPLATES, config=CONFIG, layouts=LAYOUTS, **said):
        written(tmp_path, **{f"layouts__{n}": text for n, text in layouts.items()})
        return Tagged(tmp_path, config, templates, **said)

    return make


WHO = {
    "nobody": "<html>plain short</html>",
    "expert": "<html>expert long novicepart</html>",
    "wide": "<html>expert shortwide part</html>",
    "keep": "<html>plain short</html>",
    "broken": "<html>plain short</html>",
}


@pytest.mark.parametrize("said", [{}, {"enable_async": True}])
@pytest.mark.parametrize("who", WHO)
def test_a_page_extends_what_is_decided(site, who, said) -> None:
    assert site(**said).text(f"/?who={who}") == WHO[who]


def test_the_twin_of_the_visitors_language_is_extended(site) -> None:
    answer = site().play("/?who=expert", headers=[("Accept-Language", "fa")])
    assert answer.text == '<html lang="fa">long novice</html>'
    assert answer.header("vary").startswith("Accept-Language, ")


def test_what_a_layout_reads_of_a_visitor_is_known_beforehand(site) -> None:
    asked = site()
    answer = asked.play("/?who=expert")
    assert "novice" in answer.text
    assert answer.header("cache-control") == "private, no-cache"
    assert asked.told == {}


def test_the_sites_own_template_goes_before_a_layout_of_its_name(site) -> None:
    templates = {**TEMPLATES, "expert.html": "{% block body %}{% endblock %} own"}
    assert site(templates).text("/?who=expert") == "long novice own"


def test_what_cannot_be_loaded_is_told_and_another_taken(site) -> None:
    asked = site()
    assert asked.text("/?who=broken") == WHO["nobody"]
    assert asked.told == {"layout": 1}


def test_a_layout_whose_files_are_gone_leaves_the_plain_one(site) -> None:
    asked = site()
    (asked.folder / "layouts" / "expert.html").unlink()
    assert asked.text("/?who=expert") == "<html>plain long novice</html>"


def test_a_layout_that_is_edited_is_read_again(site) -> None:
    asked = site()
    asked.text("/?who=expert")
    file = asked.folder / "layouts" / "expert.html"
    file.write_text("new {% block body %}{% endblock %}", "utf-8")
    assert asked.text("/?who=expert") == "new long novice"


def test_without_sarto_in_front_the_plain_one_is_taken(site) -> None:
    asked = site({**TEMPLATES, "foot.html": "foot"})
    asked.app = asked.bare
    assert asked.text("/?who=expert") == "<html>plain foot</html>"


def test_switched_off_the_plain_one_is_taken(site, monkeypatch) -> None:
    monkeypatch.setenv("SARTO_OFF", "1")
    assert site({**TEMPLATES, "foot.html": "f"}).text("/?who=expert") == "<html>plain f</html>"  # fmt: skip


def test_a_method_that_no_page_answers_leaves_the_plain_one(site) -> None:
    asked = site({**TEMPLATES, "foot.html": "f"})
    assert asked.text("/?who=expert", method="PUT") == "<html>plain f</html>"


def test_a_page_where_the_layout_may_not_change_has_the_plain_one(site) -> None:
    config = CONFIG.replace("[layouts.base]", '[layouts.base]\npages = "/else"')
    assert site(config=config).text("/?who=expert") == "<html>plain long novice</html>"


def test_a_layout_that_is_not_declared_is_told(site, caplog) -> None:
    page = '{% extends sarto.layout("basee") %}'
    asked = site({"page.html": page, "basee.html": "plain"})
    assert asked.text("/?who=expert") == "plain"
    assert asked.told == {"layout": 1}
    assert "did you mean 'base'?" in caplog.text


def test_a_layout_that_arranges_a_region_is_no_template(site, caplog) -> None:
    config = '[layouts.home]\nshow = [{ layout = "home.html" }]'
    page = '{% extends sarto.layout("home") %}'
    layouts = {"home": "{{ slot('a') }}{{ rest }}"}
    asked = site({"page.html": page, "home.html": "plain"}, config, layouts)
    assert asked.text() == "plain"
    assert asked.told == {"layout": 1}
    assert "arranges a region" in caplog.text


def test_what_a_loader_misses_inside_of_a_layout_is_told(site) -> None:
    def load(name):
        if name == "expert.html":
            raise TemplateNotFound("inner.html")
        return TEMPLATES.get(name)

    asked = site(loader=FunctionLoader(load))
    assert asked.text("/?who=expert") == "<html>plain long novice</html>"
    assert asked.told == {"layout": 1}


def test_a_template_that_nobody_has_is_the_sites_own_mistake(site) -> None:
    error = site({"page.html": PAGE}).play().error
    assert isinstance(error, TemplateNotFound)
    assert error.name == "base.html"


@pytest.mark.parametrize("tag", ['"v1"', 'W/"v1"'])
def test_each_layout_has_an_entity_tag_of_its_own(site, tag) -> None:
    asked = site()

    async def app(scope, receive, send):
        async def tagged(message):
            if message["type"] == "http.response.start":
                fields = [*message["headers"], (b"etag", tag.encode())]
                message = {**message, "headers": fields}
            await send(message)

        await asked.bare(scope, receive, tagged)

    asked.app.app = app
    tags = {asked.play(f"/?who={who}").header("etag") for who in WHO}
    assert len(tags) == 4  # keep is as for nobody; the broken one was decided
    assert asked.play("/?who=expert").header("cache-control") == "private, no-cache"


def test_a_layout_for_templates_is_no_region_and_makes_no_scan(site) -> None:
    page = '<main data-sarto-layout="base"><p data-sarto="x">own</p></main>'
    asked = site({"page.html": page})
    assert asked.text("/?who=expert") == page
    plan = asked.app.current.site.plan("/")
    assert not plan.wanted.is_more


def test_layouts_of_both_kinds_in_one_table_are_a_mistake(tmp_path) -> None:
    written(tmp_path, **{f"layouts__{n}": text for n, text in LAYOUTS.items()})
    written(tmp_path, layouts__wide="{{ slot('nav') }}{{ rest }}")
    (tmp_path / "sarto.toml").write_text(CONFIG, "utf-8")
    with pytest.raises(ConfigError) as error:
        compile_site(Config.read(tmp_path / "sarto.toml"))
    (finding,) = [each for each in error.value.findings if each.severity == "error"]
    assert finding.code == "SARTO011"
    assert finding.line == 3
    assert "arranges a region" in finding.message


def test_a_layout_of_the_sites_own_language_is_no_mistake(tmp_path) -> None:
    text = (
        "{% load static %}{% block a %}{% url 'home' %}{{ title|lower }}{% endblock %}"
    )
    written(tmp_path, layouts__django=text)
    (tmp_path / "sarto.toml").write_text(
        '[layouts.base]\nshow = [{ when = { query.x = "*" }, layout = "django.html" }]',
        "utf-8",
    )
    site = compile_site(Config.read(tmp_path / "sarto.toml"))
    assert site.warnings == ()


def test_a_folder_that_the_site_loads_from_may_be_the_folder_of_layouts(tmp_path) -> None:  # fmt: skip
    written(tmp_path, **{f"layouts__{n}": text for n, text in LAYOUTS.items()})
    written(tmp_path, layouts__base=TEMPLATES["base.html"], layouts__page=PAGE)
    written(tmp_path, layouts__part="part")
    site = Tagged(
        tmp_path, CONFIG, {}, loader=FileSystemLoader(tmp_path / "layouts")
    )  # fmt: skip
    assert site.text("/?who=expert") == WHO["expert"]
    assert site.environment.loader.searchpath == [str(tmp_path / "layouts")]
