"""Which of the site's languages the visitor reads best (RFC 9110 §12.5.4, RFC 4647)."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from sarto import headers
from sarto.context.distance import distance, tongue
from sarto.context.visit import Known, Visit, finds

LONGEST = 512  # characters of a header that are read
MOST = 16  # ranges of it
FARTHEST = 10  # another country's dialect, or a script the reader knows too
RANGE = re.compile(
    r"(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)"
    r"(?:[ \t]*;[ \t]*[qQ]=(0(?:\.[0-9]*)?|1(?:\.0*)?))?"
)
RIGHT_TO_LEFT = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
)


class Range(NamedTuple):
    """One member of Accept-Language; a quality of 0 refuses it."""

    tag: str
    quality: float


def direction(tag: str) -> str:
    """Tell the direction a language is written in: `ltr` or `rtl`."""
    return "rtl" if tongue(tag).script in RIGHT_TO_LEFT else "ltr"


def shortened(header: str) -> str:
    """Cut a long header between two members: half a one would mean something else."""
    if len(header) <= LONGEST:
        return header
    return header[:LONGEST].rpartition(",")[0]


def ranges(header: str) -> list[Range]:
    """List the ranges, most wanted first; what is malformed asks for nothing."""
    members = (RANGE.fullmatch(part.strip(" \t")) for part in header.split(",")[:MOST])
    found = [Range(each[1].lower(), float(each[2] or 1)) for each in members if each]
    return sorted(found, key=lambda each: -each.quality)


def is_refused(language: str, refused: Iterable[str], named: Iterable[str]) -> bool:
    """Whether q=0 speaks of it (`en` of `en-GB` too), and no range of its own does."""
    folded = language.lower()
    return folded not in named and any(
        folded == tag or folded.startswith(f"{tag}-") for tag in refused
    )


def closest(tags: Iterable[str], languages: tuple[str, ...]) -> str | None:
    """Find the first wanted tag that one of the languages is close enough to."""
    for tag in tags:
        if said := exactly(tag, languages):
            return said
        away = {name: distance(tag, name) for name in languages}
        nearest = min(away, key=away.__getitem__, default="")
        if nearest and away[nearest] <= FARTHEST:
            return nearest
    return None


def exactly(tag: str, languages: tuple[str, ...]) -> str | None:
    """Find a language by its tag, however it is capitalised."""
    folded = tag.lower()
    return next((name for name in languages if name.lower() == folded), None)


def negotiated(header: str, languages: tuple[str, ...]) -> str | None:
    """Choose by an Accept-Language header; `*` is any language it does not name."""
    asked = ranges(header)
    wanted = [each.tag for each in asked if each.quality]
    refused = [each.tag for each in asked if not each.quality]
    able = tuple(name for name in languages if not is_refused(name, refused, wanted))
    for tag in wanted:
        found = unnamed(wanted, able) if tag == "*" else closest([tag], able)
        if found:
            return found
    return None


def unnamed(tags: Iterable[str], languages: tuple[str, ...]) -> str | None:
    """Find the first language that no range but `*` speaks of."""
    named = {closest([tag], languages) for tag in tags}
    return next((name for name in languages if name not in named), None)


def matcher(languages: tuple[str, ...]) -> Callable[[str], str | None]:
    """Make the look-up from an Accept-Language header to one of these languages."""

    @lru_cache(maxsize=2048)
    def of(header: str) -> str | None:
        return negotiated(header, languages)

    return lambda header: of(shortened(header))


def meant(tag: str, languages: tuple[str, ...]) -> str | None:
    """Read what a site calls a language: `EN`, `pt_BR`, `en-US` on an English site."""
    return closest([tag.strip('"').replace("_", "-")], languages)


@finds("language")
def language(visit: Visit, _name: str) -> Known:
    """Ask the path, the site's own cookie, the browser; else the first language."""
    asked = visit.sources
    found = asked.language_path and asked.language_path.fullmatch(visit.path)
    if found and (said := meant(found["language"], asked.languages)):
        return said, "path"
    if asked.language_cookie:
        told = headers.cookie(visit.headers, asked.language_cookie)
        if told and (said := meant(told, asked.languages)):
            return said, f"cookie {asked.language_cookie}"
    accepted = headers.joined(visit.headers, b"accept-language")
    if accepted and (said := asked.closest_language(accepted.decode("latin-1"))):
        return said, "accept-language"
    return asked.languages[0], "the first language"
