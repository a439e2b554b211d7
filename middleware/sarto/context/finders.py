"""Who finds which fact: declared when a module is imported, by the fact's name.

A fact that needs consent is found by a function that is handed the permit for it, and
by no other.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from sarto.choices.consent import Permit
from sarto.vocabulary.facts import BY_NAME

if TYPE_CHECKING:
    from sarto.context.visit import Visit

Known: TypeAlias = tuple[object, str]  # a value, and where it came from
Finder: TypeAlias = Callable[["Visit", str], Known]
Permitted: TypeAlias = Callable[["Visit", str, Permit], Known]

UNKNOWN: Known = (None, "unknown")
FINDERS: dict[str, Finder] = {}
GATED: dict[str, Permitted] = {}  # finders of what the table says needs consent


def finds(*names: str) -> Callable[[Finder], Finder]:
    """Declare a function as the finder of these facts; raises for gated ones."""
    refuse({name for name in names if BY_NAME[name].purpose}, "finds_permitted")

    def declare(finder: Finder) -> Finder:
        FINDERS.update(dict.fromkeys(names, finder))
        return finder

    return declare


def finds_permitted(*names: str) -> Callable[[Permitted], Permitted]:
    """Declare a function as the finder of gated facts: it is handed its permit."""
    refuse({name for name in names if not BY_NAME[name].purpose}, "finds")

    def declare(finder: Permitted) -> Permitted:
        GATED.update(dict.fromkeys(names, finder))
        return finder

    return declare


def refuse(names: Iterable[str], way: str) -> None:
    for name in names:
        raise TypeError(f"the finder of `{name}` is declared by `{way}`")
