"""What a template can read, and what it names in vain, is told from its text."""

import pytest

from sarto.compose.uses import EVERYTHING
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.reads import ReadSet
from support.templates import fragment, fragments

LEVEL, DEVICE = "{{ visitor.level }}", "{{ visitor.facts.device }}"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("plain", ()),
        ("{{ page.path }}{{ original }}", ()),
        (DEVICE, ("device",)),
        ("{{ visitor.facts['device'] }}", ("device",)),
        ("{{ visitor['facts']['device'] }}", ("device",)),
        ("{{ visitor.facts['campaign.source'] }}", ("campaign.source",)),
        ("{{ visitor.facts['query.q'] }}", ("query.q",)),
        ("{{ visitor.facts.zone }}", ("zone",)),
        (LEVEL, ("level",)),
        ("{{ visitor['level'] }}", ("level",)),
        ("{{ visitor.stage }}", ("stage",)),
        ("{% if 'analytics' in visitor.consent %}x{% endif %}", ("consent",)),
        (LEVEL + DEVICE, ("device", "level")),
        ("{% for x in [visitor.level] %}{{ x }}{% endfor %}", ("level",)),
        ("{% set x = visitor.facts.os %}{{ x }}", ("os",)),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(visitor.stage) }}", ("stage",)),
        ("{% if visitor.facts.country == 'IR' %}x{% endif %}", ("country",)),
        ("{{ visitor.facts.device|upper }}", ("device",)),
        ("{% include 'b.html' %}", ("device",)),
        ("{% include ['none.html', 'b.html'] %}", ("device",)),
        ("{% include ('b.html',) %}" + LEVEL, ("device", "level")),
        ("{% include 'none.html' ignore missing %}", ()),
        ("{% import 'b.html' as b with context %}", ("device",)),
        ("{% from 'b.html' import x with context %}", ("device",)),
        ("{% extends 'b.html' %}", ("device",)),
        ("{% include 'c.html' %}", ("device", "level")),
    ],
)
def test_reads_that_can_be_followed(text: str, facts: tuple[str, ...]) -> None:
    found = fragments(a=text, b=DEVICE, c=LEVEL + "{% include 'b.html' %}")
    reads = found.use("a.html")
    assert not found.problems
    assert reads == ReadSet.of(facts)


@pytest.mark.parametrize(
    "text",
    [
        "{{ visitor }}",
        "{% set v = visitor %}{{ v.level }}",
        "{% set f = visitor.facts %}{{ f.device }}",
        "{% set x = 'os' %}{{ visitor.facts[x] }}",
        "{{ visitor.facts['o' ~ page.path] }}",
        "{{ visitor|attr('level') }}",
        "{% macro m(v) %}{{ v.level }}{% endmacro %}{{ m(visitor) }}",
        "{% for v in [visitor] %}{{ v.level }}{% endfor %}",
        "{% with v = visitor %}{{ v.level }}{% endwith %}",
    ],
)
def test_what_cannot_be_followed_is_a_mistake(text: str) -> None:
    found = fragments(a="fine\n" + text)
    found.use("a.html")
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("SARTO012", 2)
    assert "nobody can tell beforehand" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "{% macro m(visitor) %}{{ visitor }}{% endmacro %}{{ m(1) }}",
        "{% set visitor = 1 %}{{ visitor }}",
    ],
)
def test_another_of_that_name_is_nobody_s_visitor(text: str) -> None:
    found = fragments(a=text)
    found.use("a.html")
    assert not found.problems


@pytest.mark.parametrize(
    "text",
    [
        "{% include visitor.level %}",
        "{% include page.path %}",
        "{% include [page.path, 'b.html'] %}",
        "{% extends page.path %}",
        "{% import page.path as x %}",
        "{% include 1 %}",
    ],
)
def test_a_template_that_chooses_others_may_read_everything(text: str) -> None:
    found = fragments(a=text, b=DEVICE)
    reads = found.use("a.html")
    assert not found.problems
    assert reads.covers(EVERYTHING)


def test_everything_has_every_fact_in_it_and_is_personal() -> None:
    assert {"device", "level", "city", "consent"} <= EVERYTHING.facts
    assert EVERYTHING.tier is Tier.PERSONAL


MISTAKES = {
    "a variable": ("{{ visiter }}", "there is no variable called `visiter`"),
    "a variable in a branch": (
        "{% if 1 > 2 %}{{ nope }}{% endif %}",
        "there is no variable called `nope`",
    ),
    "a part of the visitor": (
        "{{ visitor.levle }}",
        "there is no variable called `visitor.levle`",
    ),
    "something a visitor does": (
        "{{ visitor.signal('booked') }}",
        "there is no variable called `visitor.signal`",
    ),
    "a part of the page": (
        "{{ page.title }}",
        "there is no variable called `page.title`",
    ),
    "a fact": ("{{ visitor.facts.divice }}", "there is no fact called `divice`"),
    "a dotted fact": (
        "{{ visitor.facts['campain.source'] }}",
        "there is no fact called `campain.source`",
    ),
    "a filter": ("{{ 1|nope }}", "No filter named 'nope'."),
    "a filter in a branch": (
        "{% if visitor.level == 'x' %}{{ 1|nope }}{% endif %}",
        "No filter named 'nope'.",
    ),
    "a test": ("{{ 1 is nope }}", "No test named 'nope'."),
    "a filter on the original": (
        "{{ original|upper }}",
        "`original` can be placed, not changed by filters",
    ),
    "a template": (
        "{% include 'nope.html' %}",
        "there is no fragment 'nope.html' to be included",
    ),
    "a template outside": (
        "{% include '../secret.html' %}",
        "there is no fragment '../secret.html' to be included",
    ),
    "a parent": (
        "{% extends 'nope.html' %}",
        "there is no fragment 'nope.html' to be included",
    ),
    "a brace": ("{{ 1 }", "unexpected '}'"),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_told_at_their_line(text: str, message: str) -> None:
    found = fragments(a="\n\n" + text)
    found.use("a.html")
    told = [(each.fragment, each.line, each.message) for each in found.problems]
    assert told == [("a.html", 3, message)]
    is_name = "variable" in message or "fact" in message
    assert found.problems[0].code == ("SARTO012" if is_name else "SARTO011")


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_in_what_is_included_are_told_there_and_once(
    text: str, message: str
) -> None:
    include = "{% include 'b.html' %}"
    found = fragments(a=include, b="\n" + text, c="\n\n" + include)
    found.use("a.html")
    found.use("c.html")
    told = [(each.fragment, each.line, each.message) for each in found.problems]
    assert told == [("b.html", 2, message)]


def test_what_was_probably_meant_is_told() -> None:
    found = fragments(a="{{ visiter }}{{ visitor.levle }}{{ visitor.facts.divice }}")
    found.use("a.html")
    assert [each.help for each in found.problems] == [
        "did you mean 'visitor'?",
        "did you mean 'level'?",
        "did you mean 'device'?",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{% for x in range(2) %}{{ loop.index }}{{ x }}{% endfor %}",
        "{% set ns = namespace(a=1) %}{% set ns.a = 2 %}{{ ns.a }}",
        "{% if page.path %}{% set x = 1 %}{% endif %}{{ x }}",
        "{% macro m() %}{{ caller() }}{{ varargs }}{{ kwargs }}{% endmacro %}"
        "{% call m() %}x{% endcall %}",
        "{% block b %}{{ self.c() }}{% endblock %}{% block c %}{% endblock %}",
        "{% for visitor in [{'name': 1}] %}{{ visitor.name }}{% endfor %}",
        "{% set page = {'title': 1} %}{{ page.title }}",
        "{% set item = 1 %}{% include 'item.html' %}",
        "{% for item in [1] %}{% include 'item.html' %}{% endfor %}",
        "{% import 'macros.html' as m %}{{ m.big(1) }}",
        "{% from 'macros.html' import big, small as tiny %}{{ big(1) }}{{ tiny(1) }}",
        "{% extends 'base.html' %}{% block b %}{{ title }}{{ super() }}{% endblock %}",
        "{% if 1 is odd %}{{ original|e }}{% endif %}",
        "{{ dict(a=1).a }}{{ cycler(1, 2).next() }}{{ joiner()() }}",
    ],
)
def test_these_are_no_mistakes(text: str) -> None:
    macros = "{% macro big(x) %}{{ x }}{% endmacro %}{% macro small(x) %}{% endmacro %}"
    fragment(
        text,
        item="{{ item }}",
        macros=macros,
        base="{% set title = 1 %}{% block b %}{% endblock %}",
    )


def test_templates_that_include_one_another_in_many_ways_are_read_once_each() -> None:
    texts = {
        f"t{index}": f"{{% include 't{index + 1}.html' %}}" * 2 for index in range(40)
    }
    found = fragments(**texts, t40="{{ nope }}")
    found.use("t0.html")
    assert [each.fragment for each in found.problems] == ["t40.html"]
