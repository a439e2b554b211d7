"""What was asked for: host, path, query."""

import re
from ipaddress import IPv6Address
from urllib.parse import parse_qsl

from sarto.context.finders import UNKNOWN, Known, finds
from sarto.context.hosts import in_ascii
from sarto.context.visit import Visit

LONGEST = 8192  # bytes of a query that are read
MOST = 100  # parameters of it
LONGEST_AUTHORITY = 512  # characters of a host and port
AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([^:\[\]]+?)\.?)(?::[0-9]{0,5})?")


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


def hostname(authority: str) -> str | None:
    """Tell the host of `host:port` in lower case, without root dot or brackets.

    A name is letters, digits, hyphens and underscores, an internationalised one in
    ASCII (`xn--…`). Anything else is nobody's.
    """
    found = AUTHORITY.fullmatch(authority[:LONGEST_AUTHORITY])
    if found and found[1]:
        return found[1].lower() if is_address(found[1]) else None
    return in_ascii(found[2]) if found else None


def is_address(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


@finds("query.*")
def query(visit: Visit, name: str) -> Known:
    value = parameter(visit, name.removeprefix("query."))
    return UNKNOWN if value is None else (value, "query")


@finds("host")
def host(visit: Visit, _name: str) -> Known:
    """Tell the host; of two Host lines neither is believed (RFC 9112 §3.2)."""
    sent = [value for name, value in visit.headers if name == b"host"]
    found = hostname(sent[0].decode("latin-1")) if len(sent) == 1 else None
    return (found, "host") if found else UNKNOWN


@finds("path")
def path(visit: Visit, _name: str) -> Known:
    return visit.path, "path"
