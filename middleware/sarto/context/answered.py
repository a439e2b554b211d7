"""What a source of facts answers, where it answers what it should."""

from collections.abc import Callable
from typing import TypeVar

from sarto.context.visit import Visit

T = TypeVar("T")


def answered(
    visit: Visit, kind: str, ask: Callable[[], object], answer: type[T]
) -> T | None:
    """Ask a source; what raises, or answers anything else, knows nothing."""
    try:
        found = ask()
    except Exception as error:  # noqa: BLE001 - the law: a visitor gets the page
        visit.failed(kind, error)
        return None
    return found if isinstance(found, answer) else None
