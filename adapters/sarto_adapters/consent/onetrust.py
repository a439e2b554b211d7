"""OneTrust: `OptanonConsent=…&groups=C0001:1,C0002:0&interactionCount=1&…`.

Pairs in form encoding. The tool writes them on the first page already: somebody decided
only where `OptanonAlertBoxClosed` stands beside it, or `interactionCount` is 1 or more.
The groups of old sites are numbered 1 to 5 and mean the same as C0001 to C0005.
"""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import moment, pairs, plain

NAME, CLOSED = "OptanonConsent", "OptanonAlertBoxClosed"
ALWAYS = frozenset({"C0001", "1"})
OLD = {f"C000{number}": str(number) for number in range(1, 6)}
FLAGS = {"1": True, "0": False}


class OneTrust:
    """A `ConsentSource`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("C0003",),
        "analytics": ("C0002",),
    }
    takes: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings = AS_SHIPPED) -> None:
        pass

    def reads(self, cookie: str) -> bool:
        return cookie in (NAME, CLOSED)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        if not cookies.get(NAME):
            return None
        text = plain(cookies[NAME], until="=")
        fields = pairs(text, "&", "=") if text else None
        listed = plain(fields.get("groups", "")) if fields else None
        if not fields or not listed:
            return MALFORMED
        groups = pairs(listed, ",", ":")
        said = {g: FLAGS[v] for g, v in (groups or {}).items() if g and v in FLAGS}
        if not said:
            return MALFORMED
        means = worth(fields, cookies.get(CLOSED, ""))
        return Record(said=said, means=means, always=ALWAYS, older=OLD)


def worth(fields: Mapping[str, str], closed: str) -> State:
    """Tell what a yes is worth: whether anybody said it, and to today's policy."""
    if fields.get("AwaitingReconsent", "") not in ("", "false"):
        return State.STALE
    count = fields.get("interactionCount", "")
    is_said = count.isascii() and count.isdigit() and count.strip("0") != ""
    is_closed = moment(plain(closed)) is not None
    return State.GRANTED if is_said or is_closed else State.IMPLIED
