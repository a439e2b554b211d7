"""A request as somebody else: the facts that a pass pins, and who has them.

Pins come from the signed text alone. A fact that is not declared any more, or a value
that it has no more, is left out: sites change while links are on their way.
"""

import shlex

from sarto.asgi import Scope
from sarto.config.dictionary import Dictionary
from sarto.config.pins import pin
from sarto.site.admitted import EDGE
from sarto.site.asking import ask
from sarto.site.passes import Preview
from sarto.site.site import Site
from sarto.site.spoken import spoken
from sarto.site.visitor import PINS
from sarto.vocabulary.reading import ConditionError


def pinned(dictionary: Dictionary, preview: Preview) -> dict[str, object]:
    """Read the facts that are still facts."""
    try:
        words = shlex.split(preview.facts)
    except ValueError:
        return {}
    found: dict[str, object] = {}
    for word in words:
        try:
            name, value = pin(dictionary, word)
        except ConditionError:
            continue
        found[name] = value
    return found


def previewed(scope: Scope, site: Site, pins: dict[str, object]) -> Scope:
    """Make the request of somebody of whom these facts are known.

    It is asked for as nobody has it yet, whole and plain, and past the classes of an
    edge: what comes of it is nobody else's.
    """
    asked: Scope = {name: value for name, value in scope.items() if name != EDGE}
    asked = spoken(asked, site, pins.get("language"))
    return ask({**asked, PINS: pins}, None)
