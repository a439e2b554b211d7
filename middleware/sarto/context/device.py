"""What is in the visitor's hand: device, browser, os, bot, and what they prefer.

In come a visit's client hints and its User-Agent, out come known values. Hints are
believed first; a source is asked about at most 512 characters, once a request; what
contradicts itself or says nothing leaves the fact unknown, and nothing raises.
An iPad that calls itself a Mac cannot be told from one on the server.
"""

from sarto.choices.consent import Permit
from sarto.context import hints
from sarto.context.answered import answered
from sarto.context.families import named
from sarto.context.finders import UNKNOWN, Known, finds, finds_permitted
from sarto.context.visit import Visit
from sarto.vocabulary.facts import DEVICES
from sarto.vocabulary.ports import Device

LONGEST = 512  # a parser's time grows with the text; real ones are shorter
FROZEN = "; K)"  # what Chrome says of every Android device; its model is a hint
HELD = frozenset({"mobile", "tablet"})
NOT_PHONES = frozenset({"tablet", "tv", "console", "wearable"})
HINTED = {
    "browser": (hints.brand, "sec-ch-ua"),
    "os": (hints.platform, "sec-ch-ua-platform"),
}
PREFERENCES = {
    "color_scheme": ("light", "dark"),
    "reduced_motion": ("reduce", "no-preference"),
}


def agent(visit: Visit) -> str:
    return (visit.header(b"user-agent") or "")[:LONGEST]


def modelled(visit: Visit) -> str:
    """Read the User-Agent, with the model put where Chrome leaves it out."""
    said = agent(visit)
    model = hints.model(visit) if FROZEN in said else None
    return said.replace(FROZEN, f"; {model})", 1)[:LONGEST] if model else said


def parsed(visit: Visit, said: str) -> Device | None:
    """Ask about a User-Agent, once a request."""
    asked: dict[str, Device | None] = visit.memo.setdefault("device", {})
    if said not in asked:
        source = visit.sources.devices
        asked[said] = (
            answered(visit, "device", lambda: source.device(said), Device)
            if source and said
            else None
        )
    return asked[said]


def by_agent(visit: Visit) -> Known:
    """Believe the User-Agent, unless a hint tells that it pretends."""
    kind = getattr(parsed(visit, modelled(visit)), "device", None)
    if kind not in DEVICES:
        return UNKNOWN
    if kind in HELD and hints.is_computer(visit):
        return "desktop", "sec-ch-ua-platform"
    if kind == "desktop" and (app := hints.app(visit)):
        return "tv" if "tv" in app.lower() else "tablet", "x-requested-with"
    return kind, "user-agent"


@finds("device")
def device(visit: Visit, _name: str) -> Known:
    """Believe form factors, then what says it is mobile; a tablet says it is not."""
    if form := hints.form(visit):
        return form, "sec-ch-ua-form-factors"
    if not hints.is_mobile(visit):
        return by_agent(visit)
    if (said := modelled(visit)) != agent(visit):
        kind = getattr(parsed(visit, said), "device", None)
        if kind in NOT_PHONES:
            return kind, "sec-ch-ua-model"
    return "mobile", "sec-ch-ua-mobile"


@finds("browser", "os")
def family(visit: Visit, name: str) -> Known:
    """Take the hint's name, else the User-Agent's; the same one for the same thing."""
    hinted, header = HINTED[name]
    if said := named(name, hinted(visit)):
        return said, header
    found = named(name, getattr(parsed(visit, agent(visit)), name, None))
    return (found, "user-agent") if found else UNKNOWN


@finds("bot")
def bot(visit: Visit, _name: str) -> Known:
    found = getattr(parsed(visit, agent(visit)), "bot", None)
    return (found, "user-agent") if isinstance(found, bool) else UNKNOWN


@finds("save_data")
def save_data(visit: Visit, _name: str) -> Known:
    said = hints.text(visit, b"save-data") or ""
    return said.lower() == "on", "save-data"


@finds_permitted("color_scheme", "reduced_motion")
def preference(visit: Visit, name: str, _permit: Permit) -> Known:
    """Read what the visitor prefers; never asked without consent (see the table)."""
    header = hints.ASKED[name].lower()
    said = (hints.text(visit, header.encode()) or "").lower()
    return (said, header) if said in PREFERENCES[name] else UNKNOWN
