"""Search one text for many words at once, with the fastest engine there is.

In come rows of an answer and its words, and a text; out comes the answer of the first
row, from the top, that has a word in the text, or nothing. With `ua-parser-rs` (the
extra `ua-parser[regex]`) that is one pass over the text however many words there are;
without it `ua-parser` does the same, later. Words that a newer list brings and the
engine cannot read are left out: they never stop a site from starting.
"""

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TypeAlias

from ua_parser import BestAvailableResolver, Domain
from ua_parser.lazy import DeviceMatcher

Row: TypeAlias = tuple[str, str, bool]  # the answer, the words, whether case matters
Find: TypeAlias = Callable[[str], str | None]

HAS_FAST = find_spec("ua_parser_rs") is not None


def fast(rows: Iterable[Row]) -> Find:
    """Search in one pass, straight in the engine."""
    from ua_parser_rs import DeviceExtractor  # noqa: PLC0415 - where it is installed

    extract = DeviceExtractor(
        (words, None if cased else "i", answer, None, None)
        for answer, words, cased in rows
    ).extract

    def find(text: str) -> str | None:
        found = extract(text)
        return found.family if found else None

    return find


def slow(rows: Iterable[Row]) -> Find:
    """Search with whatever engine `ua-parser` has."""
    words = [DeviceMatcher(w, None if cased else "i", a) for a, w, cased in rows]
    resolve = BestAvailableResolver(([], [], list(words)))

    def find(text: str) -> str | None:
        found = resolve(text, Domain.DEVICE).device
        return found.family if found else None

    return find


def search(rows: Iterable[Row], engine: Callable[[Iterable[Row]], Find]) -> Find:
    """Make the words ready, once; leave out what the engine cannot read."""

    def is_readable(row: Row) -> bool:
        try:
            engine([row])("")
        except Exception:  # noqa: BLE001 - each engine has its own way to refuse
            return False
        return True

    given = list(rows)
    try:
        find = engine(given)
        find("")
    except Exception:  # noqa: BLE001 - one of them; find out which, start without it
        return engine(filter(is_readable, given))
    return find


def first_of(rows: Iterable[Row]) -> Find:
    """Give a search that answers with the first row that speaks of a text."""
    return search(rows, fast if HAS_FAST else slow)
