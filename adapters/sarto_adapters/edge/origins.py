"""Where a site is asked for: what an address of it may say."""

from ipaddress import ip_address
from urllib.parse import SplitResult


def is_bare(parts: SplitResult) -> bool:
    """Whether an address says where, and nothing else."""
    is_said = parts.username or parts.query or parts.path not in ("", "/")
    return bool(parts.hostname) and not is_said


def is_here(host: str) -> bool:
    """Whether it is this machine, which a cache far away cannot reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
