import pytest

from support.site_versions import TOML


def told(found):
    return [
        (p.place, p.old.sight.name, p.new.sight.name, p.found.path, p.found.words)
        for p in found.pairs
    ]


def test_another_fragment_is_shown_with_who_would_see_it(sites):
    found = sites.differ(TOML, TOML.replace("a.html", "b.html"))

    assert told(found) == [("slots.hero", "a.html", "b.html", "/", "device=mobile")]
    assert not found.settings


@pytest.mark.parametrize(
    "edit",
    [
        lambda toml: f"# a remark\n{toml}",
        lambda toml: toml.replace(
            "[slots.hero]", '[slots.hero]\nwhy = "w"\nowner = "o"'
        ),
        lambda toml: toml.replace('["/", "/menu/*"]', '["/menu/*", "/"]'),
        lambda toml: toml.replace("a.html", "a.html").replace("phones", "handhelds"),
        lambda toml: (
            f'{toml}\n[personas.one]\ndevice = "tv"\n[audiences.none]\nbot = true'
        ),
        lambda toml: toml.replace('device = "mobile"', 'all = [{ device = "mobile" }]'),
    ],
)
def test_what_nobody_sees_shows_nothing(sites, edit):
    assert not sites.differ(TOML, edit(TOML))


def test_the_same_text_in_another_file_is_the_same(sites):
    english = TOML.replace('"en", "fa"', '"en"')

    assert not sites.differ(english, english.replace("a.html", "like-a.html"))


def test_a_text_that_changed_is_shown_though_no_rule_did(sites):
    found = sites.differ(TOML, TOML, a="another A")

    assert told(found) == [("slots.hero", "a.html", "a.html", "/", "device=mobile")]
    assert found.pairs[0].languages == ("en",)


def test_a_twin_that_changed_is_for_those_who_speak_it(sites):
    found = sites.differ(TOML, TOML, **{"a.fa": "دیگر"})

    (pair,) = found.pairs
    assert pair.languages == ("fa",)
    assert pair.found.pins == {"device": "mobile", "language": "fa"}


def test_a_template_is_tried_until_somebody_reads_something_else(sites):
    shows = TOML.replace("a.html", "seen.html")
    text = "{% if visitor.facts.country == 'PL' %}witaj{% else %}hello{% endif %}"

    found = sites.differ(shows, shows, seen=text)

    (pair,) = found.pairs
    assert pair.verdict == "undecided"  # no class of countries is in any rule

    asked = (
        shows + '[[slots.hero.show]]\nwhen = { country = "PL" }\nfragment = "seen.html"'
    )
    found = sites.differ(
        asked.replace("show = [", "# "), asked.replace("show = [", "# "), seen=text
    )
    assert [p.found.pins["country"] for p in found.pairs] == ["PL"]


def test_a_remark_in_a_template_is_seen_by_nobody(sites):
    shows = TOML.replace("a.html", "seen.html")
    text = (
        "{# x #}{% if visitor.facts.country == 'PL' %}cześć{% else %}hello{% endif %}"
    )

    assert not sites.differ(shows, shows, seen=text)


def test_a_page_that_a_slot_may_no_longer_change_on_has_its_own(sites):
    found = sites.differ(TOML, TOML.replace('["/", "/menu/*"]', '["/"]'))

    ((place, old, new, path, words),) = told(found)
    assert (place, old, new, words) == ("slots.hero", "a.html", None, "device=mobile")
    assert path.startswith("/menu/")


def test_a_slot_that_is_gone_is_told_by_what_it_showed(sites):
    found = sites.differ(TOML, TOML.split("[slots.hero]")[0])

    assert told(found) == [("slots.hero", "a.html", None, "/", "device=mobile")]


def test_rules_in_another_order_differ_for_who_is_meant_by_both(sites):
    rules = (
        '{ to = "phones", fragment = "a.html" }',
        '{ when = { bot = true }, fragment = "b.html" }',
    )
    first, second = (
        TOML.split("show = ")[0] + f"show = [{', '.join(order)}]"
        for order in (rules, rules[::-1])
    )

    found = sites.differ(first, second)

    assert [(p.old.sight.name, p.new.sight.name) for p in found.pairs] == [
        ("a.html", "b.html")
    ]
    assert found.pairs[0].found.pins == {"bot": True, "device": "mobile"}


def test_a_window_that_moves_has_a_moment_for_witness(sites):
    early = TOML.replace('"a.html" }', '"a.html", until = 2027-01-01 }')
    late = early.replace("2027-01-01", "2027-01-03")

    (pair,) = sites.differ(early, late).pairs

    assert pair.old.sight.name is None
    assert f"{pair.found.moment:%Y-%m}" == "2027-01"


def test_a_cap_that_grows_is_for_who_was_shown_it_before(sites):
    cap = '"a.html", cap = { times = 1, per = "visitor" } }'
    once = TOML.replace('"a.html" }', cap) + '[consent]\nsource = "form"\n'

    (pair,) = sites.differ(once, once.replace("times = 1", "times = 3")).pairs

    assert (pair.old.sight.name, pair.new.sight.name) == (None, "a.html")
    assert next(iter(pair.found.shown.values()))["visitor"] in (1, 2)


def test_a_page_swapped_for_another_is_a_place_like_any(sites):
    swap = '\n[[pages]]\npath = "/"\nshow = [{ to = "phones", serve = "/phone" }]\n'

    found = sites.differ(TOML, TOML + swap)

    assert told(found) == [("pages", None, "/phone", "/", "device=mobile")]


LAID = TOML + '[layouts.home]\npages = ["/"]\nshow = [{ layout = "%s" }]\n'


@pytest.mark.parametrize(
    ("layout", "is_open"),
    [("all.html", False), ("named.html", False), ("bare.html", True)],
)
def test_it_is_said_where_a_layout_may_hide_it(sites, layout, is_open):
    laid = (LAID % layout).replace('["/", "/menu/*"]', '["/"]')

    (pair,) = sites.differ(laid, laid.replace("a.html", "b.html")).pairs

    assert pair.is_open is is_open


def test_attributes_are_seen_too(sites):
    found = sites.differ(
        TOML, TOML.replace('"a.html"', '"a.html", attrs = { class = "x" }')
    )

    assert [p.new.sight.title for p in found.pairs] == ['a.html class="x"']


def test_what_a_stage_means_is_told_exactly_and_by_its_name(sites):
    def toml(visits):
        when = f'{{ name = "new" }}, {{ name = "known", when = {{ visits = ">={visits}" }} }}'
        return (
            f'[consent]\nsource = "form"\n[journey]\nstages = [{when}]\n'
            '[slots.hero]\nshow = [{ when = { stage = "known" }, fragment = "b.html" }]'
        )

    found = sites.differ(toml(2), toml(3))

    assert [s.name for s in found.settings] == ["journey.stages"]
    assert [(p.old.sight.name, p.new.sight.name) for p in found.pairs] in (
        [],
        [("b.html", None)],
    )
