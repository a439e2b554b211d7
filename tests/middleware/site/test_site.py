"""The plans of a site: what can happen on each page, made once and kept for some."""

import pytest

from sarto import Config
from sarto.site.compile import compile_site


def rule(text):
    return f"[slots.hero]\nshow = [ {{ {text} }} ]"


def test_the_hints_that_rules_read_are_known_for_each_page(folder):
    config = rule('when = { color_scheme = "dark" }, attrs = { id = "a" }')

    plan = compile_site(Config.read(folder(config))).plan("/")

    assert plan.hints == {"color_scheme": "Sec-CH-Prefers-Color-Scheme"}


def test_the_cookie_and_the_edge_are_among_what_answers_vary_by(folder):
    path = folder(
        '[location]\nheaders = ["cf-ipcountry"]\n[language]\ncookie = "lang"\n'
        + rule('when = { country = "IR", language = "en" }, attrs = { id = "a" }')
    )

    vary = compile_site(Config.read(path)).plan("/").vary

    assert {"Cookie", "cf-ipcountry", "Accept-Language"} <= set(vary)


@pytest.mark.parametrize(
    ("condition", "is_kept"),
    [
        ('device = "mobile"', True),
        ('path = "/a"', True),
        ('city = "Paris"', False),
        ("returning = true", False),
        ('facts.plan = "gold"', False),
        ('traits.tier = "gold"', False),
    ],
)
def test_only_what_the_request_itself_says_is_decided_once(folder, condition, is_kept):
    path = folder(rule(f"when = {{ {condition} }}, attrs = {{ id = 'a' }}"))

    cache = compile_site(Config.read(path)).plan("/").cache

    assert (cache is not None) is is_kept


def test_pages_with_the_same_places_share_a_plan(folder):
    path = folder('[slots.a]\npages = "/a/*"\nshow = [{ attrs = { id = "a" } }]')

    site = compile_site(Config.read(path))

    assert site.plan("/a/1") is site.plan("/a/2")
    assert site.plan("/a/1") is not site.plan("/b")
    assert not site.plan("/b").can_change


def test_few_plans_are_kept(folder, monkeypatch):
    monkeypatch.setattr("sarto.site.site.MOST", 3)
    site = compile_site(Config.read(folder("")))

    for number in range(10):
        site.plan(f"/{number}")
    site.plan("/" + "x" * 1000)

    assert len(site._plans) <= 3


def test_strangers_cannot_multiply_plans_by_where_places_meet(folder, monkeypatch):
    monkeypatch.setattr("sarto.site.site.MOST", 3)
    slots = [
        f'[slots.{a}]\npages = "*{a}*"\nshow = [{{ attrs.id = "a" }}]' for a in "abcd"
    ]
    site = compile_site(Config.read(folder("\n".join(slots))))

    for number in range(16):
        there = "".join(a for at, a in enumerate("abcd") if number >> at & 1)
        assert set(site.plan(f"/{there}").slots) == set(there)

    assert len(site._shared) <= 3
