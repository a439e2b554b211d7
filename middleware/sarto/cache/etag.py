"""`ETag` of a variant: equal tags, equal bytes (RFC 9110 §8.8.3, §13.1.2)."""

import re
from collections.abc import Iterable
from hashlib import blake2b

WEAK = b"W/"
MEMBER = re.compile(rb'[ \t]*((?:W/)?"[^"]*")?[ \t]*(?:,|\Z)')


def variant(tag: bytes, version: str, inserted: Iterable[bytes]) -> bytes:
    """Make a weak tag of the application's own, the version, and what was inserted.

    Each part goes in with its length, so that no two lists of parts read the same.
    """
    digest = blake2b(digest_size=16)
    for part in (tag, version.encode(), *inserted):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return b'W/"%b"' % digest.hexdigest().encode()


def is_known(if_none_match: bytes | None, tag: bytes) -> bool:
    """Whether the client already has that variant; weak comparison, as for GET."""
    said = (if_none_match or b"").strip()
    bare = tag.removeprefix(WEAK)
    return said == b"*" or any(each.removeprefix(WEAK) == bare for each in tags(said))


def tags(listed: bytes) -> list[bytes]:
    """Split a list of entity tags, which may hold commas; a malformed one is empty."""
    found: list[bytes] = []
    end = 0
    while end < len(listed):
        member = MEMBER.match(listed, end)
        if member is None:
            return []
        if member[1]:
            found.append(member[1])
        end = member.end()
    return found
