"""What is in the visitor's hand: device, browser, os, bot, save_data."""

from sarto.context.visit import UNKNOWN, Known, Visit, answered, finds
from sarto.vocabulary.facts import DEVICES
from sarto.vocabulary.ports import Device

LONGEST = 512  # a parser's time grows with the text; real ones are shorter
KINDS = {"browser": str, "os": str, "bot": bool}


def parsed(visit: Visit) -> Device | None:
    """Ask about the User-Agent, once a request."""
    if "device" not in visit.memo:
        agent = (visit.header(b"user-agent") or "")[:LONGEST]
        source = visit.sources.devices
        visit.memo["device"] = (
            answered(visit, "device", lambda: source.device(agent), Device)
            if source and agent
            else None
        )
    found: Device | None = visit.memo["device"]
    return found


@finds("device")
def device(visit: Visit, _name: str) -> Known:
    """Believe the browser's own hint where it says mobile; a tablet says it is not."""
    if visit.header(b"sec-ch-ua-mobile") == "?1":
        return "mobile", "sec-ch-ua-mobile"
    kind = getattr(parsed(visit), "device", None)
    return (kind, "user-agent") if kind in DEVICES else UNKNOWN


@finds("browser", "os", "bot")
def family(visit: Visit, name: str) -> Known:
    value = getattr(parsed(visit), name, None)
    return (value, "user-agent") if isinstance(value, KINDS[name]) else UNKNOWN


@finds("save_data")
def save_data(visit: Visit, _name: str) -> Known:
    return (visit.header(b"save-data") or "").lower() == "on", "save-data"
