"""What the model edge keeps, and for how long; its faults are those that once leaked."""

from collections.abc import Mapping

from support.model_cache import Cache, Key, Stored, Terms
from support.model_http import Answered, Asked, seconds

OURS = "x-sarto-"
TOKEN, VERSION, PASS = "x-sarto-edge", "x-sarto-version", "x-sarto-pass"
FAULTS = frozenset({"vary-of-the-client", "strips-once", "absent-is-empty"})


class Shelves(Cache):
    """What the edge keeps: look-ups, pages by their keys, and the site's own answers."""

    kind = "varnish"
    faults: frozenset[str] = frozenset()
    client: Mapping[str, str] = {}  # the headers of the client, for who mistakes them

    def terms(self, asked: Asked, answer: Answered) -> Terms | None:
        """Tell how long it is kept; conditions and `Vary` of keyed pages are the edge's."""
        is_page = VERSION in asked.headers
        if is_page and (answer.status >= 500 or answer.headers.get(PASS) == "1"):
            return None
        accel = answer.headers.get("x-accel-expires")
        if self.kind != "nginx" or accel is None:
            is_told = self.kind != "nginx" and "cdn-cache-control" in answer.headers
            is_ours = TOKEN in asked.headers
            return super().terms(asked, answer) if is_told or not is_ours else None
        order = [*answer.headers]
        if order.index("x-accel-expires") > position(order, "cache-control"):
            return None  # nginx reads the first that says something
        is_kept = seconds(accel) and not answer.cookies
        return Terms(seconds(accel)) if is_kept else None

    def selected(
        self, asked: Asked, selecting: tuple[str, ...]
    ) -> tuple[str | None, ...]:
        if TOKEN in asked.headers and self.kind == "nginx":
            return ()
        source = self.client if "vary-of-the-client" in self.faults else asked.headers
        values = tuple(map(source.get, selecting))
        if "absent-is-empty" in self.faults:
            return tuple(value or "" for value in values)
        return values

    def known(self, key: Key) -> dict[str, Stored]:
        return {} if key[0] in ("key", "page") else super().known(key)


def position(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
