"""Where a form may send its visitor back to: a page of this very site, and no other.

In comes text that anybody may have written, out comes a path, or nothing. Browsers take
`\\` for `/` and drop tabs, and proxies decode before they pass on: what could become
another host's address after any of that is refused.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, unquote

LONGEST: Final = 2048
LOCAL: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*", re.ASCII)  # shows, and no backslash
ROUNDS: Final = 3  # of decoding
PLAIN: Final = "/&=:@+,;~!*'()[]"  # marks that stay as they are in a path
KEPT: Final = f"{PLAIN}?%#"  # and in an address


def back(text: str | None, shut: Iterable[str] = ()) -> str | None:
    """Give the path if it is one of this site's; `shut` are those never gone to."""
    if text is None or len(text) > LONGEST or not LOCAL.fullmatch(text):
        return None
    path = re.split("[?#]", text, maxsplit=1)[0]
    for _ in range(ROUNDS):
        if not is_plain(path) or any(is_below(path, each) for each in shut):
            return None
        decoded = unquote(path)
        if decoded == path:
            return text
        path = decoded
    return None


def is_plain(path: str) -> bool:
    """Whether all read a path alike: no doubled slash, no dots, nothing odd in it."""
    segments = path.split("/")[1:]
    is_odd = "\\" in path or any(map(is_control, path))
    return all(segments[:-1]) and not is_odd and not {".", ".."} & {*segments}


def is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character < "\xa0"


def is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(top + "/")


def spelt(address: str) -> str:
    """Spell an address of a person's with ASCII alone, as browsers send it."""
    return quote(address, safe=KEPT)


def spelt_path(path: str) -> str:
    """Spell a path that a server has decoded, so that it is decoded to the same."""
    return quote(path, safe=PLAIN)
