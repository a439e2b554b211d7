"""Pages that do not say their language where right-to-left twins are put: SARTO057."""

from collections.abc import Iterable, Iterator

from sarto.context.language import direction
from sarto.errors import Finding
from sarto.site.site import Site
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.sightings import Sighting
from sarto.workbench.crawl.telling import in_page


def voiceless(
    site: Site, seen: Iterable[Sighting], pages: Iterable[Page]
) -> Iterator[Finding]:
    """List pages whose <html> has no `lang` and whose slots speak several ways."""
    twins = {place.key: place for place in site.slots if has_twins(site, place.name)}
    with_twins = {id(each.page) for each in seen if each.key in twins}
    for page in pages:
        root = next(iter(page.built.document.children), None)
        html = next((n for n in page.built.document.children if n.is_element), root)
        if html is None or id(page) not in with_twins or html.attributes.get(b"lang"):
            continue
        text = "<html> has no lang, and fragments in another direction are put here"
        hint = "say the page's own language: without it each slot must say its own"
        size = html.stop - html.start
        yield in_page(page, "SARTO057", html.start, text, hint, size=size)


def has_twins(site: Site, slot: str) -> bool:
    """Whether some of its fragments have twins that read right to left."""
    place = next(each for each in site.slots if each.name == slot)
    names = {rule.shows for rule in place.rules} | {place.default}
    return any(
        direction(language) == "rtl" and len(site.fragments.twins(name)) > 1
        for name in names
        if name
        for language in site.fragments.twins(name)
    )
