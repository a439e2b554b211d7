"""How the visitor got here: channel and campaign.

The first that speaks counts: the link's own `utm_medium`, the id of a click, the kind
of its `utm_source`, the Referer, and where there is none the browser's word that the
page before was ours, or the app around it. A wrong guess does harm: what nobody knows
is `referral` where there is a referring page, and `direct` where there is none.
"""

import re

from sarto.context.address import hostname, parameter
from sarto.context.finders import UNKNOWN, Known, finds
from sarto.context.hosts import is_own
from sarto.context.media import CLICKS, UNCERTAIN, kind_of_medium
from sarto.context.referrers import kind_of_app, kind_of_host, kind_of_source
from sarto.context.visit import Visit

LONGEST = 2048  # characters of a Referer that are read
LONGEST_WORD = 256  # characters of a campaign's word that are kept
REFERRER = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#\\]*)", re.IGNORECASE)
PACKAGE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+", re.IGNORECASE)
APPS = ("android-app", "ios-app")
WEB = ("http", "https")
OURS = ("same-origin", "same-site")


def tagged(visit: Visit) -> Known:
    """Believe the link's own words; an unpaid link of a network's is social."""
    medium, source = str(visit["campaign.medium"] or ""), visit["campaign.source"]
    named = kind_of_medium(medium)
    if named and medium.strip().lower() != UNCERTAIN:
        return named, "utm_medium"
    for click, kind in CLICKS.items():
        if parameter(visit, click):
            return kind, click
    known = kind_of_source(str(source or ""))
    if named:
        return ("social" if known == "social" else named), "utm_medium"
    return (known, "utm_source") if known else UNKNOWN


def by_link(visit: Visit) -> object:
    """Name the channel that the link's own words tell; `None`: they tell none."""
    return tagged(visit)[0]


def referrer(visit: Visit) -> tuple[str, str]:
    """Split the Referer into scheme and host; odd ones are nobody's."""
    found = REFERRER.match((visit.header(b"referer") or "")[:LONGEST])
    if not found:
        return "", ""
    return found[1].lower(), hostname(found[2].rpartition("@")[2]) or ""


def referred(host: str, own: object) -> str:
    """Name the channel of a referring host."""
    if isinstance(own, str) and is_own(host, own):
        return "internal"
    return kind_of_host(host) or "referral"


def unreferred(visit: Visit) -> Known:
    """Ask the browser whether the page before was ours, and the app around it.

    A site may forbid Referers, and a web view names its app (`XMLHttpRequest` is none).
    """
    if visit.header(b"sec-fetch-site") in OURS:
        return "internal", "sec-fetch-site"
    package = (visit.header(b"x-requested-with") or "")[:LONGEST_WORD]
    if PACKAGE.fullmatch(package):
        return kind_of_app(package), "x-requested-with"
    return "direct", "no referer"


@finds("channel")
def channel(visit: Visit, _name: str) -> Known:
    """Believe the link's own words first, then where it was followed."""
    told = tagged(visit)
    if told[0]:
        return told
    scheme, host = referrer(visit)
    if scheme in APPS and host:
        return kind_of_app(host), "referer"
    if scheme in WEB and host:
        return referred(host, visit["host"]), "referer"
    return unreferred(visit)


@finds(
    "campaign.source",
    "campaign.medium",
    "campaign.name",
    "campaign.term",
    "campaign.content",
)
def campaign(visit: Visit, name: str) -> Known:
    """Read the utm parameter; the campaign's name travels as `utm_campaign`."""
    part = name.removeprefix("campaign.")
    value = parameter(visit, f"utm_{'campaign' if part == 'name' else part}")
    return (value[:LONGEST_WORD], "query") if value else UNKNOWN
