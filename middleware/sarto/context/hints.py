"""Client hints: what a browser says of itself in structured fields (RFC 9651).

In comes a visit, out come plain words; `None` is "not said". Only hints a browser sends
are read: the low ones come unasked, those in `ASKED` after `Accept-CH`. No field longer
than 512 characters is looked into, a malformed one counts as not sent, and nothing
raises for anything a visitor may send.
Platform and model are taken without their quotes too: some proxies lose them.
"""

import re
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from http_sf import parse

from sarto.context.visit import Visit

LONGEST = 512  # characters; the longest real list of brands has some 200
ASKED = {
    "color_scheme": "Sec-CH-Prefers-Color-Scheme",
    "reduced_motion": "Sec-CH-Prefers-Reduced-Motion",
}
FORMS = {
    "Watch": "wearable",
    "XR": "wearable",
    "Automotive": "other",
    "Tablet": "tablet",
    "EInk": "tablet",
    "Mobile": "mobile",
    "Desktop": "desktop",
}
COMPUTERS = frozenset({"Windows", "macOS", "Linux", "Chrome OS", "Chromium OS"})
ENGINES = frozenset({"Chromium", "Android WebView"})
UNQUOTED = re.compile(r"[\w.+()/ -]+")
APP = re.compile(r"[A-Za-z]\w*(?:\.\w+)+")  # an Android package

T = TypeVar("T")


def field(visit: Visit, name: bytes) -> str:
    """Read a field, unless it is too long to be one."""
    value = visit.header(name) or ""
    return value.strip() if len(value) <= LONGEST else ""


def structured(
    value: str, kind: Literal["item", "list"], read: Callable[[Any], T]
) -> T | None:
    """Parse a structured field; a malformed one was not sent."""
    try:
        return read(parse(value.encode("latin-1"), tltype=kind)) if value else None
    except (ValueError, TypeError):
        return None


def text(visit: Visit, name: bytes) -> str | None:
    """Read a field that is one string or token."""
    value = field(visit, name)
    if value.startswith('"'):
        found = structured(value, "item", lambda item: str(item[0]).strip())
        return found or None
    return value if UNQUOTED.fullmatch(value) else None


def words(visit: Visit, name: bytes) -> list[str]:
    """Read a field that is a list of strings; their parameters are left out."""
    return (
        structured(
            field(visit, name),
            "list",
            lambda found: [word for word, _ in found if isinstance(word, str)],
        )
        or []
    )


def is_mobile(visit: Visit) -> bool:
    value = field(visit, b"sec-ch-ua-mobile")
    return structured(value, "item", lambda item: item[0] is True) or False


def form(visit: Visit) -> str | None:
    """Name the device by its form factors; the most particular of several counts."""
    said = words(visit, b"sec-ch-ua-form-factors")
    return next((kind for name, kind in FORMS.items() if name in said), None)


def model(visit: Visit) -> str | None:
    return text(visit, b"sec-ch-ua-model")


def platform(visit: Visit) -> str | None:
    said = text(visit, b"sec-ch-ua-platform")
    return said if said and said != "Unknown" else None


def is_computer(visit: Visit) -> bool:
    """Whether the browser says it is on a computer, and that it is not mobile."""
    said = field(visit, b"sec-ch-ua-mobile")
    return said.startswith("?0") and platform(visit) in COMPUTERS


def app(visit: Visit) -> str | None:
    """Name the Android app this page is shown in, if it is."""
    value = field(visit, b"x-requested-with")
    return value if APP.fullmatch(value) else None


def is_made_up(brand: str) -> bool:
    """Whether a brand is one of those that keep servers from relying on the list."""
    return re.sub(r"[^a-z]", "", brand.lower()) in ("notabrand", "notbrand", "")


def brand(visit: Visit) -> str | None:
    """Name the browser by its brands; the engine's own name says less than any."""
    said = words(visit, b"sec-ch-ua")
    return next((b for b in said if b not in ENGINES and not is_made_up(b)), None)
