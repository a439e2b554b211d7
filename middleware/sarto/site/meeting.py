"""How a site's own code meets its visitor: `visitor(request)`, in any framework."""

from collections.abc import MutableMapping
from typing import Any, cast

from sarto.asgi import Scope
from sarto.context.sources import Sources
from sarto.site.plan import Plan
from sarto.site.visitor import KEY, Visitor

NOBODY_ASKED = Sources()
NOWHERE = Plan(slots={}, swaps=())


def visitor(request: object) -> Visitor:
    """Give the visitor of a request, of any framework's, or of an ASGI scope.

    Where no Sarto stands in front, or it is switched off, nothing is known: facts have
    the values of an unknown visitor, and every slot keeps its own content.
    """
    found = scope_of(request).get(KEY)
    return found if isinstance(found, Visitor) else nobody()


def scope_of(request: object) -> Scope:
    """Find the ASGI scope of a request; an empty one where there is none."""
    scope: Any = getattr(request, "scope", request)
    is_scope = isinstance(scope, dict | MutableMapping)
    return cast(Scope, scope) if is_scope else {}  # noqa: TC006 - it is a name at run time


def nobody() -> Visitor:
    unasked: Scope = {"type": "http", "headers": []}
    return Visitor(unasked, NOBODY_ASKED, NOWHERE)
