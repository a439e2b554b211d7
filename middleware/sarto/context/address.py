"""What was asked for: host, path, query."""

import re
from urllib.parse import parse_qsl

from sarto.context.visit import UNKNOWN, Known, Visit, finds

LONGEST = 8192  # bytes of a query that are read
MOST = 100  # parameters of it
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:/?#@\[\]\\,]+?)\.?)(?::[0-9]*)?")


def parameters(visit: Visit) -> dict[str, str]:
    """Read the query, once a request; the first of equal names counts."""
    found: dict[str, str] | None = visit.memo.get("query")
    if found is None:
        raw = bytes(visit.scope.get("query_string") or b"")[:LONGEST]
        fields = b"&".join(raw.split(b"&", MOST)[:MOST]).decode(errors="replace")
        pairs = parse_qsl(fields, keep_blank_values=True)
        found = visit.memo["query"] = dict(reversed(pairs))
    return found


def parameter(visit: Visit, name: str) -> str | None:
    return parameters(visit).get(name)


@finds("query.*")
def query(visit: Visit, name: str) -> Known:
    value = parameter(visit, name.removeprefix("query."))
    return UNKNOWN if value is None else (value, "query")


@finds("host")
def host(visit: Visit, _name: str) -> Known:
    """Tell the host in lower case, without port, root dot or brackets."""
    found = HOST.fullmatch((visit.header(b"host") or "").lower())
    return (found[1] or found[2], "host") if found else UNKNOWN


@finds("path")
def path(visit: Visit, _name: str) -> Known:
    return visit.path, "path"
