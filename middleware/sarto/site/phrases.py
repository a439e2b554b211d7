"""One condition in words, as they stand after `somebody`: `on a phone`, `in Iran`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final, TypeAlias

from sarto.config.audiences import Condition
from sarto.site import amounts
from sarto.site.amounts import amount, clock, listed, span, weekdays, worded
from sarto.speech.speech import speech
from sarto.vocabulary.patterns import (
    AnyCase,
    Counts,
    Dates,
    Either,
    Globs,
    Holds,
    Is,
    OneOf,
    Pattern,
    There,
    Times,
)

Namer: TypeAlias = Callable[[str], str]

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "device": {
        "mobile": "on a phone",
        "tablet": "on a tablet",
        "desktop": "at a computer",
        "tv": "at a television",
        "console": "at a games console",
        "wearable": "with a watch",
        "other": "on a device that nobody knows",
    },
    "continent": {
        "AF": "in Africa",
        "AN": "in Antarctica",
        "AS": "in Asia",
        "EU": "in Europe",
        "NA": "in North America",
        "OC": "in Oceania",
        "SA": "in South America",
    },
    "daypart": {
        "morning": "in the morning",
        "afternoon": "in the afternoon",
        "evening": "in the evening",
        "night": "at night",
    },
    "channel": {
        "direct": "who came directly",
        "search": "who came from a search",
        "social": "who came from a social network",
        "email": "who came from an e-mail",
        "paid": "who came from an advertisement",
        "referral": "who came from another site",
        "internal": "who came from another page of this site",
        "app": "who came from an app",
    },
    "level": {
        "novice": "who is new to this",
        "regular": "who knows the way around",
        "expert": "who knows this site very well",
    },
    "color_scheme": {
        "dark": "who prefers dark colours",
        "light": "who prefers light colours",
    },
    "reduced_motion": {
        "reduce": "who prefers little motion",
        "no-preference": "who does not mind motion",
    },
    "consent": {
        "personalization": "who lets us remember them",
        "analytics": "who lets us count them",
    },
}
FLAGS: Final[Mapping[str, tuple[str, str]]] = {  # where it is so, where it is not
    "bot": ("who is a robot", "who is no robot"),
    "eu": ("in the European Union", "outside the European Union"),
    "holiday": ("on a public holiday", "on no public holiday"),
    "save_data": ("who saves data", "who does not save data"),
    "signed_in": ("who is signed in", "who is not signed in"),
    "returning": ("who has been here before", "who is here for the first time"),
    "undecided": ("who has not answered about consent", "who answered about consent"),
}
BEFORE: Final[Mapping[str, str]] = {  # what goes before a fact's own words
    "country": "in",
    "region": "in the region",
    "city": "in or near",
    "zone": "in the time zone",
    "language": "who reads",
    "browser": "with",
    "os": "on",
    "host": "at the host",
    "path": "on the page",
    "stage": "whose stage is",
    "interest": "who likes",
    "often": "who most often did",
    "holiday": "on the holiday",
}
FAMILIES: Final[Mapping[str, str]] = {
    "campaign": "whose link says {name}:",
    "query": "whose address says {name}:",
    "traits": "whose account says {name}:",
    "levels": "whose level in “{name}” is",
    "preference": "who chose for “{name}”:",
    "arm": "who in the experiment “{name}” is in the arm",
    "facts": "of whom this site says {name}:",
}
UNITS: Final = (
    (604_800, "week"),
    (86_400, "day"),
    (3600, "hour"),
    (60, "minute"),
    (1, "second"),
)
NAMED: Final[Mapping[str, Namer]] = {
    "country": lambda code: speech("en").country(code),
    "language": lambda tag: speech("en").tongue(tag),
}


def phrase(asked: Condition) -> str:
    """Say one condition."""
    family, _, name = asked.fact.partition(".")
    if family == "signals":
        return signal(name, asked)
    if asked.fact in ("visits", "days_since_last"):
        return counted(asked.fact, asked.pattern)
    return plain(asked.fact, asked.pattern, family, name)


def plain(fact: str, pattern: Pattern, family: str, name: str) -> str:
    if isinstance(pattern, Is | There) and fact in FLAGS:
        return FLAGS[fact][0 if pattern.flag else 1]
    if fact == "days":
        return weekdays(words(pattern))
    if isinstance(pattern, Times):
        return f"between {listed([clock(*each) for each in pattern.windows])}"
    if isinstance(pattern, Dates):
        return listed([span(*each) for each in pattern.spans])
    known = WORDS.get(fact, {})
    if known and all(word in known for word in words(pattern)):
        return listed([known[word] for word in words(pattern)])
    before = BEFORE.get(fact) or FAMILIES.get(family, fact).format(name=name)
    own, numbers = NAMED.get(fact, quoted), {*spans(pattern)}
    said = [word if word in numbers else own(word) for word in words(pattern)]
    return f"{before} {listed(said)}"


def words(pattern: Pattern) -> Sequence[str]:
    """List the words that a pattern accepts."""
    if isinstance(pattern, OneOf | AnyCase):
        return pattern.words
    if isinstance(pattern, Globs):
        return pattern.globs
    if isinstance(pattern, Holds):
        return sorted(pattern.words)
    if isinstance(pattern, Either):
        return list(dict.fromkeys(w for part in pattern.parts for w in words(part)))
    return list(spans(pattern)) or [pattern.example]


def spans(pattern: Pattern) -> Iterator[str]:
    """List the numbers that a pattern accepts."""
    for part in pattern.parts if isinstance(pattern, Either) else (pattern,):
        if isinstance(part, Counts):
            yield from (amount(*each) for each in part.spans)


def quoted(word: str) -> str:
    return word if word.replace(" ", "").isalnum() else f"“{word}”"


def signal(name: str, asked: Condition) -> str:
    """Say what somebody did, and how often, and since when."""
    did, is_value = name.removesuffix(".value"), name.endswith(".value")
    how = listed([amount(*each) for each in counts(asked.pattern)])
    if is_value:
        return f"whose last “{did}” was noted with {how}"
    often = listed([worded(*each) for each in counts(asked.pattern)])
    since = f", since their last “{asked.since}”" if asked.since else ""
    return f"who did “{did}” {often}{within(asked.within)}{since}"


def counted(fact: str, pattern: Pattern) -> str:
    said = listed([amount(*each) for each in counts(pattern)])
    if fact == "visits":
        return f"with {amounts.counted(said, 'visit')}, this one counted"
    return f"whose last visit was {amounts.counted(said, 'day')} ago"


def counts(pattern: Pattern) -> tuple[tuple[float, float], ...]:
    return pattern.spans if isinstance(pattern, Counts) else ()


def within(length: timedelta | None) -> str:
    """Say in what time: `in the last 7 days`."""
    if length is None:
        return ""
    seconds = length.total_seconds()
    for unit, word in UNITS:
        if seconds % unit == 0 and seconds > unit:
            return f" in the last {seconds // unit:.0f} {word}s"
        if seconds == unit:
            return f" in the last {word}"
    return f" in the last {seconds:g} seconds"
