"""Which requests are signals: by method, path and status, as `[signals]` says."""

from dataclasses import dataclass
from re import Pattern

from sarto.headers import Headers

AHEAD = frozenset({b"sec-purpose", b"purpose", b"x-purpose", b"x-moz"})
LOADING = (b"prefetch", b"prerender", b"preview")  # what nobody looks at yet
WRONG = 400  # statuses from here on: nothing was done


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One signal: the request that is one (`method` None: only code tells), its worth.

    `statuses` are written as in `[signals]`: `2xx`, `303`; none: all below 400.
    """

    name: str
    method: str | None = None
    path: Pattern[str] | None = None
    statuses: frozenset[str] = frozenset()
    points: float = 0
    area: str | None = None

    def is_on(self, path: str) -> bool:
        """Whether a request for that path may be one."""
        return self.path is not None and self.path.fullmatch(path) is not None

    def is_seen(self, method: str, status: int) -> bool:
        """Whether a request of that method, answered so, is one."""
        if method != self.method:
            return False
        if not self.statuses:
            return status < WRONG
        return not self.statuses.isdisjoint((str(status), f"{status // 100}xx"))


def is_ahead(fields: Headers) -> bool:
    """Whether a browser asks for what its visitor may never look at."""
    said = [value.lower() for name, value in fields if name in AHEAD]
    return any(word in value for value in said for word in LOADING)
