from functools import partial

import pytest

from sarto import Config, ConfigError, Resolver, resolver
from sarto.site.compile import compile_site
from sarto.site.declaring import budget_of, declarations
from sarto.site.resolvers import declaration
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.facts import Tier


def weather(asked):
    return "rain"


async def news(asked):
    return "none"


class Station:
    """A `Resolver` by its shape alone."""

    name = "station"
    tier = "segment"
    purpose = None
    headers = ("X-Station",)
    reads = ("region",)

    async def __call__(self, asked):
        return "warm"


def findings(resolvers):
    with pytest.raises(ConfigError) as caught:
        declarations(resolvers)
    return caught.value.findings


def texts(resolvers):
    return [f"{each.message} ({each.help})" for each in findings(resolvers)]


def test_a_plain_function_is_enough_and_its_fact_is_personal():
    (found,) = declarations({"sky": weather})

    assert found.fact.name == "facts.sky"
    assert found.fact.tier is Tier.PERSONAL
    assert (found.fact.purpose, found.fact.headers, found.fact.made_of) == (
        None,
        (),
        (),
    )
    assert found("anybody") == "rain"


def test_in_a_list_a_function_has_its_own_name():
    names = [each.name for each in declarations([weather, partial(news), Station()])]

    assert names == ["weather", "news", "station"]


def test_one_resolver_alone_needs_no_list():
    assert [each.name for each in declarations(weather)] == ["weather"]


def test_an_object_declares_by_its_attributes():
    station: Resolver = Station()
    (found,) = declarations([station])

    assert found.fact.tier is Tier.SEGMENT
    assert found.fact.headers == ("X-Station",)
    assert found.fact.made_of == ("region",)


def test_the_decorator_declares_the_same():
    declare = resolver(tier="band", purpose="personalization", reads=["visits"])
    mine: Resolver = declare(weather)
    (found,) = declarations([mine])

    assert found.name == "weather"
    assert found.fact.tier is Tier.BAND
    assert found.fact.purpose == "personalization"
    assert found.fact.made_of == ("visits", "consent")


def test_the_decorator_may_name_the_fact_and_a_mapping_names_it_last():
    mine = resolver(name="sky", tier="segment")(weather)

    assert declarations([mine])[0].name == "sky"
    assert declarations({"heaven": mine})[0].fact.name == "facts.heaven"
    assert declarations({"heaven": mine})[0].fact.tier is Tier.SEGMENT


def test_a_lone_text_is_a_list_of_one():
    (found,) = declarations([resolver(headers="X-Plan", reads="region")(weather)])

    assert (found.headers, found.reads) == (("X-Plan",), ("region",))


@pytest.mark.parametrize(
    ("call", "is_async"),
    [
        (weather, False),
        (news, True),
        (partial(partial(news)), True),
        (partial(weather), False),
        (Station(), True),
        (lambda asked: news(asked), False),  # noqa: PLW0108 - what is tried
        (resolver()(news), True),
        (len, False),
    ],
)
def test_it_is_known_what_may_run_in_the_loop(call, is_async):
    assert declaration(call, "x").is_async is is_async


@pytest.mark.parametrize(
    ("resolvers", "told"),
    [
        ({"our weather": weather}, "'our weather' is no name for a fact (name it by a word like weather)"),
        ({"": partial(lambda asked: 1)}, "'<lambda>' is no name for a fact (name it by a word like weather)"),
        ({1: weather}, "1 is no name for a fact (name it by a word like weather)"),
        ({"sky": "rain"}, "the resolver of `facts.sky` cannot be called (give a function of one argument)"),
        ([resolver(tier="bands")(weather)], "the resolver of `facts.weather` has no tier 'bands' (did you mean 'band'?)"),
        ([resolver(tier=[])(weather)], "the resolver of `facts.weather` has no tier [] (one of: segment, band, personal)"),
        ([resolver(reads=["contry"])(weather)], "the resolver of `facts.weather` cannot read 'contry' (did you mean 'country'?)"),
        ([resolver(reads=["facts.news"])(weather)], "the resolver of `facts.weather` cannot read 'facts.news' (name facts of the table)"),
        ([resolver(reads=7)(weather)], "the resolver of `facts.weather` cannot read 7 (name facts of the table)"),
        ([resolver(headers=["X Plan"])(weather)], "the resolver of `facts.weather` reads no header 'X Plan' (name headers in a tuple)"),
        ([resolver(headers=[b"X-Plan"])(weather)], "the resolver of `facts.weather` reads no header b'X-Plan' (name headers in a tuple)"),
        ([weather, weather], "two resolvers give `facts.weather` (give one of them another name)"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_told_with_what_to_do(resolvers, told):
    assert texts(resolvers) == [told]


def test_everything_wrong_is_told_at_once():
    mistaken = resolver(tier="no", reads=["nothing"], headers=[""])(weather)

    assert len(findings([mistaken, weather, 7])) == 5


def test_a_mistake_has_the_line_of_the_function():
    (found,) = findings([resolver(tier="no")(partial(weather))])

    assert (found.code, found.severity) == ("SARTO023", "error")
    assert (found.file, found.line) == (__file__, weather.__code__.co_firstlineno)


def test_a_mistake_of_what_has_no_line_is_where_sarto_is_made():
    (found,) = findings({"sky": 7})

    assert str(found).startswith("Sarto(resolvers=…):1:1: error SARTO023: ")


@pytest.mark.parametrize("seconds", [0.025, 1, 1e-9])
def test_a_budget_is_a_time_in_seconds(seconds):
    assert budget_of(seconds) == seconds


@pytest.mark.parametrize(
    "seconds", [0, -1, "1", None, True, float("nan"), float("inf")]
)
def test_what_is_no_time_is_no_budget(seconds):
    with pytest.raises(ConfigError, match="SARTO023: `budget` is no time"):
        budget_of(seconds)


def declared(purpose):
    (found,) = declarations([resolver(purpose=purpose)(weather)])
    return Declared({found.fact.name: found.fact})


@pytest.mark.parametrize("purpose", ["personalization", "analytics", "weathering"])
def test_a_purpose_is_known_or_the_sites_own(purpose, tmp_path):
    text = '[consent]\nmap = { weathering = "W1" }'
    config = Config.loads(text, folder=tmp_path)

    assert compile_site(config, declared=declared(purpose))


@pytest.mark.parametrize("text", ["", "[consent]\nsource = 'form'"])
def test_a_purpose_that_nobody_can_grant_is_a_mistake(text, tmp_path):
    config = Config.loads(text, folder=tmp_path)
    with pytest.raises(
        ConfigError, match=r"SARTO023: .*'personalisation', which is no"
    ):
        compile_site(config, declared=declared("personalisation"))
