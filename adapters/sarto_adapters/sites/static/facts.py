"""What is known of a file: its tag, its type, whether its name vouches for it.

Found by reading, and kept by all that the disk tells of a version; a file that was
changed this very moment may be changed again without a trace, so it is read anew.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from time import time
from typing import Final, TypeAlias

from sarto.compose.charset import BY_META, PRESCAN, in_meta
from sarto_adapters.sites.static.kinds import kind_of
from sarto_adapters.sites.static.opened import Opened

READ: Final = 1 << 20  # bytes; of longer files the disk's word is taken
HEAD: Final = 1 << 14  # bytes of those that are read
KEPT: Final = 4096  # versions
RACY: Final = 2.0  # seconds; clocks of disks are coarse
HEXES: Final = re.compile(r"[0-9a-f]{8,128}")
DIGESTS: Final = ("md5", "sha1", "sha256", "sha384", "sha512")
TEXT: Final = "text/"
MARKED: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF_8: Final = "utf-8"

Seen: TypeAlias = tuple[str, int, int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A version of a file. `is_proven`: its name holds the digest of its content."""

    tag: str
    kind: bytes
    is_proven: bool


class Known:
    """The versions that were read, and are not read again."""

    def __init__(self) -> None:
        self._facts: dict[Seen, Facts] = {}

    def of(self, opened: Opened) -> Facts:
        """Tell of an open file."""
        about = opened.about
        seen = version(opened)
        found = self._facts.get(seen)
        if found is None:
            found = read(opened)
            if time() - max(about.st_mtime, about.st_ctime) > RACY:
                if len(self._facts) >= KEPT:
                    self._facts.clear()
                self._facts[seen] = found
        return found


def version(opened: Opened) -> Seen:
    """Give all that the disk tells a version by."""
    about = opened.about
    times = (about.st_mtime_ns, about.st_ctime_ns)
    return (opened.path, about.st_dev, about.st_ino, about.st_size, *times)


def read(opened: Opened) -> Facts:
    """Read a file, as far as it takes to tell of it."""
    name = PurePath(opened.path).name
    is_whole = opened.size <= READ
    data = b"".join(opened.pieces(range(opened.size if is_whole else HEAD)))
    facts = Facts(
        tag=f"{opened.about.st_mtime_ns:x}-{opened.size:x}",
        kind=typed(kind_of(name), data, is_whole=is_whole).encode(),
        is_proven=False,
    )
    if not is_whole:
        return facts
    tag = hashlib.blake2b(data, digest_size=12).hexdigest()
    return replace(facts, tag=tag, is_proven=is_proven(name, data))


def typed(kind: str, data: bytes, *, is_whole: bool) -> str:
    """Add the charset where it is known; a page's own word is never overruled."""
    if not kind.startswith(TEXT) or data.startswith(MARKED):
        return kind
    label = in_meta(data[:PRESCAN]) if kind == "text/html" else ""
    if label and BY_META[label] != UTF_8:
        return kind
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(data, final=is_whole)
    except UnicodeDecodeError:
        return kind
    return f"{kind}; charset=utf-8"


def is_proven(name: str, data: bytes) -> bool:
    """Whether the name will be another one as soon as the content is."""
    found = HEXES.findall(name)
    if not found:
        return False
    digests = [
        hashlib.new(each, data, usedforsecurity=False).hexdigest() for each in DIGESTS
    ]
    return any(digest.startswith(each) for each in found for digest in digests)
