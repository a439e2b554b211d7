"""Templates are sandboxed, and end in time."""

import time
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from sarto.compose.templates import Readable
from sarto.errors import FragmentError
from support.templates import fragment, fragments, who

REFUSED = {
    "a safe filter": ("{{ 'x'|safe }}", "No filter named 'safe'."),
    "a safe filter in a branch": (
        "{% if visitor.level == 'x' %}{{ 'x'|safe }}{% endif %}",
        "No filter named 'safe'.",
    ),
    "escaping switched off": (
        "\n{% autoescape false %}{{ 'x' }}{% endautoescape %}",
        "Escaping cannot be switched off.",
    ),
    "chance": ("{{ [1]|random }}", "No filter named 'random'."),
    "dummy text": ("{{ lipsum() }}", "there is no variable called `lipsum`"),
    "a statement nobody knows": ("{% nope %}", "Encountered unknown tag 'nope'."),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_it_is_no_part_of_the_language(text: str, message: str) -> None:
    found = fragments(a=text)
    found.use("a.html")
    assert [problem.message for problem in found.problems] == [message]
    assert found.problems[0].line == text.count("\n") + 1


SSTI = [
    "''.__class__.__mro__[1].__subclasses__()",
    "''['__class__']",
    "''|attr('__class__')",
    "['']|map(attribute='__class__')|list",
    "[[]]|groupby('__class__')",
    "''.__class__",
    "range.__globals__",
    "cycler.__init__.__globals__.os",
    "joiner.__init__.__globals__",
    "namespace.__init__.__globals__",
    "self.__init__",
    "self._TemplateReference__context",
    "dict.mro()",
    "(1).__class__.__base__",
    "visitor|attr('_visitor')",
    "visitor['_visitor']",
    "visitor|attr('_visit')",
    "visitor|attr('decide')",
    "visitor['config']",
    "visitor|attr('plan')",
    "visitor|attr('signal')",
    "(visitor.facts|attr('_visit'))",
    "visitor.facts['__class__']",
    "'{0.__class__}'.format('')",
    "'{0._visitor}'.format(visitor)",
    "'{0[__class__]}'.format(visitor.facts)",
    "('{0.__class__}'|e).format('')",
    "'%s'|format(''.__class__)",
    "[].append(1)",
    "{}.update(a=1)",
    "page.__dict__",
    "(page|attr('__class__')).__mro__",
    "visitor.facts.time.__class__",
    "ORIGINAL",
]


INERT = {None, "", "None", "[Undefined]", "[(Undefined, [[]])]"}


@dataclass
class Seen:
    path: str = "/"


def is_shown(expression: str) -> str | None:
    """Show what comes of an expression; `None`: it is refused, early or late."""
    found = fragments(a="{{ " + expression + " }}")
    found.use("a.html")
    if found.problems:
        return None
    given = {"visitor": who(q="{{ 7*7 }}"), "page": Seen()}
    try:
        return "".join(found.of("a.html", lambda: "en").render(given))
    except FragmentError:
        return None


@pytest.mark.parametrize("expression", SSTI)
def test_nothing_leads_out_of_the_sandbox(expression: str) -> None:
    assert is_shown(expression) in INERT


def test_a_visitors_words_are_never_a_template() -> None:
    assert is_shown("visitor.facts['query.q']") == "{{ 7*7 }}"


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("visitor.level", "novice"),
        ("visitor.stage", ""),
        ("visitor.consent|length", "0"),
        ("visitor.facts.path", "/"),
        ("visitor.facts['query.none']", ""),
        ("page.path", "/"),
        ("2 * 3 + 2 ** 3", "14"),
        ("'ab' * 2", "abab"),
        ("2 * 'ab'", "abab"),
        ("0.5 * 2", "1.0"),
        ("range(3)|list", "[0, 1, 2]"),
    ],
)
def test_what_templates_are_for_works(expression: str, shown: str) -> None:
    assert is_shown(expression) == shown


RUNAWAY = {
    "a huge range": "{% for x in range(10**9) %}{% endfor %}",
    "a huge text": "{{ 'x' * 10**9 }}",
    "a huge text turned round": "{{ 10**9 * 'x' }}",
    "a huge list": "{{ [1] * 10**9 }}",
    "a huge power": "{{ 10**(10**9) }}",
    "a huge product": "{% set ns = namespace(x=9) %}{% for i in range(99) %}"
    "{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "an endless output": "{% for x in range(99999) %}" + "x" * 99 + "{% endfor %}",
    "loops in loops in loops": "{% for x in range(9999) %}{% for y in range(9999) %}"
    "{% for z in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}"
    "{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "a loop that calls itself": "{% for x in [[]] recursive %}{{ loop([[]]) }}"
    "{% endfor %}",
    "a template that includes itself": "{% include 'a.html' %}",
    "a division by nothing": "{{ 1 / 0 }}",
    "deep brackets": "{{ " + "(" * 9999 + ")" * 9999 + " }}",
}


@pytest.mark.parametrize("text", RUNAWAY.values(), ids=RUNAWAY)
def test_a_runaway_template_is_told_in_time(text: str) -> None:
    found = fragments(a=text)
    started = time.perf_counter()
    found.use("a.html")
    assert time.perf_counter() - started < 60
    assert [problem.code for problem in found.problems] == ["SARTO011"]


@pytest.mark.parametrize("name", [name for name in RUNAWAY if name != "deep brackets"])
def test_a_runaway_template_fails_for_a_visitor_too(name: str) -> None:
    found = fragments(a="{% if visitor.level %}" + RUNAWAY[name] + "{% endif %}")
    found.use("a.html")
    assert not found.problems
    with pytest.raises(FragmentError):
        found.of("a.html", lambda: "en").render({"visitor": who()})


def test_the_largest_that_may_come_out_does() -> None:
    text = "{% for x in range(999) %}" + "x" * 1001 + "{% endfor %}"
    assert len(fragment(text).render({})[0]) == 999 * 1001


def test_unknown_facts_are_nothing_and_unknown_names_an_error() -> None:
    assert fragment("[{{ visitor.facts.country }}]").render({"visitor": who()}) == (
        "[]",
    )
    with pytest.raises(FragmentError):
        fragment("{{ visitor.facts.path.nope }}").render({"visitor": who()})


def test_one_trailing_newline_is_not_the_fragments() -> None:
    assert fragment("<p>\r\n</p>\n").render({}) == ("<p>\n</p>",)


def test_a_template_sees_of_a_visitor_what_can_be_read_and_nothing_that_acts() -> None:
    seen = Readable(SimpleNamespace(level="expert", decide=print))
    assert seen.level == "expert"
    with pytest.raises(AttributeError, match="decide"):
        _ = seen.decide


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'ab'|batch(2) }}",
        "{{ [1]|map('upper') }}",
        "{{ 'ab'.upper }}",
        "{{ [cycler(1)] }}",
        "{{ 'a' ~ joiner() }}",
        "{{ range|string }}",
        "{{ 'ab'|batch(2)|replace('a', 'b') }}",
        "{{ 'ab'|map('lower')|upper }}",
    ],
)
def test_what_is_no_text_is_not_written(text: str) -> None:
    found = fragments(a=text)
    found.use("a.html")
    assert "`()`, `|join` or `|list` is missing" in found.problems[0].message


def test_python_says_nothing_of_what_a_template_is_made_of() -> None:
    made = fragments(a="{% if visitor.level == 'x' %}{{ 1[0] }}{{ 'a'() }}{% endif %}")
    made.use("a.html")  # warnings are errors here
    assert not made.problems


def test_an_address_of_this_process_is_never_written() -> None:
    made = fragment("{{ visitor.facts.path.upper }}")
    with pytest.raises(FragmentError, match="no text"):
        made.render({"visitor": who()})


def test_a_problem_is_always_in_a_file_of_ours() -> None:
    text = '{% for x in range(3) %}{% extends "b.html" %}{% endfor %}'
    found = fragments(a=text, b="b")
    found.use("a.html")
    assert {problem.fragment for problem in found.problems} == {"a.html"}
