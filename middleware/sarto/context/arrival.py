"""How the visitor got here: channel and campaign."""

import re
from urllib.parse import urlsplit

from sarto.context.address import parameter
from sarto.context.visit import UNKNOWN, Known, Visit, finds

LONGEST = 2048  # characters of a Referer that are read
MEDIA = {
    "app": "app",
    "push": "app",
    "banner": "paid",
    "display": "paid",
    "interstitial": "paid",
    "retargeting": "paid",
    "email": "email",
    "mail": "email",
    "newsletter": "email",
    "sm": "social",
    "social": "social",
    "socialmedia": "social",
    "socialnetwork": "social",
    "organicsocial": "social",
    "organic": "search",
    "link": "referral",
    "referral": "referral",
}
PAID = re.compile(r"paid.*|cp[acmv]|ppc")
CLICKS = ("gclid", "gbraid", "wbraid", "msclkid", "dclid")
SEARCH = re.compile(
    r"baidu|bing|duckduckgo|ecosia|google|kagi|naver|qwant|seznam|startpage|yahoo|yandex"
)
SOCIAL = re.compile(
    r"bsky|facebook|instagram|linkedin|lnkd|pinterest|reddit|telegram|threads|tiktok"
    r"|twitter|vk|whatsapp|youtube|youtu"
)
SHORT = frozenset({"bsky.app", "fb.me", "lnkd.in", "t.co", "t.me", "x.com", "youtu.be"})
MAIL = frozenset({"mail", "outlook", "webmail"})
SECOND_LEVEL = frozenset({"ac", "co", "com", "gov", "ne", "net", "or", "org"})


def referrer(visit: Visit) -> tuple[str, str]:
    """Split the Referer into scheme and host; odd ones are nobody's."""
    try:
        parts = urlsplit((visit.header(b"referer") or "")[:LONGEST])
        return parts.scheme, (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", ""


def registered(host: str) -> str:
    """Tell the name that somebody registered: `google` of www.google.co.uk."""
    *names, last = host.split(".")
    if len(names) > 1 and len(last) == len("uk") and names[-1] in SECOND_LEVEL:
        names.pop()
    return names[-1] if names else last


def is_own(host: str, own: str) -> bool:
    """Whether two hosts are one site's: the same, or one below the other."""
    here, there = own.removeprefix("www."), host.removeprefix("www.")
    return here == there or (
        ("." in here and there.endswith(f".{here}"))
        or ("." in there and here.endswith(f".{there}"))
    )


def referred(host: str, own: object) -> str:
    """Name the channel of a referring host."""
    if isinstance(own, str) and is_own(host, own):
        return "internal"
    name = registered(host)
    if host in SHORT or SOCIAL.fullmatch(name):
        return "social"
    if host.partition(".")[0] in MAIL:
        return "email"
    return "search" if SEARCH.fullmatch(name) else "referral"


def paid_or_named(medium: object) -> str | None:
    """Name the channel of a `utm_medium`, however its words are joined."""
    word = re.sub(r"[\s_-]", "", str(medium or "").lower())
    return "paid" if PAID.fullmatch(word) else MEDIA.get(word)


@finds("channel")
def channel(visit: Visit, _name: str) -> Known:
    """Believe the link's own words first, then where it was followed."""
    if named := paid_or_named(visit["campaign.medium"]):
        return named, "utm_medium"
    if any(parameter(visit, click) for click in CLICKS):
        return "paid", "query"
    scheme, host = referrer(visit)
    if scheme in ("android-app", "ios-app"):
        return "app", "referer"
    if not host or scheme not in ("http", "https"):
        return "direct", "no referer"
    return referred(host, visit["host"]), "referer"


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
    return (value, "query") if value else UNKNOWN
