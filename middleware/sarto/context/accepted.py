"""What an Accept-Language header asks for (RFC 9110 §12.5.4, RFC 4647 §2.1).

In comes a header of any length and kind, out come ranges with their qualities, the
most wanted first, those refused (`q=0`) last; of equals the order is kept. Nothing is
raised, and one malformed member takes no other with it.
"""

import re
from typing import NamedTuple

LONGEST = 512  # characters of a header that are read
MOST = 16  # ranges of it
RANGE = re.compile(
    r"(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)"
    r"(?:[ \t]*;[ \t]*[qQ]=(0(?:\.[0-9]*)?|1(?:\.0*)?))?"
)


class Range(NamedTuple):
    """One member of Accept-Language, in lower case; a quality of 0 refuses it."""

    tag: str
    quality: float


def shortened(header: str) -> str:
    """Cut a long header between two members: half a one would mean something else."""
    if len(header) <= LONGEST:
        return header
    return header[: LONGEST + 1].rpartition(",")[0]


def ranges(header: str) -> list[Range]:
    """List the ranges, most wanted first; what is malformed asks for nothing.

    Of equal ranges the first counts; a refusal is kept beside it.
    """
    found: dict[tuple[str, bool], Range] = {}
    for part in shortened(header).split(",")[:MOST]:
        if member := RANGE.fullmatch(part.strip(" \t")):
            tag, quality = member[1].lower(), float(member[2] or 1)
            found.setdefault((tag, quality > 0), Range(tag, quality))
    return sorted(found.values(), key=lambda each: -each.quality)
