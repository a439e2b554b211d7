import pytest

from sarto.vocabulary.facts import COUNTRY, REGION
from sarto.vocabulary.kinds import Choice, Flag, Glob, Members, Words, Zone
from sarto.vocabulary.reading import ConditionError

DEVICE = Choice(("mobile", "tablet"))
CONSENT = Members(("personalization", "analytics"))

HOLDS = [
    (DEVICE, "mobile", "mobile", "tablet"),
    (DEVICE, ["mobile", "tablet"], "tablet", "Tablet"),
    (COUNTRY, ["IR", "PL"], "PL", "pl"),
    (REGION, "US-WA", "US-WA", "US"),
    (Words(), ["Firefox", "Safari"], "safari", "saf"),
    (Glob(), "news*", "newsletter", "New"),
    (Glob(is_folded=True), "*.Example", "a.example", "a.example2"),
    (Glob(starts="/*"), ["/menu/*", "*.html"], "/menu/tea", "menu"),
    (Zone(), "Europe/*", "Europe/Warsaw", "Asia/Tehran"),
    (Zone(), ["Asia/Tehran", "UTC"], "UTC", "utc"),
    (Flag(), True, True, False),
    (Flag(), False, False, 0),
    (CONSENT, "analytics", frozenset({"analytics", "x"}), frozenset()),
    (Members(), ["pizza", "soup"], {"soup"}, {"salad"}),
]


@pytest.mark.parametrize(("kind", "raw", "yes", "no"), HOLDS)
def test_a_condition_holds_for_what_it_says(kind, raw, yes, no):
    pattern = kind.pattern(raw)
    assert pattern.holds(yes)
    assert not pattern.holds(no)


@pytest.mark.parametrize(("kind", "raw"), [row[:2] for row in HOLDS])
def test_its_example_is_accepted(kind, raw):
    pattern = kind.pattern(raw)
    assert pattern.holds(kind.value(pattern.example))


WRONG = [
    (DEVICE, "mobil", '"mobil" is none of its values', "did you mean 'mobile'?", None),
    (
        DEVICE,
        ["mobile", "tv"],
        '"tv" is none of its values',
        "one of: mobile, tablet",
        1,
    ),
    (
        DEVICE,
        3,
        "3 is not a word in quotes",
        "write a word in quotes, or a list of them",
        None,
    ),
    (DEVICE, [], "an empty list can never hold", "write a word in quotes", None),
    (
        Glob(starts="/*"),
        "menu",
        '"menu" matches nothing there is',
        "did you mean '/menu'?",
        None,
    ),
    (Choice(()), "new", '"new" is none of its values', "it has none here", None),
    (
        COUNTRY,
        "Iran",
        '"Iran" is not a country\'s code like PL',
        "did you mean 'IR'?",
        None,
    ),
    (
        COUNTRY,
        "ir",
        '"ir" is not a country\'s code like PL',
        "did you mean 'IR'?",
        None,
    ),
    (COUNTRY, "UK", '"UK" is nobody\'s code', "did you mean 'GB'?", None),
    (COUNTRY, "XX", '"XX" is nobody\'s code', "write a country's code like PL", None),
    (
        REGION,
        "us-wa",
        '"us-wa" is not a region\'s code like US-WA',
        "did you mean 'US-WA'?",
        None,
    ),
    (
        Words(),
        True,
        "true is not a name in quotes",
        "write a name in quotes, or a",
        None,
    ),
    (Glob(), [""], '"" is not a glob in quotes', "write a glob in quotes, or a", 0),
    (
        Zone(),
        "Europe/Warszaw",
        '"Europe/Warszaw" is not a time zone',
        "did you mean 'Europe/Warsaw'?",
        None,
    ),
    (Zone(), "Mars/*", '"Mars/*" is not a time zone', "", None),
    (Zone(), 1, "1 is not a time zone in quotes", "write a time zone in quotes", None),
    (Flag(), "yes", '"yes" is not true or false', "write true or false", None),
    (Flag(), "true", '"true" is not true or false', "write true, without quotes", None),
    (Flag(), [True], "[true] is not true or false", "write true or false", None),
    (CONSENT, "analitics", '"analitics" is none', "did you mean 'analytics'?", None),
    (Members(), "a,b", '"a,b" is not one word', 'write ["a", "b"]', None),
    (Members(), 1, "1 is not a word in quotes", "write a word in quotes, or a", None),
]


@pytest.mark.parametrize(("kind", "raw", "message", "hint", "item"), WRONG)
def test_what_says_nothing_is_refused(kind, raw, message, hint, item):
    with pytest.raises(ConditionError) as caught:
        kind.pattern(raw)
    assert caught.value.message.startswith(message)
    assert caught.value.help.startswith(hint)
    assert caught.value.item == item


VALUES = [
    (DEVICE, "mobile", "mobile"),
    (COUNTRY, "IR", "IR"),
    (Words(), "New York", "New York"),
    (Glob(), "a*", "a*"),
    (Zone(), "Asia/Tehran", "Asia/Tehran"),
    (Flag(), "true", True),
    (Flag(), "false", False),
    (CONSENT, "analytics,personalization", {"analytics", "personalization"}),
    (Members(), "", frozenset()),
    (Members(), "a,,b", {"a", "b"}),
]


@pytest.mark.parametrize(("kind", "text", "value"), VALUES)
def test_a_value_is_read_from_a_text(kind, text, value):
    assert kind.value(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (DEVICE, "phone"),
        (COUNTRY, "Iran"),
        (Zone(), "Mars"),
        (Flag(), "1"),
        (CONSENT, "all"),
    ],
)
def test_a_text_that_is_no_value_is_refused(kind, text):
    with pytest.raises(ConditionError):
        kind.value(text)


SCHEMAS = [
    (DEVICE, {"enum": ["mobile", "tablet"]}),
    (COUNTRY, {"type": "string", "pattern": "^[A-Z]{2}$"}),
    (Words(), {"type": "string"}),
    (Glob(), {"type": "string"}),
    (Zone(), {"type": "string"}),
    (CONSENT, {"enum": ["personalization", "analytics"]}),
    (Members(), {"type": "string"}),
]


@pytest.mark.parametrize(("kind", "item"), SCHEMAS)
def test_the_schema_is_of_one_or_of_a_list(kind, item):
    one, several = kind.schema["anyOf"]
    assert one == item
    assert several == {"type": "array", "items": item, "minItems": 1}


def test_the_schema_of_a_flag_is_a_flag():
    assert Flag().schema == {"type": "boolean"}
