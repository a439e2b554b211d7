"""The template that is decided for a layout, where the site's own templates extend it.

In comes the name of a layout; out comes the name of a template: the decided one, else
the layout's default, else `NAME.html`. Never: an exception.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sarto.vocabulary.reading import nearest

if TYPE_CHECKING:
    from sarto.site.site import Site
    from sarto.site.visitor import Visitor

STRANGE: Final = "A template extends a layout that sarto.toml does not have"
ARRANGING: Final = (
    "A template extends a layout that arranges a region: templates extend those that "
    "have blocks, and place nothing by `slot(…)` or `rest`"
)
UNUSABLE: Final = "The template decided for a layout is not found: another one is taken"


def extended(visitor: "Visitor", name: str, may_use: Callable[[str], bool]) -> str:
    """Name the template; `may_use` tells whether there is such a one, or raises."""
    site, plain = visitor.site, f"{name}.html"
    if site is None:
        return plain
    try:
        for template in templates(visitor, name):
            if may_use(template):
                visitor.tagging.extended.add(name)
                return template
            site.failures.tell("layout", UNUSABLE)
    except Exception as error:  # noqa: BLE001 - the law
        site.failures.note("layout", error)
    return plain


def templates(visitor: "Visitor", name: str) -> Iterator[str]:
    """List the templates to take, the first that can be."""
    site = visitor.site
    if site is None or not visitor.may_place:
        return
    if name not in site.config.toml.layouts:
        site.failures.tell("layout", strange(name, tuple(site.config.toml.layouts)))
        return
    place = visitor.plan.regions.get(name)
    if place is None:
        return
    if not place.is_extended:
        site.failures.tell("layout", ARRANGING)
        return
    decision = visitor.arrange(name)
    if decision.experiment:  # whichever is found in the end: arms are counted alike
        visitor.tagging.extended.add(name)
    for template in (decision.fragment, place.default):
        if template is not None:
            yield site.layouts.of(template, lambda: visitor.facts.language).name


def named(visitor: "Visitor", site: "Site") -> Iterator[str]:
    """Name what is decided for each layout that templates of this page may extend."""
    for name, place in visitor.plan.regions.items():
        found = visitor.arrange(name).fragment if place.is_extended else None
        if found is not None:
            twin = site.layouts.of(found, lambda: visitor.facts.language)
            yield f"{name}={twin.name}"


def strange(name: str, known: tuple[str, ...]) -> str:
    """Say that there is no such layout, in no word that a visitor may have written."""
    close = nearest(name, known)
    return f"{STRANGE}: did you mean {close!r}?" if close else STRANGE
