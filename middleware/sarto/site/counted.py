"""Who is counted, by recorded traffic as by a shadow: somebody who looked at a page."""

from sarto.memory.noticed import WRONG, is_ahead
from sarto.site.visitor import Visitor


def is_counted(visitor: Visitor) -> bool:
    """Whether it was one visitor, no bot, and they saw a page that is no mistake.

    Previews and prefetches are seen by nobody; what an edge asks for, by many.
    """
    visit, answered = visitor.visit, visitor.answered
    is_page = visitor.method == "GET" and 0 < answered.status < WRONG
    is_one = not (visit.is_preview or visitor.sent.is_keyed)
    if not (is_page and answered.is_page and is_one) or is_ahead(visit.headers):
        return False
    return visit.unrecorded("bot") is not True
