"""The forms that consent cookies come in: percent-encoded, JSON, pairs.

In comes a cookie's value as sent, out comes what is in it, or `None` for what is not
whole and sound. A value may have been percent-encoded twice, by a script and by a
framework around it; a third time is nobody's. Nothing raises, and nothing is guessed.
"""

import json
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NoReturn, TypeAlias, TypeGuard, cast
from urllib.parse import unquote_to_bytes

Nest: TypeAlias = dict[str, object] | list[object]

ROUNDS = 2
DEEPEST = 4
ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
BASE64_URL = re.compile(r"[A-Za-z0-9_-]+")
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
CENTURY = 36_525  # days
DAY = timedelta(days=1)  # that clocks may differ
LATEST = 10**15  # milliseconds: nobody's consent is from the year 33658


def plain(value: str, *, until: str = "", rounds: int = ROUNDS) -> str | None:
    """Undo percent-encoding, as often as it may have been done.

    With `until`, only until one of those characters shows: what is encoded beside it
    is part of what stands between such characters.
    """
    for _ in range(rounds):
        if not ENCODED.search(value) or any(mark in value for mark in until):
            break
        try:
            value = unquote_to_bytes(value).decode()
        except UnicodeDecodeError:
            return None
    return value if is_clean(value) else None


def is_clean(value: str) -> bool:
    """Whether there is no control character in it, encoded or not."""
    if value.isascii():
        return value.isprintable()
    return not any(c < " " or "\x7f" <= c < "\xa0" for c in value)


class DoubtError(ValueError):
    """Raised for JSON that says a thing twice, or is no JSON."""


def table(value: str | None) -> Mapping[str, object] | None:
    """Read a JSON object, encoded or not; keys that stand twice make it none."""
    for rounds in range(ROUNDS + 1):
        text = None if value is None else plain(value, rounds=rounds)
        found = None if text is None else document(text)
        if isinstance(found, dict):
            return cast("Mapping[str, object]", found)
    return None


def document(text: str) -> object:
    """Parse strict JSON, not too deep; `None` for anything else."""
    try:
        found = cast(
            "object",
            json.loads(text, object_pairs_hook=once, parse_constant=refused),
        )
    except (ValueError, RecursionError):
        return None
    return found if depth_of(found) <= DEEPEST else None


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DoubtError("a key stands twice")
    return found


def refused(constant: str) -> NoReturn:
    raise DoubtError(constant)


def depth_of(found: object) -> int:
    """Tell how deep lists and tables nest, of one level more than may be."""
    depth, level = 0, [found]
    while depth <= DEEPEST and (nested := [each for each in level if is_nest(each)]):
        depth += 1
        level = [part for each in nested for part in parts_of(each)]
    return depth


def is_nest(node: object) -> TypeGuard[Nest]:
    return isinstance(node, dict | list)


def parts_of(node: Nest) -> Iterable[object]:
    return node.values() if isinstance(node, dict) else node


def answers(found: object) -> dict[str, bool | None]:
    """Keep the real booleans of a table; anything else is no answer."""
    if not isinstance(found, dict):
        return {}
    items = cast("dict[str, object]", found).items()
    return {name: said for name, said in items if isinstance(said, bool)}


def words(found: object) -> list[str] | None:
    """Read a list of texts; `None` for what is none."""
    if not isinstance(found, list):
        return None
    items = cast("list[object]", found)
    return [str(i) for i in items] if all(isinstance(i, str) for i in items) else None


def pairs(text: str, between: str, within: str) -> dict[str, str] | None:
    """Split `a:1,b:2`, less what has no mark; `None` where a key has two values."""
    found: dict[str, str] = {}
    for part in text.split(between):
        key, is_pair, value = part.partition(within)
        key = key.strip()
        if is_pair and found.setdefault(key, value) != value:
            return None
    return found


def in_base64(value: str) -> bytes | None:
    """Decode standard base64, whole and padded."""
    text = plain(value)
    if text is None or len(text) % 4 or not BASE64.fullmatch(text):
        return None
    return b64decode(text)


def in_base64_url(text: str) -> bytes | None:
    """Decode base64 for the web, without padding."""
    if len(text) % 4 == 1 or not BASE64_URL.fullmatch(text):
        return None
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def moment(said: object) -> datetime | None:
    """Read a moment, as ISO 8601 or in milliseconds since 1970; without a zone, UTC."""
    if isinstance(said, str) and ISO.fullmatch(said):
        try:
            found = datetime.fromisoformat(said)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(
                UTC
            )
        except (ValueError, OverflowError):
            return None
    if isinstance(said, int | float) and not isinstance(said, bool):
        return at(said) if 0 <= said < LATEST else None
    return None


def at(milliseconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError):
        return None


def is_fresh(since: datetime | None, now: datetime, max_age: timedelta | None) -> bool:
    """Whether what was said then still counts: neither too old nor a day ahead."""
    if since is None or since - now > DAY:
        return False
    return max_age is None or now - since <= max_age


def days(said: object) -> timedelta | None:
    """Read a length of time in days, of at most a century."""
    if not isinstance(said, int | float) or isinstance(said, bool):
        return None
    return timedelta(days=said) if 0 <= said <= CENTURY else None
