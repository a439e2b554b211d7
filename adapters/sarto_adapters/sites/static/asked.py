"""What a request wants of a file: whether it has it, and which parts (RFC 9110).

In come fields as they were sent and what the file is; out come answers to one question
each. What cannot be read was not said.
"""

import re
from calendar import timegm
from dataclasses import dataclass
from email.utils import parsedate
from typing import Final

from sarto.cache.etag import WEAK, is_known, tags
from sarto.headers import Headers, joined

MOST: Final = 16  # parts; who asks for more gets the whole
RANGE: Final = re.compile(rb"\s*([0-9]*)\s*-\s*([0-9]*)\s*")
UNIT: Final = re.compile(rb"bytes\s*=(.*)", re.IGNORECASE | re.DOTALL)
DIGITS: Final = 18  # of a place in a file; more are no number
ANY: Final = b"*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a file is now: its strong tag, and the second it was changed in."""

    tag: bytes
    changed: int


def is_stale(asked: Headers, version: Version) -> bool:
    """Whether the client wants another version only: 412 (§13.1.1, §13.1.4)."""
    if (said := joined(asked, b"if-match")) is not None:
        return said.strip() != ANY and version.tag not in tags(said.strip())
    since = moment(joined(asked, b"if-unmodified-since"))
    return since is not None and version.changed > since


def is_had(asked: Headers, version: Version) -> bool:
    """Whether the client has this version: 304 (§13.1.2, §13.1.3)."""
    if (said := joined(asked, b"if-none-match")) is not None:
        return is_known(said, version.tag)
    since = moment(joined(asked, b"if-modified-since"))
    return since is not None and version.changed <= since


def spans(asked: Headers, version: Version, size: int) -> list[range] | None:
    """List the parts that are wanted, in file order; empty: none of them is there.

    `None`: the whole is wanted, or nobody knows what (§14.2).
    """
    said = joined(asked, b"range")
    if said is None or not is_of(joined(asked, b"if-range"), version):
        return None
    listed = UNIT.fullmatch(said.strip())
    parts = listed[1].split(b",") if listed else []
    if not 0 < len(parts) <= MOST:
        return None
    found = [span(part, size) for part in parts]
    if any(each is None for each in found):
        return None
    return merged([each for each in found if each])


def span(part: bytes, size: int) -> range | None:
    """Read one part; empty: it lies outside; `None`: it is none."""
    found = RANGE.fullmatch(part)
    if not found or any(len(each) > DIGITS for each in found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def merged(parts: list[range]) -> list[range]:
    """Put together what overlaps or touches: nothing is sent twice."""
    found: list[range] = []
    for part in sorted(parts, key=lambda each: each.start):
        if found and part.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, part.stop))
        else:
            found.append(part)
    return found


def is_of(said: bytes | None, version: Version) -> bool:
    """Whether parts are wanted of this very version (§13.1.5)."""
    if said is None:
        return True
    said = said.strip()
    if said.startswith((b'"', WEAK)):
        return said == version.tag
    return moment(said) == version.changed


def moment(said: bytes | None) -> int | None:
    """Read a date, in seconds; `None`: it is none. All are in GMT (§5.6.7)."""
    parts = parsedate((said or b"").decode("latin-1"))
    try:
        return timegm(parts) if parts else None
    except (ValueError, OverflowError):
        return None
