"""A line in the log for each page: `record.sarto`, to whatever reads it by machine.

It has no handler of its own; the logger is `sarto.pages`, the level INFO. What is one
visitor's own is not in it: next to an access log, a line is somebody's.
"""

from logging import INFO, getLogger
from typing import Final

from sarto.vocabulary.served import Part, Served

log = getLogger("sarto.pages")
UNTOLD: Final = "not told"


class Telemetry:
    """A port `Telemetry` that writes lines; failures have lines already."""

    def __init__(self, site: str) -> None:
        self.site = site

    @property
    def is_on(self) -> bool:
        return log.isEnabledFor(INFO)

    def served(self, page: Served) -> None:
        """Write one line."""
        fields = {
            "site": self.site,
            "method": page.method,
            "status": page.status,
            "version": page.version,
            "seconds": page.took.seconds,
            "recalled": page.is_recalled,
            "slots": shown(page, "slots"),
            "layouts": shown(page, "layouts"),
        }
        milliseconds = page.took.seconds * 1e3
        text = "A page was served: %s %s, %.3f ms of them ours"
        log.info(text, page.method, page.status, milliseconds, extra={"sarto": fields})

    def failed(self, kind: str) -> None:
        pass

    def configured(self, version: str, *, is_refused: bool) -> None:
        pass


def shown(page: Served, kind: str) -> dict[str, str | None]:
    """Name what was decided, place by place."""
    return {part.name: told(part) for part in page.parts if part.kind == kind}


def told(part: Part) -> str | None:
    return part.fragment if part.is_open else UNTOLD
