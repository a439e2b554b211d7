"""What was asked for: host, path, query."""

from functools import lru_cache
from urllib.parse import parse_qsl

from sarto.context.visit import UNKNOWN, Known, Visit, finds

MOST = 100  # parameters of one query


@lru_cache(maxsize=256)
def parameters(query: bytes) -> dict[str, str]:
    """Read a query string; the first of equal names counts, odd bytes are replaced."""
    try:
        pairs = parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST
        )
    except ValueError:
        return {}
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def parameter(visit: Visit, name: str) -> str | None:
    return parameters(bytes(visit.scope.get("query_string", b""))[:8192]).get(name)


@finds("query.*")
def query(visit: Visit, name: str) -> Known:
    value = parameter(visit, name.removeprefix("query."))
    return UNKNOWN if value is None else (value, "query")


@finds("host")
def host(visit: Visit, _name: str) -> Known:
    """Tell the host without its port, in lower case."""
    name = (visit.header(b"host") or "").lower()
    bare = name.rpartition("]")[0] + "]" if name.startswith("[") else name.split(":")[0]
    return (bare, "host") if name else UNKNOWN


@finds("path")
def path(visit: Visit, _name: str) -> Known:
    return visit.path, "path"
