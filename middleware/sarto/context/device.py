"""What is in the visitor's hand: device, browser, os, bot, save_data."""

from sarto.context.visit import UNKNOWN, Known, Visit, finds
from sarto.vocabulary.ports import Device

LONGEST = 512  # a parser's time grows with the text; real ones are shorter


def read(visit: Visit) -> Device | None:
    agent = visit.header(b"user-agent")
    devices = visit.sources.devices
    return devices.device(agent[:LONGEST]) if agent and devices else None


@finds("device")
def device(visit: Visit, _name: str) -> Known:
    """Believe the browser's own hint where it says mobile; a tablet says it is not."""
    if visit.header(b"sec-ch-ua-mobile") == "?1":
        return "mobile", "sec-ch-ua-mobile"
    found = read(visit)
    return (found.device, "user-agent") if found else UNKNOWN


@finds("browser", "os", "bot")
def family(visit: Visit, name: str) -> Known:
    found = read(visit)
    value = getattr(found, name, None)
    return UNKNOWN if value is None else (value, "user-agent")


@finds("save_data")
def save_data(visit: Visit, _name: str) -> Known:
    return (visit.header(b"save-data") or "").lower() == "on", "save-data"
