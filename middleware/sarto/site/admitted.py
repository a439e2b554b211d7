"""What requests say in `X-Sarto-*`: the edge's word where it proves itself, else none.

Nobody else's is looked at, and the site's own application sees none of it.
"""

from typing import Final

from sarto.asgi import Scope
from sarto.cache.proof import Proof
from sarto.headers import Headers

OURS: Final = b"x-sarto-"
PROOF: Final = OURS + b"edge"
EDGE: Final = "sarto.edge"  # a scope key: what the edge says, less its proof


def admitted(scope: Scope, proof: Proof) -> Scope:
    """Take our headers out of a request; keep what the edge said in the scope."""
    fields = scope.get("headers") or ()
    ours = [pair for pair in fields if pair[0][:8].lower() == OURS]
    if not ours:
        return scope
    rest = [pair for pair in fields if pair[0][:8].lower() != OURS]
    asked: Scope = {**scope, "headers": rest}
    said = [(bytes(name).lower(), bytes(value)) for name, value in ours]
    proofs = [value for name, value in said if name == PROOF]
    if len(proofs) == 1 and proof.is_edge(proofs[0]):
        asked[EDGE] = [pair for pair in said if pair[0] != PROOF]
    return asked


def keys_of(scope: Scope) -> Headers | None:
    """Give the keys that a proven edge sent; `None`: no edge asks."""
    found: Headers | None = scope.get(EDGE)
    return found
