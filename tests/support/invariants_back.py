"""A site that tells who is back, and the browser of somebody who is."""

import asyncio
from typing import Any

from support.edge_world import Clock
from support.invariants import NOON, Front
from support.model_browser import Browser
from support.shared_site import behind, page

RETURNING = """
[consent]
source = "form"
map = { personalization = "visits" }
[slots.hero]
pages = "/"
show = [{ when = { returning = true }, fragment = "one.html" }]
"""


def back(
    *, bands: bool = False, is_behind: bool = False, **more: Any
) -> tuple[Front, Browser]:
    """Open the site, and let somebody agree and come for three days."""
    clock = Clock(NOON.timestamp())
    cache = f"bands = {str(bands).lower()}"
    site = behind(RETURNING, page(), cache=cache, clock=clock.utc, **more)
    front = Front(site.app, clock)
    browser = front.browser(is_behind=is_behind)

    async def visits() -> None:
        await browser.post("/_sarto/consent", choice="all", next="/")
        for _ in range(3):
            await browser.straight("/")
            clock.on(86_400)

    asyncio.run(visits())
    return front, browser


def returning(*, bands: bool = False) -> tuple[Front, dict[str, str]]:
    """Open the site; give what somebody who is back sends."""
    front, browser = back(bands=bands)
    jar = "; ".join(f"{name}={value}" for name, value in browser.jar.items())
    return front, {**browser.headers, "cookie": jar}
