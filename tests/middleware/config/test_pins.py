from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.config.dictionary import Dictionary
from sarto.config.model import SartoToml
from sarto.config.pins import pins
from sarto.vocabulary.reading import ConditionError

DICTIONARY = Dictionary.of(
    SartoToml.model_validate({"signals": {"booked": {}}, "languages": ["en", "fa"]})
)
PERSONAS = {"tehran": {"device": "mobile", "country": "IR"}}

READ = [
    ("", {}),
    ("  ", {}),
    (
        "device=mobile country=IR time=20:00",
        {"device": "mobile", "country": "IR", "time": time(20)},
    ),
    ("city='New York' bot=true", {"city": "New York", "bot": True}),
    ('"city=New York"', {"city": "New York"}),
    ("city=New\\ York", {"city": "New York"}),
    ("city=", {"city": ""}),
    ("city='Washington, D.C.'", {"city": "Washington, D.C."}),
    ("interest=soup,pizza", {"interest": {"soup", "pizza"}}),
    ("consent=analytics", {"consent": {"analytics"}}),
    ("preference.interests=a,b", {"preference.interests": {"a", "b"}}),
    ("signals.booked=3", {"signals.booked": 3}),
    ("signals.booked=true", {"signals.booked": 1}),
    ("query.q=a=b", {"query.q": "a=b"}),
    ("traits.tier=gold traits.n=2", {"traits.tier": "gold", "traits.n": 2}),
    ("@tehran", PERSONAS["tehran"]),
    ("@tehran country=DE", {"device": "mobile", "country": "DE"}),
    ("country=DE @tehran", PERSONAS["tehran"]),
    ("city='Paris, x=y' device=tv", {"city": "Paris, x=y", "device": "tv"}),
]


@pytest.mark.parametrize(("text", "facts"), READ, ids=[text for text, _ in READ])
def test_facts_are_pinned_as_on_a_command_line(text, facts):
    assert pins(DICTIONARY, text, PERSONAS) == facts


def test_without_personas_facts_are_pinned_as_well():
    assert pins(DICTIONARY, "device=tv") == {"device": "tv"}


REFUSED = [
    ("devise=x", "there is no fact called `devise`", "did you mean 'device'?"),
    (
        "signals=3",
        "`signals` is a family of facts",
        "name one of these: signals.booked, ",
    ),
    ("signals.xyz=3", "there is no fact", "declare it: [signals.xyz]"),
    ("device=mobil", '`device`: "mobil" is none of its', "did you mean 'mobile'?"),
    ("language=de", '`language`: "de" is none of its', "one of: en, fa"),
    ("country=IR,PL", '`country`: "IR,PL" is not a country', "write one value"),
    ("country=Iran", '`country`: "Iran" is not a country', "did you mean 'IR'?"),
    ("city=Paris, device=tv", 'a comma follows "city=Paris"', "write blanks"),
    ("device=tv device=tablet", "`device` is pinned twice", "pin it once"),
    ("consent=analitics", '`consent`: "analitics" is', "did you mean 'analytics'?"),
    ("zone=Europe/Warszaw", "`zone`: ", "did you mean 'Europe/Warsaw'?"),
    (
        "city=New York",
        '"York" pins nothing',
        "write fact=value, with quotes where spaces are, or @persona",
    ),
    ("=x", "there is no fact called ``", ""),
    (
        "city='New York",
        '"city=\'New York" ends inside quotes',
        "close the quotes, as in city='New York'",
    ),
    ("@teheran", 'there is no persona called "teheran"', "did you mean 'tehran'?"),
]


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_what_pins_nothing_is_refused(text, message, hint):
    with pytest.raises(ConditionError) as caught:
        pins(DICTIONARY, text, PERSONAS)
    assert caught.value.message.startswith(message)
    assert caught.value.help.startswith(hint)


def test_without_any_persona_the_help_is_to_declare_one():
    with pytest.raises(ConditionError) as caught:
        pins(DICTIONARY, "@x")
    assert caught.value.help == "declare it: [personas.x]"


@given(st.text() | st.text("@='\"\\ ,.devicqury"))
def test_no_text_makes_it_fail_otherwise(text):
    with suppress(ConditionError):
        assert all(map(DICTIONARY.kind, pins(DICTIONARY, text, PERSONAS)))
