"""Which of the site's languages the visitor reads best (RFC 9110 §12.5.4, RFC 4647)."""

import re
from collections.abc import Callable
from functools import lru_cache

from langcodes import Language, closest_match
from langcodes.tag_parser import LanguageTagError

from sarto import headers
from sarto.context.visit import Known, Visit, finds

LONGEST = 512
RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*"
)
FARTHEST = 9  # CLDR distance: pt-BR for pt, zh-Hant for zh-TW; never hr for sr
RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"})


@lru_cache(maxsize=1024)
def direction(tag: str) -> str:
    """Tell the direction a language is written in: `ltr` or `rtl`."""
    try:
        script = Language.get(tag).maximize().script
    except (LanguageTagError, ValueError):
        return "ltr"
    return "rtl" if script in RIGHT_TO_LEFT else "ltr"


def ranges(header: str) -> list[str]:
    """List the wanted tags, most wanted first; q=0 and wildcards ask for nothing."""
    wanted: list[tuple[float, str]] = []
    for part in header[:LONGEST].split(","):
        found = RANGE.fullmatch(part)
        quality = float(found[2] or 1) if found else 0.0
        if found and quality > 0:
            wanted.append((-quality, found[1]))
    return [tag for _, tag in sorted(wanted, key=lambda pair: pair[0])]


def closest(tags: list[str], languages: tuple[str, ...]) -> str | None:
    """Find the first wanted tag that one of the languages is close enough to."""
    for tag in tags:
        match, distance = closest_match(tag, list(languages), max_distance=FARTHEST)
        if distance <= FARTHEST:
            return match
    return None


def matcher(languages: tuple[str, ...]) -> Callable[[str], str | None]:
    """Make the look-up from an Accept-Language header to one of these languages."""

    @lru_cache(maxsize=2048)
    def of(header: str) -> str | None:
        return closest(ranges(header), languages)

    return lambda header: of(header[:LONGEST])


def spoken(tag: str | None, languages: tuple[str, ...]) -> str | None:
    """Find a language of the site by its tag, however it is capitalised."""
    folded = (tag or "").lower()
    return next((name for name in languages if name.lower() == folded), None)


@finds("language")
def language(visit: Visit, _name: str) -> Known:
    """Ask the path, the site's own cookie, the browser; else the first language."""
    asked = visit.sources
    found = asked.language_path and asked.language_path.fullmatch(visit.path)
    if found and (said := spoken(found["language"], asked.languages)):
        return said, "path"
    if asked.language_cookie:
        told = headers.cookie(visit.headers, asked.language_cookie)
        if said := spoken(told, asked.languages):
            return said, f"cookie {asked.language_cookie}"
    accepted = headers.joined(visit.headers, b"accept-language")
    if accepted and (said := asked.closest_language(accepted.decode("latin-1"))):
        return said, "accept-language"
    return asked.languages[0], "the first language"
