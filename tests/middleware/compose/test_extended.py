"""Which layouts are for templates of the site's own, told from their texts."""

import pytest

from sarto.compose.extended import is_extended
from support.templates import Texts

OTHERS = {
    "regions.html": "{% block a %}{{ slot('nav') }}{% endblock %}",
    "parts.html": "{{ rest }}",
}
EXTENDED = {
    "blocks": "<html>{% block body %}{% endblock %}</html>",
    "blocks, white space cut": "{%- block body +%}{% endblock %}",
    "another template of the site's": '{% extends "site/wide.html" %}',
    "one that the site computes": "{% extends parent %}",
    "tags of Django": "{% load static %}{% block a %}{% url 'x' %}{% endblock %}",
    "a comment that speaks of slots": "{# no {{ slot('a') }} #}{% block a %}{% endblock %}",
    "the words outside of any tag": "slot(1) rest {% block a %}{% endblock %}",
    "a longer name": "{{ slots('a') }}{{ resting }}{% block a %}{% endblock %}",
}  # fmt: skip
ARRANGING = {
    "slots": "{{ slot('nav') }}",
    "the rest": "<div>{{ rest }}</div>",
    "blocks and slots": "{% block a %}{{- slot ('nav') -}}{% endblock %}",
    "blocks and the rest": "{% block a %}{% if x %}{{ rest }}{% endif %}{% endblock %}",
    "a slot in a tag": "{% block a %}{% set x = slot('a') %}{{ x }}{% endblock %}",
    "it extends one that has slots": '{% extends "regions.html" %}',
    "it includes what has the rest": "{% block a %}{% include 'parts.html' %}{% endblock %}",
    "it leaves all out": "<p>nothing</p>",
    "a block in a comment": "{# {% block a %}{% endblock %} #}<p>x</p>",
}  # fmt: skip


@pytest.mark.parametrize("text", EXTENDED.values(), ids=[*EXTENDED])
def test_templates_extend_it(text) -> None:
    assert is_extended(Texts({"a.html": text, **OTHERS}), "a.html")


@pytest.mark.parametrize("text", ARRANGING.values(), ids=[*ARRANGING])
def test_it_arranges_a_region(text) -> None:
    assert not is_extended(Texts({"a.html": text, **OTHERS}), "a.html")


def test_layouts_that_extend_each_other_are_read_once() -> None:
    texts = Texts({"a.html": '{% extends "b.html" %}', "b.html": '{% extends "a.html" %}'})  # fmt: skip
    assert is_extended(texts, "a.html")
