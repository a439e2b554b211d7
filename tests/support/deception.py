"""A page of somebody's own, and addresses that make caches take it for a file."""

from typing import Any

from sarto import visitor
from support.shared_site import PAGE, page

PERSONAL = """
[slots.hero]
pages = ["/account", "/account/*"]
show = [{ when = { signed_in = true }, fragment = "hello.html" }]
"""
HELLO = {"hello.html": 'Hello {{ visitor.facts["traits.name"] }}'}
PROBES = [
    f"{path}{end}"
    for path in ("/account", "/account/", "/account/x", "/ACCOUNT", "/%61ccount", "//account", "/./account", "/x/../account")
    for end in ("", ".css", "/x.css", ";x.css", "%2fx.css", "%00.css", "%3bx.js", "?x.css", "%3fx.png", "%23.ico", "/..%2fx.css", "%2e%2e/x.svg", "/.css", "~.woff2")
]  # fmt: skip


async def anybody_s(scope: Any, receive: Any, send: Any) -> None:
    """Show the account under whatever looks like it, and let all caches keep it."""
    if "session" in str(scope["headers"]):
        visitor(scope).identify("u-1", name="Canary")
    await page(PAGE)(scope, receive, send)
