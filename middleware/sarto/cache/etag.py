"""`ETag` of a variant: equal tags, equal bytes (RFC 9110 §8.8.3, §13.1.2)."""

from collections.abc import Iterable
from hashlib import blake2b

from sarto.headers import members


def variant(tag: bytes, version: str, inserted: Iterable[bytes]) -> bytes:
    """Make a weak tag of the application's own, the version, and what was inserted."""
    digest = blake2b(version.encode(), digest_size=8)
    for part in inserted:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    opaque = tag.removeprefix(b"W/").strip(b'"')
    return b'W/"%b-%b"' % (opaque, digest.hexdigest().encode())


def is_known(if_none_match: bytes | None, tag: bytes) -> bool:
    """Whether the client already has that variant; weak comparison, as for GET."""
    if if_none_match is None:
        return False
    bare = tag.removeprefix(b"W/")
    return any(member.removeprefix(b"W/") == bare for member in members(if_none_match))
