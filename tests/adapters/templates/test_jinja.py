"""`install(env)`: the tag, `visitor` and `sarto`, in whatever way Jinja2 is used."""

import asyncio
from types import SimpleNamespace

import pytest
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemBytecodeCache,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.nativetypes import NativeEnvironment
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from sarto import visitor
from sarto_adapters.templates.jinja import install
from support.play import play, scope_of
from support.tags import Tagged, environment, written

CONFIG = """
timezone = "UTC"
[slots.hero]
show = [ { when = { query.who = "you" }, fragment = "hero.html" } ]
[slots.around]
show = [ { when = { query.who = "*" }, fragment = "around.html" } ]
"""
YOU = "/?who=you"
HERO = '{% sarto "hero" %}own{% endsarto %}'

# Each template, what it is without Sarto, and what it is for you.
TEMPLATES = {
    "a tag": (HERO, "own", "<b>yours</b>"),
    "white space is cut": ('a {%- sarto "hero" -%} b {%- endsarto -%} c', "abc", "a<b>yours</b>c"),
    "a computed name": ('{% set n = "he" %}{% sarto n ~ "ro" %}own{% endsarto %}', "own", "<b>yours</b>"),
    "a loop": ('{% for x in "ab" %}{% sarto "hero" %}{{ loop.index }}{{ x }}{% endsarto %},{% endfor %}', "1a,2b,", "<b>yours</b>,<b>yours</b>,"),
    "a recursive loop": ('{% for x in [[[], []], []] recursive %}{% sarto "around" %}{{ loop.depth }}{{ loop(x) }}{% endsarto %}{% endfor %}', "12" + "2" + "1", "[1[2][2]][1]"),
    "a tag in a tag": ('{% sarto "around" %}a{% sarto "hero" %}own{% endsarto %}z{% endsarto %}', "aownz", "[a<b>yours</b>z]"),
    "one in what is swapped": ('{% sarto "hero" %}{% sarto "around" %}own{% endsarto %}{% endsarto %}', "own", "<b>yours</b>"),
    "an attribute in its own content": ('{% sarto "around" %}<i data-sarto="hero">own</i>{% endsarto %}', '<i data-sarto="hero">own</i>', '[<i data-sarto="hero"><b>yours</b></i>]'),
    "its own content is escaped once": ('{% sarto "around" %}{{ "<&" }}{% endsarto %}', "&lt;&amp;", "[&lt;&amp;]"),
    "a macro that is given the request": ('{% macro m(request) %}{% sarto "hero" %}own{% endsarto %}{% endmacro %}{{ m(request) }}', "own", "<b>yours</b>"),
    "a macro in the same template": ('{% macro m() %}{% sarto "hero" %}own{% endsarto %}{% endmacro %}{{ m() }}', "own", "<b>yours</b>"),
    "a macro from elsewhere": ('{% from "macros.html" import m with context %}{{ m() }}', "own", "<b>yours</b>"),
    "a macro from elsewhere, without context": ('{% from "macros.html" import m %}{{ m() }}', "own", "own"),
    "what calls a macro": ('{% macro m() %}{% sarto "around" %}{{ caller() }}{% endsarto %}{% endmacro %}{% call m() %}x{% endcall %}', "x", "[x]"),
    "an include": ('{% include "part.html" %}', "own", "<b>yours</b>"),
    "a block in a tag": ('{% extends "block.html" %}{% block b %}child{% endblock %}', "child", "[child]"),
    "a tag in a block": ('{% extends "bare.html" %}{% block b %}{% sarto "hero" %}{{ super() }}{% endsarto %}{% endblock %}', "<p>bare</p>", "<p><b>yours</b></p>"),
    "outside of the blocks of a child": ('{% extends "bare.html" %}{% sarto "hero" %}never{% endsarto %}', "<p>bare</p>", "<p>bare</p>"),
    "what is kept of its own content": ('{% set x %}{% sarto "hero" %}own{% endsarto %}{% endset %}{{ x }}{{ x | upper }}', "ownOWN", "<b>yours</b><B>YOURS</B>"),
    "a filter around it": ('{% filter upper %}{% sarto "hero" %}own{% endsarto %}{% endfilter %}', "OWN", "<B>YOURS</B>"),
    "a variable set around it": ('{% set x = 1 %}{% sarto "around" %}{{ x }}{% set x = 2 %}{% endsarto %}{{ x }}', "11", "[1]1"),
    "escaping switched off": ('{% autoescape false %}{% sarto "around" %}{{ "<" }}{% endsarto %}{% endautoescape %}', "<", "[<]"),
    "the visitor": ('{{ visitor.facts["query.who"] or "nobody" }}', "nobody", "you"),
    "a variable of the site's own": ('{% set visitor = "mine" %}{{ visitor }}{% sarto "hero" %}own{% endsarto %}', "mineown", "mine<b>yours</b>"),
    "no name is made up": ("{{ visitors is defined }}{{ sartor is defined }}", "FalseFalse", "FalseFalse"),
}  # fmt: skip
OTHERS = {
    "macros.html": '{% macro m() %}{% sarto "hero" %}own{% endsarto %}{% endmacro %}',
    "part.html": HERO,
    "block.html": '{% sarto "around" %}{% block b %}parent{% endblock %}{% endsarto %}',
    "bare.html": "<p>{% block b %}bare{% endblock %}</p>",
}
ENVIRONMENTS = {
    "as it is": {},
    "asynchronous": {"enable_async": True},
    "undefined names raise": {"undefined": StrictUndefined},
    "undefined names go on": {"undefined": ChainableUndefined},
}


@pytest.fixture
def folder(tmp_path):
    return written(
        tmp_path,
        fragments__hero="<b>yours</b>",
        fragments__around="[{{ original }}]",
    )


@pytest.mark.parametrize("said", ENVIRONMENTS.values(), ids=[*ENVIRONMENTS])
@pytest.mark.parametrize("case", TEMPLATES.values(), ids=[*TEMPLATES])
def test_a_template_shows_what_is_decided_or_its_own(folder, case, said) -> None:
    template, own, yours = case
    site = Tagged(folder, CONFIG, {**OTHERS, "page.html": template}, **said)
    assert play(site.bare).text == own
    assert site.text(YOU) == yours
    assert site.told == {}


@pytest.mark.parametrize("kind", [SandboxedEnvironment, ImmutableSandboxedEnvironment])
def test_a_sandbox_may_have_the_tag(folder, kind) -> None:
    text = '{% extends sarto.layout("bare") %}{% block b %}' + HERO + "{% endblock %}"
    site = Tagged(folder, CONFIG, {**OTHERS, "page.html": text}, kind=kind)
    assert site.text() == "<p>own</p>"
    assert site.text(YOU) == "<p><b>yours</b></p>"
    assert site.told == {"layout": 2}


def test_templates_of_values_may_have_the_tag() -> None:
    env = environment({}, NativeEnvironment)
    assert env.from_string(HERO).render(request={}) == "own"


def test_compiled_templates_are_kept_and_read_again(folder, tmp_path) -> None:
    cache = FileSystemBytecodeCache(str(tmp_path))
    for _ in range(2):
        site = Tagged(folder, CONFIG, {"page.html": HERO}, bytecode_cache=cache)
        assert site.text(YOU) == "<b>yours</b>"
        assert site.text() == "own"
    assert len([*tmp_path.glob("__jinja2_*")]) == 1


def test_what_a_template_is_given_as_the_visitor_is_the_visitor(folder) -> None:
    site = Tagged(folder, CONFIG, {"page.html": HERO + "{{ visitor.level }}"})
    template = site.environment.get_template("page.html")

    async def app(scope, _receive, send):
        text = template.render(visitor=visitor(scope)).encode()
        html = [(b"content-type", b"text/html; charset=utf-8")]
        start = {"type": "http.response.start", "status": 200, "headers": html}
        await send(start)
        await send({"type": "http.response.body", "body": text})

    site.app.app = app
    assert site.text(YOU) == "<b>yours</b>novice"


def test_a_request_that_is_not_there_is_nobodys() -> None:
    class Proxy:
        def __getattr__(self, name):
            raise RuntimeError("Working outside of request context.")

    env = environment({"page.html": HERO + '{{ sarto.layout("base") }}'})
    page = env.get_template("page.html")
    for given in ({}, {"request": None}, {"request": Proxy()}, {"request": "text"}):
        assert page.render(given) == "ownbase.html"
    assert env.from_string("{{ visitor is defined }}").render() == "False"


def test_requests_of_frameworks_are_asked_for_their_scope(folder) -> None:
    site = Tagged(folder, CONFIG, {"page.html": HERO})
    template = site.environment.get_template("page.html")
    texts = []

    async def app(scope, _receive, _send):
        texts.append(template.render(request=SimpleNamespace(scope=scope)))

    site.app.app = app
    site.play(YOU)
    assert texts == ["<b>yours</b>"]


def test_to_install_it_again_changes_nothing() -> None:
    env = environment({})
    kind, loader, extensions = env.context_class, env.loader, {*env.extensions}
    assert install(env) is env
    assert (env.context_class, env.loader) == (kind, loader)
    assert {*env.extensions} == extensions


def test_a_context_of_the_sites_own_goes_on_to_be_asked() -> None:
    class Own(Context):
        def resolve_or_missing(self, key):
            found = {"mine": "own", "sarto": "own sarto"}
            return found.get(key) or super().resolve_or_missing(key)

    env = Environment(autoescape=True)
    env.context_class = Own
    install(env)
    text = "{{ mine }} {{ sarto }} {{ visitor.level }}"
    assert env.from_string(text).render(request={}) == "own own sarto novice"


def test_an_overlay_has_the_tag_too() -> None:
    env = environment({}).overlay(autoescape=False)
    assert env.from_string(HERO).render() == "own"


@pytest.mark.parametrize("text", ["{% sarto %}{% endsarto %}", '{% sarto "hero" %}', "{% endsarto %}", '{% sarto "a", "b" %}{% endsarto %}'])  # fmt: skip
def test_a_tag_written_wrongly_is_told_by_its_line(text) -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        environment({}).from_string(f"\n{text}")
    assert error.value.lineno == 2


def test_an_error_in_a_tags_own_content_is_the_sites(folder) -> None:
    site = Tagged(folder, CONFIG, {"page.html": '{% sarto "around" %}{{ 1 // 0 }}{% endsarto %}'})  # fmt: skip
    assert isinstance(site.play(YOU).error, ZeroDivisionError)
    assert site.told == {}


def test_many_render_at_once_and_each_is_shown_their_own(folder) -> None:
    site = Tagged(folder, CONFIG, {"page.html": HERO}, enable_async=True)
    page, texts = site.environment.get_template("page.html"), {}

    async def app(scope, _receive, _send):
        await asyncio.sleep(0)
        texts[scope["query_string"]] = await page.render_async(request=scope)

    async def all_at_once():
        site.app.app = app
        paths = (f"/?who={who}" for who in ("you", "me", "you&x=1"))
        await asyncio.gather(*(site.app(scope_of(path), None, None) for path in paths))

    asyncio.run(all_at_once())
    yours = {b"who=you", b"who=you&x=1"}
    assert {key for key, text in texts.items() if text == "<b>yours</b>"} == yours
