"""Which of the site's languages the visitor reads best.

The order is the contract's: what the address says, then the site's own cookie, then
Accept-Language, then the first of `languages`. What the visitor told us outranks all of
them, and has its place at the head of `language` once there is a memory to keep it.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from sarto import headers
from sarto.context.accepted import LONGEST, ranges
from sarto.context.distance import tongue
from sarto.context.finders import Known, finds
from sarto.context.nearest import Spoken, nearest, spoken
from sarto.context.visit import Visit

KEPT = 1024  # headers whose answer a site remembers
COMMON = 96  # characters: browsers' own headers are shorter, and only these are kept
NAME = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
RIGHT_TO_LEFT = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
)


@lru_cache(maxsize=256)  # of the site's languages, not of visitors'
def direction(tag: str) -> str:
    """Tell the direction a language is written in: `ltr` or `rtl`."""
    return "rtl" if tongue(tag).script in RIGHT_TO_LEFT else "ltr"


def is_refused(language: str, refused: list[str], named: list[str]) -> bool:
    """Whether q=0 names it, or its language (`en` of `en-GB`) and no range names it."""
    return language in refused or (
        language not in named and any(language.startswith(f"{tag}-") for tag in refused)
    )


def closest(tags: Iterable[str], languages: tuple[str, ...]) -> str | None:
    """Find the first wanted tag that one of the languages is close enough to."""
    able = spoken(languages)
    return next((said for tag in tags if (said := nearest(tag, able))), None)


def negotiated(header: str, languages: tuple[str, ...]) -> str | None:
    """Choose by an Accept-Language header; `*` is any language it does not name."""
    asked = ranges(header)
    wanted = [each.tag for each in asked if each.quality]
    refused = [each.tag for each in asked if not each.quality]
    able = spoken(languages)
    if refused:
        able = tuple(n for n in able if not is_refused(n.folded, refused, wanted))
    for tag in wanted:
        if said := unnamed(wanted, able) if tag == "*" else nearest(tag, able):
            return said
    return None


def unnamed(tags: Iterable[str], able: tuple[Spoken, ...]) -> str | None:
    """Find the first language that no range but `*` speaks of."""
    named = {nearest(tag, able) for tag in tags}
    return next((each.name for each in able if each.name not in named), None)


def matcher(languages: tuple[str, ...]) -> Callable[[str], str | None]:
    """Make the look-up from an Accept-Language header to one of these languages.

    Browsers send few different headers: their answers are remembered, long ones' not.
    """

    @lru_cache(maxsize=KEPT)
    def remembered(header: str) -> str | None:
        return negotiated(header, languages)

    def of(header: str) -> str | None:
        if len(header) <= COMMON:
            return remembered(header)
        return negotiated(header, languages)

    return of


def meant(name: str, languages: tuple[str, ...]) -> str | None:
    """Read what a site calls a language: `EN`, `pt_BR`, `en-US` on an English site.

    Any other word that begins like a tag (`/en-route/`) is none.
    """
    tag = name[:LONGEST].strip('"').replace("_", "-")
    able = spoken(languages)
    if NAME.fullmatch(tag) or any(each.folded == tag.lower() for each in able):
        return nearest(tag, able)
    return None


def by_address(visit: Visit) -> str | None:
    """Read the language that a page's address tells, where the site says it does."""
    path, languages = visit.sources.language_path, visit.sources.languages
    found = path.fullmatch(visit.path) if path else None
    return meant(found["language"], languages) if found else None


@finds("language")
def language(visit: Visit, _name: str) -> Known:
    """Ask the path, the site's own cookie, the browser; else the first language."""
    asked = visit.sources
    if said := by_address(visit):
        return said, "path"
    if asked.language_cookie:
        told = headers.cookie(visit.headers, asked.language_cookie)
        if told and (said := meant(told, asked.languages)):
            return said, f"cookie {asked.language_cookie}"
    accepted = headers.joined(visit.headers, b"accept-language")
    if accepted:
        text = accepted[: LONGEST + 1].decode("latin-1")
        if said := asked.closest_language(text):
            return said, "accept-language"
    return asked.languages[0], "the first language"
