"""Who looks on when a page was answered: a shadow, the console; never a visitor's loss.

A watcher is called once, after the last byte, with the visitor as the answer left them.
It adds nothing to the answer; what goes wrong in it is counted, and that is all.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from sarto.errors import Failures

if TYPE_CHECKING:
    from sarto.site.visitor import Visitor

Watcher: TypeAlias = "Callable[[Visitor], None]"


def looked_on(
    watchers: Iterable[Watcher], visitor: "Visitor", failures: Failures
) -> None:
    """Let all watchers see the visitor of a page that rules can change.

    Previews are of nobody, and leave no trace.
    """
    for watch in watchers if visitor.plan.can_change else ():
        if visitor.is_preview:
            return
        try:
            watch(visitor)
        except Exception as error:  # noqa: BLE001 - the law
            failures.note("watch", error)
