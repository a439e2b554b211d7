"""What a template of a layout may place, and what it may not do with that."""

import pytest

from sarto.compose.arranging import ARRANGEMENT
from sarto.compose.fragments import Fragment, Fragments
from sarto.errors import FragmentError
from support.templates import Texts, who


def layouts(text: str, **others: str) -> Fragments:
    files = Texts(
        {"home.html": text} | {f"{name}.html": each for name, each in others.items()}
    )
    found = Fragments(files, ("en",), ARRANGEMENT, ("a", "b", "nav"))
    found.use("home.html")
    return found


def layout(text: str) -> Fragment:
    found = layouts(text)
    assert [each for each in found.problems if each.severity == "error"] == []
    return found.of("home.html", lambda: "en")


def test_every_second_part_names_what_is_placed() -> None:
    made = ("1", "nav", "2", "", "3")
    assert layout('1{{ slot("nav") }}2{{ rest }}3').render({}) == made
    odd = "سلام <b>&amp;"
    assert layout("{{ slot('" + odd + "') }}").render({}) == ("", odd, "")


PLACED = {
    "in branches": "{% if 1 %}{{ slot('a') }}{% else %}{{ slot('a') }}{% endif %}",
    "in a macro": "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(slot('a')) }}",
    "in a block": "{% set x %}{{ slot('a') }}{% endset %}{{ x }}",
    "by a computed name": "{% set n = 'a' %}{{ slot(n) }}",
    "escaped": "{{ slot('a')|e }}",
    "in a loop of others": "{% for n in ['a'] %}{{ slot(n) }}{% endfor %}",
}


@pytest.mark.parametrize("text", PLACED.values(), ids=PLACED)
def test_a_slot_can_be_placed(text: str) -> None:
    assert layout(text).render({})[1::2] == ("a",)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{{ slot('a') }}\n{{ slot('a') }}", 2),
        ("{{ rest }}\n\n{{ rest }}", 3),
        ("{{ slot('a') }}{% if visitor.level %}\n{{ slot('a') }}{% endif %}", 2),
        (
            "{% if visitor.level %}{{ rest }}{% elif 1 %}{{ rest }}{% else %}{{ rest }}{% endif %}\n{{ rest }}",
            2,
        ),
        ("{% for x in visitor.consent %}{{ rest }}\n{{ rest }}{% endfor %}", 2),
        ("{% with a = 1 %}{{ rest }}{% endwith %}\n{{ rest }}", 2),
        ("{% block a %}{{ rest }}{% endblock %}\n{{ rest }}", 2),
    ],
)
def test_what_is_surely_placed_twice_is_told_at_its_line(text: str, line: int) -> None:
    (problem,) = layouts(text).problems
    assert (problem.code, problem.line, problem.severity) == ("SARTO011", line, "error")
    assert "a second time" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "{% if visitor.level %}{{ rest }}{% endif %}{% if visitor.level %}{{ rest }}{% endif %}",
        "{% for x in [1, 2] if visitor.level %}{{ slot('a') }}{% endfor %}",
        "{% for x in [1] if visitor.level %}{{ rest }}{% endfor %}{{ rest }}",
    ],
)
def test_what_is_placed_twice_for_a_visitor_fails_for_this_one(text: str) -> None:
    with pytest.raises(FragmentError, match="placed twice"):
        layout(text).render({"visitor": who()})


@pytest.mark.parametrize(
    "expression",
    [
        *("slot", "slot()", "slot(1)", "slot('')", "slot('a')|upper", "rest|length"),
        *(
            "rest ~ 'x'",
            "slot('a').x",
            "rest[0]",
            "(rest|e)[9:40]",
            "'x' if rest",
            "not slot('a')",
        ),
        *("original", "slot.key", "rest()", "(rest|e)|reverse"),
    ],
)
def test_what_is_placed_can_be_placed_only(expression: str) -> None:
    assert len(layouts("{{ " + expression + " }}").problems) == 1


def test_a_slot_that_the_file_does_not_have_is_a_warning() -> None:
    found = layouts(
        "{{ slot('nva') }}\n{{ slot('unheard') }}{% set n = 'x' %}{{ slot(n) }}"
    )
    assert [(p.code, p.line, p.severity) for p in found.problems] == [
        ("SARTO012", 1, "warning"),
        ("SARTO012", 2, "warning"),
    ]
    assert "nav" in found.problems[0].help
    assert found.problems[1].help == "one of: a, b, nav"
    assert found.of("home.html", lambda: "en").constant is not None


def test_a_layout_may_be_made_of_others() -> None:
    found = layouts('<b>{% include "in.html" %}</b>', **{"in": "{{ slot('a') }}"})
    assert found.of("home.html", lambda: "en").render({}) == ("<b>", "a", "</b>")
    assert layouts('{% include "gone.html" %}').problems[0].message == (
        "there is no layout 'gone.html' to be included"
    )
