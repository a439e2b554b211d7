"""Every fact there is has a sentence; none shows what we call it."""

from datetime import date, time

import pytest

from sarto.pages import words
from sarto.pages.whence import is_remembered, whence
from sarto.speech.speech import LANGUAGES, speech
from sarto.vocabulary.facts import CHANNELS, DAYPARTS, DEVICES, FACTS, LEVELS

VALUES = {
    **{
        fact: [True, False]
        for fact in ("bot", "eu", "save_data", "signed_in", "returning")
    },
    "device": DEVICES,
    "daypart": DAYPARTS,
    "channel": CHANNELS,
    "level": LEVELS,
    "continent": ("AF", "AN", "AS", "EU", "NA", "OC", "SA"),
    "country": ("PL", "QQ"),
    "language": ("fa", "de", "x-odd"),
    "time": (time(8, 5),),
    "date": (date(2026, 11, 22),),
    "days": ("mon", "sun"),
    "holiday": ("Christmas", False),
    "visits": (1, 2, 5, 22),
    "days_since_last": (0, 1, 2, 5),
    "interest": (frozenset({"jazz", "wine"}), frozenset()),
    "often": (("booked", "left"), ()),
    "consent": (frozenset({"analytics"}), frozenset()),
    "color_scheme": ("dark", "light"),
    "reduced_motion": ("reduce", "no-preference"),
    "signals.booked": (0, 1, 12, True, False),
    "signals.booked.value": (42.0,),
    "levels.booking": LEVELS,
    "facts.weather": ("rain", 12.5, True),
}
SAYING = [(fact, value) for fact, values in VALUES.items() for value in values]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("fact", "value"), SAYING, ids=str)
def test_a_value_is_said_in_a_sentence(language, fact, value) -> None:
    said = words.sentence(speech(language), fact, value)
    assert said.endswith(".")
    assert fact not in said or "." not in fact
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "fact", [fact.name.replace("*", "some-thing") for fact in FACTS]
)
def test_no_fact_is_without_words(language, fact) -> None:
    say = speech(language)
    assert words.sentence(say, fact, None)
    value = VALUES.get(fact, ["word"])[0]
    assert words.sentence(say, fact, value).endswith(".")
    assert say(whence(fact))


def test_what_was_noticed_is_said_as_noticed() -> None:
    say = speech("en")
    for fact, value, said in (
        ("signals.booked", 3, "We noticed that you have booked before."),
        ("signals.booked", 0, "You have not booked here, as far as we know."),
        ("signals.booked.value", 42.0, "When you last booked, we noted 42.0."),
        ("returning", True, "We noticed that you have been here before."),
        ("visits", 3, "We noticed that you have been here 3 times."),
        ("stage", "customer", "We noticed how far you have come here: customer."),
        (
            "campaign.name",
            "spring",
            "The link you followed belongs to a campaign: spring.",
        ),
        ("query.table", "4", "The address you asked for says table: 4."),
        ("traits.tier", "gold", "Your account here says tier: gold."),
        ("preference.view", "simple", "You chose for view: simple."),
        ("facts.weather", "rain", "This site looked up weather: rain."),
        ("city", None, "We do not know this of you: city."),
        ("device", "toaster", "device: toaster."),
    ):
        assert words.sentence(say, fact, value) == said


def test_what_was_told_is_said_as_told() -> None:
    say = speech("en")
    assert words.told(say, "level", "expert") == "You told us that you are no beginner."
    assert words.told(say, "language", "fa") == "You told us that you read Persian."
    assert (
        words.told(say, "interest", frozenset({"b", "a"}))
        == "You told us that you like a and b."
    )
    assert words.told(say, "preference.view", "simple") == "You chose for view: simple."


def test_what_is_remembered_is_known_as_such() -> None:
    remembered = {fact.name for fact in FACTS if is_remembered(fact.name)}
    assert {
        "visits",
        "level",
        "levels.*",
        "signals.*",
        "signals.*.value",
        "interest",
        "often",
        "arm.*",
    } <= remembered
    assert not remembered & {
        "device",
        "country",
        "city",
        "time",
        "preference.*",
        "consent",
    }
