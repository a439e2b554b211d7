"""Conditions that never hold are told of, and what is meant is named."""

import pytest

from sarto import Config
from sarto.site.compile import compile_site
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.facts import Fact
from sarto.vocabulary.own import Own


def rule(text):
    return f"[slots.hero]\nshow = [ {{ {text} }} ]"


def test_a_fact_that_no_resolver_gives_is_a_warning(folder):
    path = folder(rule('when = { facts.plan = "gold" }, attrs = { id = "a" }'))

    def told(declared):
        return compile_site(Config.read(path), declared=declared).warnings

    assert "SARTO021: nothing tells `facts.plan`" in str(*told(Declared()))
    assert told(None) == ()  # nobody knows what the site's own code gives
    given = Fact(name="facts.plan", kind=Own())
    assert told(Declared({"facts.plan": given})) == ()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ('browser = "mobile safari"', "Safari"),
        ('os = ["iOS", "Mac OS X"]', "macOS"),
        ('not = { os = "Ubuntu" }', "Linux"),
    ],
)
def test_a_browser_s_other_name_is_told_with_its_own(folder, said, name):
    path = folder(rule(f'when = {{ {said} }}, attrs.id = "a"'))
    (warning,) = compile_site(Config.read(path)).warnings

    assert (warning.code, warning.line) == ("SARTO019", 2)
    assert warning.help == f"write {name!r}"
