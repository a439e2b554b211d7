"""Writes small location databases: MaxMind DB files, as its format's page has them.

Enough for tests: IPv4 networks, records of texts, tables and lists, 24-bit trees.
"""

from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]

MARK = b"\xab\xcd\xefMaxMind.com"
TEXT, UINT16, UINT32, MAP, UINT64, LIST, BOOL = 2, 5, 6, 7, 9, 11, 14
GAP = 16  # bytes between tree and data


def control(kind: int, size: int) -> bytes:
    """Say what follows: a kind, and a size of less than 285."""
    small, more = (size, b"") if size < 29 else (29, bytes([size - 29]))
    if kind <= 7:
        return bytes([kind << 5 | small]) + more
    return bytes([small, kind - 7]) + more


def encoded(value: Any) -> bytes:
    match value:
        case str():
            data = value.encode()
            return control(TEXT, len(data)) + data
        case bool():
            return control(BOOL, int(value))
        case int():
            return control(UINT32, 4) + value.to_bytes(4, "big")
        case (kind, size, number):
            return control(kind, size) + number.to_bytes(size, "big")
        case list():
            return control(LIST, len(value)) + b"".join(map(encoded, value))
        case _:
            pairs = (encoded(key) + encoded(item) for key, item in value.items())
            return control(MAP, len(value)) + b"".join(pairs)


def grown(networks: Mapping[str, Record]) -> list[list[Any]]:
    """Grow the tree: nodes of two, each the number of a node, a record, or nothing."""
    nodes: list[list[Any]] = [[None, None]]
    for name, record in networks.items():
        network = ip_network(name)
        bits = f"{int(network.network_address):032b}"[: network.prefixlen]
        at = 0
        for bit in map(int, bits[:-1]):
            if nodes[at][bit] is None:
                nodes.append([None, None])
                nodes[at][bit] = len(nodes) - 1
            at = nodes[at][bit]
        nodes[at][int(bits[-1])] = record
    return nodes


def database(networks: Mapping[str, Record], kind: str = "city ipv4") -> bytes:
    """Make a database of disjoint IPv4 networks."""
    nodes, data = grown(networks), b""
    tree = b""
    for child in (child for node in nodes for child in node):
        number = len(nodes) if child is None else child
        if isinstance(child, Mapping):
            number = len(nodes) + GAP + len(data)
            data += encoded(child)
        tree += number.to_bytes(3, "big")
    about = {
        "binary_format_major_version": (UINT16, 2, 2),
        "binary_format_minor_version": (UINT16, 2, 0),
        "build_epoch": (UINT64, 8, 1),
        "database_type": kind,
        "description": {"en": "made for a test"},
        "ip_version": (UINT16, 2, 4),
        "languages": ["en"],
        "node_count": len(nodes),
        "record_size": (UINT16, 2, 24),
    }
    return tree + bytes(GAP) + data + MARK + encoded(about)


def flat(country: str, city: str = "", zone: str = "", **more: str) -> Record:
    """Make a record of the flat free databases, with all their columns."""
    columns = {"country_code": country, "city": city, "timezone": zone}
    empty = dict.fromkeys(("state1", "state2", "postcode", "latitude", "longitude"), "")
    return {**empty, **columns, **more}


def written(file: Path, **countries: Record) -> Path:
    """Write a database that places each address of a /8: `n8=…` is 8.0.0.0/8."""
    networks = {f"{name[1:]}.0.0.0/8": record for name, record in countries.items()}
    file.write_bytes(database(networks))
    return file
