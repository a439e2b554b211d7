"""The fact table: every fact there is, what it may be, whose it is, what it stands on.

A row says how conditions on the fact are written (`kind`), how many visitors share a
value (`tier`), which consent it needs (`purpose`), which raw request headers it is read
from (`headers`) and which facts it is made of (`made_of`). `unknown` is the value of a
visitor nobody knows; a fact without consent has that value and is not looked up.
A name that ends in `.*` stands for a whole family.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from sarto.vocabulary.kinds import (
    Choice,
    Code,
    Flag,
    Glob,
    Kind,
    Members,
    Words,
    Zone,
)
from sarto.vocabulary.numbers import Count
from sarto.vocabulary.own import Named, Own
from sarto.vocabulary.spans import Calendar, Clock, Weekdays
from sarto.vocabulary.world import countries, country_called

DEVICES = ("mobile", "tablet", "desktop", "tv", "console", "wearable", "other")
DAYPARTS = ("morning", "afternoon", "evening", "night")
CHANNELS = (
    "direct",
    "search",
    "social",
    "email",
    "paid",
    "referral",
    "internal",
    "app",
)
CONTINENTS = ("AF", "AN", "AS", "EU", "NA", "OC", "SA")
LEVELS = ("novice", "regular", "expert")
PURPOSES = ("personalization", "analytics")
CLOCK = frozenset({"time", "days", "date", "daypart", "holiday"})  # told by a clock
CAMPAIGN = ("source", "medium", "name", "term", "content")
TAGS = ("source", "medium", "campaign", "term", "content")  # after utm_


class Tier(IntEnum):
    """How many visitors share a value, from many to one."""

    SEGMENT = 0
    BAND = 1
    PERSONAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of the table."""

    name: str
    kind: Kind
    tier: Tier = Tier.SEGMENT
    purpose: str | None = None
    headers: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    unknown: object = None
    says: str = ""


def segment(
    name: str, kind: Kind, *headers: str, says: str, made_of: tuple[str, ...] = ()
) -> Fact:
    return Fact(name=name, kind=kind, headers=headers, made_of=made_of, says=says)


def remembered(name: str, kind: Kind, *, unknown: object, says: str) -> Fact:
    return Fact(
        name=name,
        kind=kind,
        tier=Tier.BAND,
        purpose="personalization",
        headers=("Cookie",),
        made_of=(*GATED, "bot"),  # a bot has no profile
        unknown=unknown,
        says=says,
    )


def hint(name: str, header: str, *words: str) -> Fact:
    return Fact(
        name=name,
        kind=Choice(words),
        purpose="personalization",
        headers=(header,),
        made_of=GATED,
        says="a client hint, asked for when a rule needs it",
    )


NOTHING: frozenset[str] = frozenset()
UA = "User-Agent"
HELD = (  # what `device` is read from; form factors and model are sent if asked for
    "Sec-CH-UA-Mobile",
    "Sec-CH-UA-Platform",
    "Sec-CH-UA-Form-Factors",
    "Sec-CH-UA-Model",
    "X-Requested-With",
    UA,
)
GATED = ("consent",)
PLACE = ("country",)
COUNTRY = Code(r"[A-Z]{2}", "a country's code like PL", countries, country_called)
REGION = Code(r"[A-Z]{2}-[A-Z0-9]{1,3}", "a region's code like US-WA")

FACTS: tuple[Fact, ...] = (
    segment("device", Choice(DEVICES), *HELD, says="the kind of device"),
    segment("browser", Words(), "Sec-CH-UA", UA, says="the browser's family"),
    segment(
        "os",
        Words(),
        "Sec-CH-UA-Platform",
        UA,
        says="the operating system's family",
    ),
    segment("bot", Flag(), UA, says="true for crawlers and other programs"),
    segment("language", Words(), "Accept-Language", says="one of `languages`"),
    segment("country", COUNTRY, says="ISO 3166-1 alpha-2"),
    segment("region", REGION, made_of=PLACE, says="ISO 3166-2"),
    segment("continent", Choice(CONTINENTS), made_of=PLACE, says="its code"),
    segment("eu", Flag(), made_of=PLACE, says="true inside the European Union"),
    segment("zone", Zone(), made_of=PLACE, says="the IANA time zone"),
    Fact(
        name="city",
        kind=Words(),
        tier=Tier.PERSONAL,
        purpose="personalization",
        made_of=(*GATED, *PLACE),
        says="the city's name",
    ),
    segment("time", Clock(), says="the local time of day"),
    segment("days", Weekdays(), made_of=("date",), says="the local day of the week"),
    segment("date", Calendar(), says="the local day"),
    Fact(
        name="daypart",
        kind=Choice(DAYPARTS),
        made_of=("time",),
        says="morning 6-12, afternoon 12-18, evening 18-22, night",
    ),
    segment(
        "holiday",
        Named(),
        made_of=("country", "date"),
        says="a public holiday where the visitor is",
    ),
    Fact(
        name="channel",
        kind=Choice(CHANNELS),
        headers=("Referer", "Sec-Fetch-Site", "X-Requested-With"),
        made_of=("campaign.medium", "campaign.source", "host"),
        says="how the visitor got here",
    ),
    *(
        segment(f"campaign.{part}", Glob(), says=f"utm_{tag} of the link")
        for part, tag in zip(CAMPAIGN, TAGS, strict=True)
    ),
    segment("host", Glob(is_folded=True), says="the site's name in the request"),
    segment("path", Glob(starts="/*?[{"), says="the page's path"),
    segment("query.*", Glob(), says="a query parameter"),
    segment("save_data", Flag(), "Save-Data", says="the visitor saves data"),
    hint("color_scheme", "Sec-CH-Prefers-Color-Scheme", "light", "dark"),
    hint("reduced_motion", "Sec-CH-Prefers-Reduced-Motion", "reduce", "no-preference"),
    Fact(
        name="signed_in",
        kind=Flag(),
        tier=Tier.PERSONAL,
        headers=("Cookie",),
        unknown=False,
        says="the site said who this is",
    ),
    Fact(
        name="traits.*",
        kind=Own(),
        tier=Tier.PERSONAL,
        headers=("Cookie",),
        says="what the site knows of a signed-in visitor",
    ),
    remembered("visits", Count(), unknown=1, says="visits, this one counted"),
    remembered("days_since_last", Count(), unknown=None, says="since the last visit"),
    remembered("returning", Flag(), unknown=False, says="has been here before"),
    remembered("level", Choice(LEVELS), unknown="novice", says="how experienced"),
    remembered("levels.*", Choice(LEVELS), unknown="novice", says="in one area"),
    remembered("stage", Words(), unknown=None, says="a stage of the journey"),
    remembered("signals.*", Count(seen=True), unknown=0, says="times it was seen"),
    remembered("signals.*.value", Count(), unknown=None, says="its last value"),
    remembered("interest", Members(), unknown=NOTHING, says="topics"),
    remembered("often", Members(), unknown=(), says="signals, the commonest first"),
    Fact(
        name="preference.*",
        kind=Words(),
        tier=Tier.BAND,
        headers=("Cookie",),
        says="what the visitor told us",
    ),
    Fact(
        name="arm.*",
        kind=Words(),
        tier=Tier.BAND,
        purpose="analytics",
        headers=("Cookie",),
        made_of=GATED,
        says="an experiment's arm",
    ),
    Fact(
        name="consent",
        kind=Members(PURPOSES),
        headers=("Cookie", "Sec-GPC"),
        unknown=NOTHING,
        says="purposes granted",
    ),
    Fact(
        name="undecided",
        kind=Flag(),
        headers=("Cookie",),
        unknown=False,
        says="true while our own form of consent has no answer that counts",
    ),
    Fact(  # of one that no resolver declares nothing is known: nobody may share it
        name="facts.*",
        kind=Own(),
        tier=Tier.PERSONAL,
        says="the site's own",
    ),
)
BY_NAME = {fact.name: fact for fact in FACTS}
REMEMBERED = frozenset(  # what a profile tells
    row.name for row in FACTS if row.tier is Tier.BAND and row.purpose == PURPOSES[0]
)


@lru_cache(maxsize=1024)
def fact_named(name: str) -> Fact | None:
    """Find the row of a fact, be it by its own name or by its family's."""
    if row := BY_NAME.get(name):
        return row if "*" not in name else None
    family, _, rest = name.partition(".")
    if rest.endswith(".value") and family == "signals":
        return BY_NAME["signals.*.value"]
    return BY_NAME.get(f"{family}.*") if rest else None
