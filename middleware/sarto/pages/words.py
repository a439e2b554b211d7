"""What one fact says of a visitor, as a sentence they understand.

In come a fact's name, its value and our texts; out comes a sentence, for each fact
there is: what was noticed, not how it is called here.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Final, TypeAlias, cast

from sarto.speech.speech import N_, Speech

Sayer: TypeAlias = Callable[[Speech, object], str]

CHOSEN: Final[Mapping[str, Mapping[object, str]]] = {
    "device": {
        "mobile": N_("You are using a phone."),
        "tablet": N_("You are using a tablet."),
        "desktop": N_("You are using a computer."),
        "tv": N_("You are using a television."),
        "console": N_("You are using a games console."),
        "wearable": N_("You are using a watch, or another device that is worn."),
        "other": N_("We cannot tell what kind of device you are using."),
    },
    "bot": {
        True: N_("You are a program, not a person."),
        False: N_("You are a person, as far as we can tell."),
    },
    "continent": {
        "AF": N_("You are in Africa."),
        "AN": N_("You are in Antarctica."),
        "AS": N_("You are in Asia."),
        "EU": N_("You are in Europe."),
        "NA": N_("You are in North America."),
        "OC": N_("You are in Oceania."),
        "SA": N_("You are in South America."),
    },
    "eu": {
        True: N_("You are in the European Union."),
        False: N_("You are outside the European Union."),
    },
    "daypart": {
        "morning": N_("It is morning where you are."),
        "afternoon": N_("It is afternoon where you are."),
        "evening": N_("It is evening where you are."),
        "night": N_("It is night where you are."),
    },
    "channel": {
        "direct": N_("You came here directly."),
        "search": N_("You came here from a search."),
        "social": N_("You came here from a social network."),
        "email": N_("You came here from an e-mail."),
        "paid": N_("You came here from an advertisement."),
        "referral": N_("You came here from another site."),
        "internal": N_("You came here from another page of this site."),
        "app": N_("You came here from an app."),
    },
    "save_data": {
        True: N_("Your browser asks us to save data."),
        False: N_("Your browser does not ask us to save data."),
    },
    "color_scheme": {
        "dark": N_("You prefer dark colours."),
        "light": N_("You prefer light colours."),
    },
    "reduced_motion": {
        "reduce": N_("You prefer little motion."),
        "no-preference": N_("You do not mind motion."),
    },
    "signed_in": {
        True: N_("You are signed in."),
        False: N_("You are not signed in."),
    },
    "returning": {
        True: N_("We noticed that you have been here before."),
        False: N_("This is your first visit, as far as we know."),
    },
    "level": {
        "novice": N_("You seem to be new here."),
        "regular": N_("We noticed that you know your way around here."),
        "expert": N_("We noticed that you know this site very well."),
    },
}
OF_ITS_OWN: Final[Mapping[str, str]] = {  # what holds a name, or a value as it is
    "browser": N_("Your browser is {value}."),
    "os": N_("Your system is {value}."),
    "region": N_("Your region is {value}."),
    "city": N_("You are near {value}."),
    "zone": N_("Your time zone is {value}."),
    "host": N_("You asked for the site {value}."),
    "path": N_("You asked for the page {value}."),
    "stage": N_("We noticed how far you have come here: {value}."),
}
OF_A_FAMILY: Final[Mapping[str, str]] = {
    "campaign": N_("The link you followed belongs to a campaign: {value}."),
    "query": N_("The address you asked for says {name}: {value}."),
    "traits": N_("Your account here says {name}: {value}."),
    "levels": N_("In {name} we take you for: {value}."),
    "preference": N_("You chose for {name}: {value}."),
    "arm": N_("You take part in a trial, {name}, and see version {value}."),
    "facts": N_("This site looked up {name}: {value}."),
}
TOLD: Final[Mapping[object, str]] = {  # a level that was chosen
    "novice": N_("You told us that you are new to this."),
    "regular": N_("You told us that you know the basics."),
    "expert": N_("You told us that you are no beginner."),
}
UNKNOWN: Final = N_("We do not know this of you: {name}.")
CHOICE: Final = N_("You told us that you read {name}.")
LIKING: Final = N_("You told us that you like {names}.")


def language(say: Speech, value: object) -> str:
    return say("You read {name}.", name=say.name(say.tongue(str(value))))


def country(say: Speech, value: object) -> str:
    name = say.country(str(value))
    return say("You are in {name}, as far as we can tell.", name=say.name(name))


def clock(say: Speech, value: object) -> str:
    text = N_("It is {time} on your clock, as far as we can tell.")
    return say(text, time=say.time(value) if isinstance(value, time) else value)


def day(say: Speech, value: object) -> str:
    text = N_("Today is {day} where you are.")
    return say(text, day=say.date(value) if isinstance(value, date) else value)


def weekday(say: Speech, value: object) -> str:
    return say("It is {weekday} where you are.", weekday=say.weekday(str(value)))


def holiday(say: Speech, value: object) -> str:
    if value:
        return say("Today is a public holiday where you are.")
    return say("Today is no public holiday where you are.")


def visits(say: Speech, value: object) -> str:
    number = cast("int", value)
    if number <= 1:
        return say("This is your first visit, as far as we know.")
    return say.many(
        "We noticed that you have been here {number} time.",
        "We noticed that you have been here {number} times.",
        number,
    )


def days_since_last(say: Speech, value: object) -> str:
    return say.many(
        "We noticed that your last visit was {number} day ago.",
        "We noticed that your last visit was {number} days ago.",
        int(cast("float", value)),
    )


def interest(say: Speech, value: object) -> str:
    topics = sorted(map(str, cast("Iterable[object]", value)))
    if not topics:
        return say("We do not know what interests you.")
    return say("We noticed that you like {names}.", names=say.all_of(topics))


def often(say: Speech, value: object) -> str:
    signals = list(map(str, cast("Iterable[object]", value)))
    if not signals:
        return say("We do not know what you do here most.")
    return say("What you do here most: {names}.", names=say.all_of(signals))


def consent(say: Speech, value: object) -> str:
    purposes = sorted(map(str, cast("Iterable[object]", value)))
    if not purposes:
        return say("You allowed nothing that needs your permission.")
    return say("You allowed: {names}.", names=say.all_of(purposes))


SAYERS: Final[Mapping[str, Sayer]] = {
    "language": language,
    "country": country,
    "time": clock,
    "date": day,
    "days": weekday,
    "holiday": holiday,
    "visits": visits,
    "days_since_last": days_since_last,
    "interest": interest,
    "often": often,
    "consent": consent,
}


def sentence(say: Speech, fact: str, value: object) -> str:
    """Say what a fact's value means, to whom it is about."""
    if value is None:
        return say(UNKNOWN, name=say.name(fact))
    if fact in SAYERS:
        return SAYERS[fact](say, value)
    if text := CHOSEN.get(fact, {}).get(value):
        return say(text)
    if fact in OF_ITS_OWN:
        return say(OF_ITS_OWN[fact], value=say.name(value))
    return of_family(say, fact, value)


def of_family(say: Speech, fact: str, value: object) -> str:
    family, _, name = fact.partition(".")
    if family == "signals":
        return signal(say, name, value)
    text = OF_A_FAMILY.get(family, "{name}: {value}.")
    return say(text, name=say.name(name or fact), value=say.name(value))


def signal(say: Speech, name: str, value: object) -> str:
    """Say that somebody did something: `We noticed that you have booked before.`"""
    did, is_value, _ = name.removesuffix(".value"), name.endswith(".value"), None
    if is_value:
        text = N_("When you last {name}, we noted {value}.")
        return say(text, name=say.name(did), value=say.name(value))
    if not value:
        return say("You have not {name} here, as far as we know.", name=say.name(did))
    return say("We noticed that you have {name} before.", name=say.name(did))


def told(say: Speech, fact: str, value: object) -> str:
    """Say what somebody told us themselves; it is not noticed."""
    if fact == "level":
        return say(TOLD[value])
    if fact == "language":
        return say(CHOICE, name=say.name(say.tongue(str(value))))
    if fact == "interest":
        topics = sorted(map(str, cast("Iterable[object]", value)))
        return say(LIKING, names=say.all_of(topics))
    return sentence(say, fact, value)
