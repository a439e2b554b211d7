"""What addresses and links may say, and which channel comes of it: an own list."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from support.oracle import matches

MEDIA = {  # what a link says, and which channel that is; None: it says nothing
    "email": "email",
    "newsletter": "email",
    "cpc": "paid",
    "social": "social",
    "referral": "referral",
    "app": "app",
    "organic": "organic",
    "paid-social": "paid",
    "organic-search": "search",
    "qr": None,
    "leaflet": None,
    "poster": None,
    "print": None,
    "": None,
    None: None,
}
SOURCES = {
    "google": "search",
    "facebook": "social",
    "gmail": "email",
    "letter": None,
    "friend": None,
    "aunt": None,
    None: None,
}
UNSAID = ("direct", "referral", "search", "social", "email", "internal", "app", "paid")


def texts(letters: str, longest: int, first: str = "") -> Iterator[str]:
    """List all texts of some letters."""
    for size in range(longest + 1):
        for each in product(letters, repeat=size):
            if not first or (each and each[0] == first):
                yield "".join(each)


def matched(glob: str, text: str) -> bool:
    """Match a glob with sets and segments, too: each is tried letter by letter."""
    form = re.search(r"\{\w+\}|\[[^\]]+\]", glob)
    if not form:
        return matches(glob, text)
    before, after = glob[: form.start()], glob[form.end() :]
    for start in range(len(text) + 1):
        if not matches(before, text[:start]):
            continue
        if form[0][0] == "[":
            if (
                start < len(text)
                and text[start] in form[0][1:-1]
                and matched(after, text[start + 1 :])
            ):
                return True
            continue
        for end in range(start + 1, len(text) + 1):
            if "/" in text[start:end]:
                break
            if matched(after, text[end:]):
                return True
    return False


def links() -> Iterator[dict[str, Any]]:
    """List what links may say, and the channels that come of it."""
    for (medium, channel), (source, known) in product(MEDIA.items(), SOURCES.items()):
        if channel == "organic":
            able = {
                "social" if known == "social" else "search",
                "paid",
                "social",
                "email",
            }
        elif channel:
            able = {channel}
        elif known:
            able = {known, "paid", "social", "email"}
        else:
            able = {*UNSAID}
        for each in sorted(able):
            yield {
                "campaign.medium": medium or None,
                "query.utm_medium": medium,
                "campaign.source": source,
                "channel": each,
            }
