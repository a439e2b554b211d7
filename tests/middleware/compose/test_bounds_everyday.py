"""What sites write every day is within bounds, and what only looks small is not."""

import time

import pytest

from sarto.errors import FragmentError
from support.templates import fragment, fragments, who

DISHES = 120
MENU = (
    "{% set menu = ["
    + ", ".join("{'name': 'soup', 'price': '9', 'desc': 'hot'}" for _ in range(DISHES))
    + "] %}"
)
EVERYDAY = {
    "a year in a format": ('{{ "2026 %s"|format("x") }}', "2026 x"),
    "a star in a format": ('{{ "* %s" % "x" }}', "* x"),
    "a number in a format": ('{{ "600123456, {}".format("x") }}', "600123456, x"),
    "how many there are": ("{{ menu|length }} ", "120 " * DISHES),
    "whether there are any": ("{% if menu is defined %}x{% endif %}", "x" * DISHES),
    "the first of them": ("{{ (menu|default([]))[0].name[:1] }}", "s" * DISHES),
    "all of them for a macro": ("{{ row(dish, menu) }}", "9" * DISHES),
    "places of a number": ("{{ 5.123|round(2) }}", "5.12"),
    "indented JSON": ("{{ 1|tojson(indent=2) }}", "1"),
    "a colour": ("<td bgcolor=0xFFEEDD>x", "<td bgcolor=0xFFEEDD>x"),
}
MACRO = "{% macro row(dish, menu) %}{{ dish.price }}{% endmacro %}"
PAIR = "{% set ns = namespace(t=(1,)) %}{% for i in range(60) %}{% set ns.t = (ns.t, NEXT) %}{% endfor %}"
RUNAWAY = {
    "a key that doubles": PAIR.replace("NEXT", "ns.t") + "{% set d = {ns.t: 1} %}",
    "a look-up that doubles": PAIR.replace("NEXT", "ns.t") + "{{ {}[ns.t] }}",
    "much that is kept": PAIR.replace("NEXT", "'a' * 900000"),
    "places of a number": "{{ 5|round(-10000000000) }}",
    "indented JSON": "{% set x = [1]|tojson(indent=10000000) %}",
    "links": "{% set x = ('www.a.com ' * 2000)|urlize(target='r' * 99999) %}",
}


@pytest.mark.parametrize(("text", "shown"), EVERYDAY.values(), ids=EVERYDAY)
def test_it_is_no_runaway(text: str, shown: str) -> None:
    if len(shown) >= DISHES:
        text = f"{MACRO}{MENU}{{% for dish in menu %}}{text}{{% endfor %}}"
    assert "".join(fragment(text).render({"visitor": who()})) == shown


@pytest.mark.parametrize("text", RUNAWAY.values(), ids=RUNAWAY)
def test_it_is_refused_in_time(text: str) -> None:
    found, since = fragments(a=text), time.process_time()
    found.use("a.html")
    assert [problem.code for problem in found.problems] == ["SARTO011"]
    assert time.process_time() - since < 10


def test_templates_that_include_one_another_over_and_over_are_refused_in_time() -> None:
    twice = {f"f{n}": f"{{% include 'f{n + 1}.html' %}}" * 2 for n in range(30)}
    text = "{{ visitor.facts.path }}{% include 'f0.html' %}"
    made, since = fragment(text, **twice, f30=""), time.process_time()
    with pytest.raises(FragmentError, match="more than 200000 steps"):
        made.render({"visitor": who()})
    assert time.process_time() - since < 10


def test_a_module_may_have_a_macro_of_any_name() -> None:
    words = "{% macro translate(word) %}<{{ word }}>{% endmacro %}"
    text = '{% import "words.html" as words %}{{ words.translate("x") }}'
    assert fragment(text, words=words).render({}) == ("<x>",)
