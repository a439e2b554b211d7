"""What is right as it stands and hardly meant: languages, grounds, files of nobody."""

import pytest

from sarto.workbench.check import checked, examined

RULE = '[slots.hero]\nshow = [{{ when = {{ device = "mobile" }}, fragment = "{}" }}]\n'
ONE = RULE.format("hero.html")


def is_ours(code):
    """Whether a finding is none of those that are reasoned (SARTO031 to 037)."""
    return not code.startswith("SARTO03")


@pytest.fixture
def seen(folder, tmp_path):
    """Write a site, and list what is seen in it: the file, the line, the message."""

    def look(config, *, layouts=(), **fragments):
        path = folder(
            config, **{n.replace("_dot_", "."): t for n, t in fragments.items()}
        )
        for name in layouts:
            (tmp_path / "layouts").mkdir(exist_ok=True)
            (tmp_path / "layouts" / name).write_text("{{ rest }}", "utf-8")
        site, found = checked(path)
        assert site is not None, found
        found = examined(site)
        return [(f.code, f.file, f.line, f.message) for f in found if is_ours(f.code)]

    return look


def codes(found):
    return [code for code, *_ in found]


@pytest.mark.parametrize(
    ("languages", "twins", "lacking"),
    [
        ('["en", "fa"]', (), ""),
        ('["en", "fa"]', ("fa",), ""),
        ('["en", "fa", "ar"]', ("fa",), "ar"),
        ('["en", "fa", "ar", "pl"]', ("ar",), "fa and pl"),
        ('["en", "fa", "fa-AF"]', ("fa",), ""),
        ('["en", "pt-BR"]', ("pt",), ""),
    ],
)
def test_who_has_no_twin_of_theirs_is_told_of(seen, languages, twins, lacking):
    files = {f"hero_dot_{tag}": "x" for tag in twins}
    found = seen(f"languages = {languages}\n{ONE}", hero="x", **files)
    said = [text for code, _, _, text in found if code == "SARTO040"]
    assert said == (
        [f"'hero.html' has no twin in {lacking}: who reads that is shown en"]
        if lacking
        else []
    )


def test_a_fragment_of_ours_speaks_what_we_speak(seen):
    text = 'languages = ["pl", "uk"]\n[consent]\n[slots.a]\ndefault = "sarto:consent"\n'
    ((code, _, line, said),) = seen(text)
    assert (code, line) == ("SARTO040", 4)
    assert "does not speak uk" in said


def test_a_fragment_is_told_of_once_where_it_is_named_first(seen):
    text = f'languages = ["en", "fa", "pl"]\n{ONE}{ONE.replace("hero]", "offer]")}'
    found = seen(text, hero="x", hero_dot_fa="x")
    assert [(code, line) for code, _, line, _ in found] == [("SARTO040", 3)]


GATED = [
    ("returning = true", "so `returning` has one value for all: false"),
    ('visits = ">=2"', "so `visits` has one value for all: 1"),
    ('city = "Łódź"', "so `city` is never known"),
    ('level = "expert"', "so `level` is known only of who chose it"),
    ('interest = "fish"', "so `interest` is known only of who chose it"),
    ('days_since_last = "<7"', "so `days_since_last` is never known"),
    ('any = [{ bot = true }, { not = { city = "Rey" } }]', "`city` is never known"),
]


@pytest.mark.parametrize(("condition", "said"), GATED, ids=[c for c, _ in GATED])
def test_a_condition_that_needs_consent_needs_some_consent(seen, condition, said):
    text = f'[audiences.a]\n{condition}\n[slots.s]\nshow = [{{ to = "a", fragment = "keep" }}]\n'
    ((code, _, line, message),) = [f for f in seen(text) if f[0] == "SARTO041"]
    assert (code, line) == ("SARTO041", 2)
    assert message.endswith(said)
    assert "SARTO041" not in codes(seen(f'[consent]\nsource = "form"\n{text}'))


@pytest.mark.parametrize("condition", ['country = "PL"', "signed_in = true"])
def test_what_needs_no_consent_needs_no_ground(seen, condition):
    text = f'[slots.s]\nshow = [{{ when = {{ {condition} }}, fragment = "keep" }}]\n'
    assert seen(text) == []


def test_each_fact_is_told_of_once(seen):
    when = '[slots.{}]\nshow = [{{ when = {{ city = "Rey" }}, fragment = "keep" }}]\n'
    assert codes(seen(when.format("a") + when.format("b"))) == ["SARTO041"]


def test_what_its_table_is_told_for_is_not_told_again(seen):
    text = '[level]\n[slots.s]\nshow = [{ when = { level = "expert" }, fragment = "keep" }]\n'
    assert seen(text) == []


@pytest.mark.parametrize(
    ("consent", "is_told"),
    [
        ('source = "klaro"\nmap = { personalization = "x" }', False),
        ('source = "klaro"\nmap = { analytics = "x" }', True),
        ('source = "form"\nmap = { analytics = "x" }', True),
        ('source = ["onetrust", "klaro"]\nmap = { analytics = "C0002" }', True),
        ('source = "klaro"', False),  # told of the source: nothing is granted at all
        (
            'source = "form"\nneeds = { returning = "none" }\nmap = { analytics = "x" }',
            False,
        ),
    ],
)
def test_a_purpose_that_nothing_stands_for_is_no_ground(seen, consent, is_told):
    rule = "[slots.s]\nshow = [{ when = { returning = true }, fragment = 'keep' }]\n"
    assert ("SARTO041" in codes(seen(f"[consent]\n{consent}\n{rule}"))) is is_told


def test_a_file_that_no_rule_shows_is_told_of(seen):
    ((code, file, line, said),) = seen(ONE, hero="x", old="x")
    assert (code, file, line) == ("SARTO042", "fragments/old.html", 1)
    assert said == "no rule shows this fragment"


def test_layouts_of_nobody_are_told_of_as_such(seen):
    ((_, file, _, said),) = seen(ONE, hero="x", layouts=["old.html"])
    assert (file, said) == ("layouts/old.html", "no rule shows this layout")


def test_what_a_template_is_made_of_is_shown(seen):
    whole = '{% extends "b.html" %}{% from "d.html" import m %}{% include "c.html" %}'
    assert seen(ONE, hero=whole, b="x", c="x", d="{% macro m() %}{% endmacro %}") == []


def test_what_a_twin_is_made_of_is_shown(seen):
    text = f'languages = ["en", "fa"]\n{ONE}'
    assert seen(text, hero="x", hero_dot_fa='{% include "c.html" %}', c="x") == []


def test_a_rule_that_is_off_keeps_its_file_even_if_it_is_broken(seen):
    text = ONE.replace("hero.html", 'hero.html", off = true, why = "x')
    assert seen(text, hero="{% if %}") == []


def test_where_a_template_chooses_any_may_be_shown(seen):
    assert (
        seen(ONE, hero='{% include page.path ~ ".html" ignore missing %}', b="x") == []
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hero_dot_de", "no visitor is shown this fragment: 'de' is not among"),
        ("tea_dot_fa", "this twin has no fragment beside it"),
        ("old", "no rule shows this fragment"),
        ("hero_dot_notes", "no rule shows this fragment"),
    ],
)
def test_a_twin_of_nothing_is_told_why(seen, name, said):
    text = f'languages = ["en", "fa"]\n{ONE}'
    found = [f for f in seen(text, hero="x", **{name: "x"}) if f[0] == "SARTO042"]
    assert [message.startswith(said) for *_, message in found] == [True]


def test_a_template_that_names_an_undeclared_signal_is_told_of(seen):
    text = f'[consent]\n[signals.booked]\non = "POST /book"\n{ONE}'
    template = "\n<p>{{ visitor.facts['signals.bookd'] }}</p>"
    ((code, file, line, said),) = seen(text, hero=template)
    assert (code, file, line) == ("SARTO012", "fragments/hero.html", 2)
    assert said == "there is no fact called `signals.bookd`"


def test_the_twin_of_a_file_of_nobody_is_nobodys_too(seen):
    text = f'languages = ["en", "fa"]\n{ONE}'
    found = seen(text, hero="x", old="x", old_dot_fa="x")
    assert [said for *_, said in found] == ["no rule shows this fragment"] * 2
