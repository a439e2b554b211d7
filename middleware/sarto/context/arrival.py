"""How the visitor got here: channel and campaign."""

from urllib.parse import urlsplit

from sarto.context.address import parameter
from sarto.context.visit import UNKNOWN, Known, Visit, finds

MEDIA = {
    "email": "email",
    "e-mail": "email",
    "newsletter": "email",
    "cpc": "paid",
    "ppc": "paid",
    "paid": "paid",
    "paidsearch": "paid",
    "paid_social": "paid",
    "display": "paid",
    "banner": "paid",
    "social": "social",
    "sm": "social",
    "organic": "search",
    "referral": "referral",
    "app": "app",
    "push": "app",
}
CLICKS = ("gclid", "gbraid", "wbraid", "msclkid", "dclid")
SEARCH = frozenset(
    {
        "google",
        "bing",
        "duckduckgo",
        "yahoo",
        "yandex",
        "baidu",
        "ecosia",
        "qwant",
        "startpage",
        "seznam",
        "naver",
        "kagi",
    }
)
SOCIAL = frozenset(
    {
        "facebook",
        "instagram",
        "twitter",
        "linkedin",
        "lnkd",
        "pinterest",
        "reddit",
        "tiktok",
        "youtube",
        "youtu",
        "vk",
        "threads",
        "bsky",
        "telegram",
        "whatsapp",
    }
)
SHORT = frozenset({"t.co", "x.com", "youtu.be", "lnkd.in", "bsky.app"})


def referrer(visit: Visit) -> tuple[str, str]:
    """Split the Referer into scheme and host; odd ones are nobody's."""
    try:
        parts = urlsplit((visit.header(b"referer") or "")[:2048])
    except ValueError:
        return "", ""
    return parts.scheme, (parts.hostname or "")


def referred(host: str, own: object) -> str:
    """Name the channel of a referring host."""
    if host == own:
        return "internal"
    names = set(host.split(".")[:-1])
    if host in SHORT or names & SOCIAL:
        return "social"
    return "search" if names & SEARCH else "referral"


@finds("channel")
def channel(visit: Visit, _name: str) -> Known:
    """Believe the link's own words first, then where it was followed."""
    medium = (parameter(visit, "utm_medium") or "").lower()
    if medium in MEDIA:
        return MEDIA[medium], "utm_medium"
    if any(parameter(visit, click) for click in CLICKS):
        return "paid", "query"
    scheme, host = referrer(visit)
    if scheme == "android-app":
        return "app", "referer"
    if not host:
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
