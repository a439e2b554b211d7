"""A cache that runs before an origin that notes what it is asked."""

from dataclasses import dataclass
from itertools import count

from support.edge_asking import Got, ask
from support.edge_origin import EdgeOrigin

NUMBERS = count()
ADDED = {  # what each says to an origin of its own accord
    "cloudflare": frozenset({"accept"}),
    "nginx": frozenset({"accept", "accept-encoding", "x-forwarded-proto"}),
    "varnish": frozenset({"accept-encoding", "x-varnish"}),
}


@dataclass
class Before:
    """Asks under a host of its own after each `anew`: nothing of before is met."""

    kind: str
    port: int
    origin: EdgeOrigin
    host: str = "site.example"

    def anew(self) -> "Before":
        self.origin.forget()
        self.host = f"site{next(NUMBERS)}.example"
        return self

    @property
    def added(self) -> frozenset[str]:
        """Name what is sent with everything, beside what proves the cache."""
        return ADDED[self.kind] | {"host"}

    def ask(
        self, path: str, method: str = "GET", body: bytes = b"", **fields: object
    ) -> Got:
        return ask(self.port, path, method, body, **{"Host": self.host, **fields})
