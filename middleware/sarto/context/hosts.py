"""Whose a host is: the name that somebody registered, and whether two are one site's.

In come host names in lower case, without port or root dot, however odd; nothing is
raised. The public suffixes of more than one part are kept in `suffixes.txt`: a few
hundred instead of all ten thousand. Whatever host is under none of them has its last
part for a suffix.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

LONGEST = 253  # characters of a name (RFC 1035 §2.3.4)
COUNTRY = len("uk")
NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")


def listed(file: str) -> Iterator[tuple[str, list[str]]]:
    """Read a list that is kept beside this file: a first word, and what follows it."""
    text = files("sarto.context").joinpath(file).read_text("utf-8")
    for line in text.splitlines():
        first, *others = line.partition("#")[0].split() or [""]
        if first:
            yield first, others


SUFFIXES = frozenset(
    f"{name}.{last}" for last, names in listed("suffixes.txt") for name in names
)  # `co.*` is one of every country


def is_suffix(name: str) -> bool:
    """Whether strangers register names under this one."""
    first, dot, last = name.rpartition(".")
    return (
        not dot
        or name in SUFFIXES
        or (len(last) == COUNTRY and f"{first}.*" in SUFFIXES)
    )


def in_ascii(name: str) -> str | None:
    """Write a name as DNS has it; its letters may be a header's raw bytes of UTF-8."""
    try:
        if not name.isascii():
            name = name.encode("latin-1").decode().encode("idna").decode()
    except UnicodeError:
        return None
    name = name.lower()
    return name if len(name) <= LONGEST and NAME.fullmatch(name) else None


def registered(host: str) -> str:
    """Tell the name somebody registered: `google.co.uk` of www.google.co.uk.

    An address, a suffix and a name of one part are themselves.
    """
    names = host.split(".")
    if not NAME.fullmatch(host) or NUMBER.fullmatch(names[-1]):
        return host
    for start in range(1, len(names)):
        if is_suffix(".".join(names[start:])):
            return ".".join(names[start - 1 :])
    return host


def is_own(host: str, own: str) -> bool:
    """Whether two hosts are one site's: registered by the same name."""
    return host == own or (
        registered(host) == registered(own) and not is_suffix(registered(own))
    )
