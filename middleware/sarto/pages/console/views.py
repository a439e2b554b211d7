"""What the pages of the console have in common: their frame, their style, their law."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from sarto.pages.caller import Caller
from sarto.pages.reply import Reply
from sarto.site.built_in.style import Style, read

NOINDEX: Final = (b"x-robots-tag", b"noindex")
ALONE: Final = [
    NOINDEX,
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
ROOMS: Final = (
    ("console/", "Overview"),
    ("console/recent", "Recent pages"),
    ("console/rules", "Rules"),
    ("console/reports", "Reports"),
    ("console/shadow", "Shadow"),
    ("console/gallery/", "Gallery"),
)
EXIT: Final = "console/exit"
ICON: Final = "console/icon.svg"  # else browsers ask the site for one


@cache
def templates() -> Environment:
    """Make ready the templates of the console, once."""
    return Environment(
        loader=PackageLoader("sarto.pages.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def style() -> Style:
    """Read the style; it is served to nobody but who signed in."""
    return read("sarto.pages.console", "templates/console.css")


@cache
def icon() -> bytes:
    """Read the icon."""
    return (files("sarto.pages.console") / "templates/icon.svg").read_bytes()


def page(
    caller: Caller,
    template: str,
    pieces: Mapping[str, Any],
    *,
    room: str,
    status: int = 200,
) -> Reply:
    """Render a page of the console."""
    always = {
        "url": caller.url,
        "host": caller.host,
        "home": caller.home,
        "style": caller.url(f"console/{style().name}"),
        "icon": caller.url(ICON),
        "rooms": ROOMS,
        "room": room,
        "leave": caller.url(EXIT),
    }
    text = templates().get_template(template).render({**always, **pieces})
    fields = [(b"content-language", b"en"), *ALONE]
    return Reply(status=status, body=text.encode(errors="replace"), fields=fields)
