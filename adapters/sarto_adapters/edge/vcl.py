"""What is said in VCL alike, to Varnish and to Fastly: two dialects of one language."""

import re
from collections.abc import Mapping

from sarto.vocabulary.edges import NEVER, Edge
from sarto_adapters.edge.names import lowered
from sarto_adapters.edge.patterns import either, ignored
from sarto_adapters.edge.raw import CONDITIONS, OUTER, OVERRIDING


def shared(edge: Edge) -> Mapping[str, object]:
    """Gather what the templates of both say."""
    prefix = re.escape(edge.prefix)
    return {
        "edge": edge,
        "never": NEVER,
        "own": f"^{prefix}(?:[/?]|$)",
        "closed": f"^{prefix}/(?:key|fragment)(?:[/?;]|$)",
        "parts": f"^{prefix}/fragment/",
        "key": f"{edge.prefix}/key",
        "wanted": either((edge.pages, edge.filled, edge.owned, edge.noted)),
        "ignored": ignored(edge.ignored),
        "is_known": is_known(edge),
        "has_referer": "referer" in lowered(edge.inputs),
        "overriding": OVERRIDING,
        "conditions": CONDITIONS,
        "outer": OUTER,
    }


def is_known(edge: Edge) -> bool:
    """Whether some may be shared with before they are looked up."""
    return not edge.keys or any(key.known for key in edge.keys)
