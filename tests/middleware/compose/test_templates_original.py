"""The page's own children can be placed in a fragment, and nothing else done to them."""

import pytest

from sarto.compose.templates import ORIGINAL
from sarto.errors import FragmentError
from support.templates import fragment, fragments, who

PLACED = {
    "once": ("<b>{{ original }}</b>", ("<b>", "</b>")),
    "twice": ("{{ original }}-{{ original }}", ("", "-", "")),
    "in a macro": (
        "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(original) }}",
        ("<i>", "</i>"),
    ),
    "in a block": ("{% set x %}{{ original }}{% endset %}{{ x }}", ("", "")),
    "escaped": ("{{ original|e }}", ("", "")),
    "where it is asked for": ("{% if original %}{{ original }}{% endif %}", ("", "")),
    "nowhere": ("new", ("new",)),
}


@pytest.mark.parametrize(("text", "parts"), PLACED.values(), ids=PLACED)
def test_the_original_can_be_placed(text: str, parts: tuple[str, ...]) -> None:
    assert fragment(text).render({}) == parts


CHANGED = [
    "original|upper",
    "original|reverse",
    "original|trim",
    "original|striptags",
    "original|truncate(3)",
    "original|replace('a', 'b')",
    "original|string",
    "original|length",
    "original|list",
    "original|first",
    "original|int",
    "original|tojson",
    "original|e|upper",
    "original|e|reverse",
    "(original|e)[:30]",
    "(original|e)[9:]",
    "'%s'|format(original)",
    "'{}'.format(original)",
    "original[0]",
    "original.mark",
    "original.key",
    "original()",
    "'a' ~ original",
    "original + original",
]


@pytest.mark.parametrize("expression", CHANGED)
def test_the_original_cannot_be_changed(expression: str) -> None:
    found = fragments(a="{{ " + expression + " }}")
    found.use("a.html")
    assert len(found.problems) == 1


def test_a_visitor_cannot_place_the_original() -> None:
    asking = who(q=ORIGINAL.mark.upper())
    shown = fragment("{{ visitor.facts['query.q'] }}")
    with pytest.raises(FragmentError, match="not changed by filters"):
        shown.render({"visitor": asking})
