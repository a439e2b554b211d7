"""A bare page: where no site is at hand, what holds the places so that all can be seen.

It is an application. Each page has the slots that may change there, each in an element
that says its name, and each region with a copy of these slots inside.
"""

from html import escape

from sarto.asgi import Receive, Scope, Send
from sarto.context.language import direction, negotiated
from sarto.context.visit import inside
from sarto.decide.rules import Place
from sarto.headers import first, listed
from sarto.site.site import Site

OWN = "The page\N{RIGHT SINGLE QUOTATION MARK}s own content stands here."


class BarePages:
    """Answers with a bare page, whatever path is asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's
        if scope["type"] != "http":
            return
        said = first(listed(scope.get("headers")), b"accept-language") or b""
        languages = tuple(self._site.config.toml.languages)
        tag = negotiated(said.decode("latin-1"), languages) or languages[0]
        body = page(self._site, inside(scope), tag).encode()
        fields = [(b"content-type", b"text/html; charset=utf-8")]
        start = {"type": "http.response.start", "status": 200, "headers": fields}
        await send(start)
        await send({"type": "http.response.body", "body": body})


def page(site: Site, path: str, language: str) -> str:
    """Write a bare page."""
    plan = site.plan(path)
    slots = "".join(map(slot, plan.slots.values()))
    regions = "".join(
        f'<section data-sarto-layout="{escape(name)}">{slots}</section>'
        for name, region in plan.regions.items()
        if not region.is_extended
    )
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{direction(language)}">'
        '<head><meta charset="utf-8"><title>A bare page</title></head>'
        f"<body><main>{slots}{regions}</main></body></html>"
    )


def slot(place: Place) -> str:
    return f'<section data-sarto="{escape(place.name)}"><p>{OWN}</p></section>'
