"""How far two languages are from each other, by Unicode's tables (CLDR).

In comes any text, out comes a number; nothing is raised, and nothing is remembered:
langcodes does the same sum, but keeps every tag it ever saw, and here the tags are
strangers'. Near are the dialects and scripts of one language only: Serbian is never
Croatian, nor Danish Norwegian.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from langcodes.data_dicts import (
    LANGUAGE_DISTANCES,
    LANGUAGE_REPLACEMENTS,
    LIKELY_SUBTAGS,
    NORMALIZED_MACROLANGUAGES,
)
from langcodes.language_distance import AMERICAS, CNSAR, LATIN_AMERICA, MAGHREB, US

LONGEST = 35  # RFC 5646 §4.4.1: no more is needed to tell languages apart
OTHER_LANGUAGE = 1000
OTHER_SCRIPT = 50
OTHER_TERRITORY = 4
ACROSS = 5  # on two sides of a line that divides a language
AMERICAN = US | {"CA", "PH"}  # so says CLDR since 38; langcodes' table is older
CLUSTERS = {
    "ar": MAGHREB,
    "en": AMERICAN,
    "es": AMERICAS,
    "pt": AMERICAS,
    "zh": CNSAR,
}
NORWEGIAN = frozenset({"nb", "nn", "no"})  # two ways to write one language
PSEUDO = {"psaccent": "XA", "psbidi": "XB", "pscrack": "XC"}  # to test layouts with
NOBODY_S = frozenset(PSEUDO.values())
TAG = re.compile(
    r"([a-hj-wyz]|[a-z]{2,8})(?:-[a-z]{3})?(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?"
    rf"(?:-({'|'.join(PSEUDO)}))?(?:-.*)?",
    re.IGNORECASE | re.DOTALL,
)


class Tongue(NamedTuple):
    """A language, the script it is read in, the territory it is spoken in."""

    language: str
    script: str = ""
    territory: str = ""


def shortened(tag: str) -> str:
    """Cut a long tag between two subtags (RFC 5646 §4.4.2)."""
    return tag if len(tag) <= LONGEST else tag[: LONGEST + 1].rpartition("-")[0]


def parts(tag: str) -> Tongue:
    """Take a tag apart; what is no tag is the language of nobody, ``""``."""
    found = TAG.fullmatch(tag)
    if not found:
        return Tongue("")
    language, script, territory, pseudo = found.groups(default="")
    territory = PSEUDO.get(pseudo.lower(), territory)
    return Tongue(language.lower(), script.title(), territory.upper())


def tongue(tag: str) -> Tongue:
    """Write a tag out in full: `zh-TW` is zh-Hant-TW, `prs` is fa-Arab-AF."""
    tag = shortened(tag)
    language, script, territory = parts(LANGUAGE_REPLACEMENTS.get(tag.lower(), tag))
    if other := LANGUAGE_REPLACEMENTS.get(language):
        meant = parts(other)
        language = meant.language
        script, territory = script or meant.script, territory or meant.territory
    language = NORMALIZED_MACROLANGUAGES.get(language, language)
    return completed(Tongue(language, script, territory))


def completed(said: Tongue) -> Tongue:
    """Fill in what is likely; `und-CN` is Chinese, but plain `und` is nobody's."""
    language, script, territory = said
    keys = (f"{language}-{territory}", f"{language}-{script}", language)
    for full in (likely(key) for key in keys if key in LIKELY_SUBTAGS):
        if language == "und":
            language = full.language if any(said[1:]) else ""
        script, territory = script or full.script, territory or full.territory
    return Tongue(language, script, territory)


@lru_cache(maxsize=512)  # keyed by Unicode's table, a quarter of it at most
def likely(key: str) -> Tongue:
    return parts(LIKELY_SUBTAGS[key])


def distance(want: Tongue, have: Tongue) -> int:
    """Tell how far what is spoken is from what is wanted; 0 is the same."""
    away = between_languages(want, have)
    if away >= OTHER_LANGUAGE:
        return OTHER_LANGUAGE
    return away + between_scripts(want, have) + between_territories(want, have)


def between_languages(want: Tongue, have: Tongue) -> int:
    """Compare languages; one made up for tests of layout is like itself only."""
    if want.language != have.language:
        both = {want.language, have.language}
        return 1 if both <= NORWEGIAN else OTHER_LANGUAGE
    if not want.language:
        return OTHER_LANGUAGE
    where = {want.territory, have.territory}
    return 0 if len(where) == 1 or where.isdisjoint(NOBODY_S) else OTHER_LANGUAGE


def between_scripts(want: Tongue, have: Tongue) -> int:
    if want.script == have.script:
        return 0
    readable = LANGUAGE_DISTANCES.get(f"{want.language}_{want.script}", {})
    return readable.get(f"{have.language}_{have.script}", OTHER_SCRIPT)


def between_territories(want: Tongue, have: Tongue) -> int:
    """Follow CLDR's lines: overseas English is nearer to British than to American."""
    if want.territory == have.territory:
        return 0
    both = {want.territory, have.territory}
    if have.territory == "419" and want.territory in LATIN_AMERICA:
        return 1
    if want.language == "en" and "GB" in both and AMERICAN.isdisjoint(both):
        return 3
    cluster = CLUSTERS.get(want.language, frozenset[str]())
    return ACROSS if len(both & cluster) == 1 else OTHER_TERRITORY
