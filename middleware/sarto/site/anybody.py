"""What a slot shows to anybody: where nobody may be told from others, or nothing works.

A fragment that asks for facts is rendered for a visitor of whom nothing is known.
"""

from typing import TYPE_CHECKING

from sarto.decide.rules import Place
from sarto.site.showing import Showing
from sarto.site.site import Site
from sarto.site.visitor import Visitor

if TYPE_CHECKING:
    from sarto.asgi import Scope


def html_for_anybody(site: Site, place: Place, path: str, root: str = "") -> str:
    """Render it for a page; `""` where there is no such fragment, or it fails."""
    first = site.config.toml.languages[0]
    try:
        fragment = site.fragments.of(shown_to_anybody(place) or "", lambda: first)
    except LookupError:
        return ""
    html = fragment.constant
    if html is None:
        nobody: Scope = {
            "type": "http",
            "method": "GET",
            "path": f"{root}{path}",
            "root_path": root,
            "headers": [],
        }
        visitor = Visitor(nobody, site.sources, site.plan(path), config=site.home)
        html = Showing(visitor, nobody, site.failures).html(fragment)
    return "".join(html) if html and len(html) == 1 else ""


def shown_to_anybody(place: Place) -> str | None:
    """Name the default of a slot, or what its last rule shows to everybody."""
    for_all = (rule.shows for rule in place.rules if rule.is_for_all)
    return place.default or next(for_all, None)
