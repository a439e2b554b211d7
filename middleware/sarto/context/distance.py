"""How far two languages are from each other, by Unicode's tables (CLDR).

In comes any text, out comes a number; nothing is raised. langcodes does the same sum,
but keeps every tag it ever saw, and here the tags are strangers'. Near are the dialects
and scripts of one language only: Serbian is never Croatian, nor Danish Norwegian.
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

LONGEST = 35  # RFC 5646 §4.4.1: no tag needs more
OTHER_LANGUAGE = 1000
OTHER_SCRIPT = 50
OTHER_TERRITORY = 4
ACROSS = 5  # on two sides of a line that divides a language
CLUSTERS = {"ar": MAGHREB, "en": US, "es": AMERICAS, "pt": AMERICAS, "zh": CNSAR}
NORWEGIAN = frozenset({"nb", "nn", "no"})  # two ways to write one language
TAG = re.compile(
    r"([a-z]{2,3})(?:-[a-z]{3})?(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-.*)?",
    re.IGNORECASE | re.DOTALL,
)


class Tongue(NamedTuple):
    """A language, the script it is read in, the territory it is spoken in."""

    language: str
    script: str = ""
    territory: str = ""


def parts(tag: str) -> Tongue:
    """Take a tag apart; what is no tag is the language of nobody, ``""``."""
    found = TAG.fullmatch(tag)
    if not found:
        return Tongue("")
    language, script, territory = found.groups(default="")
    return Tongue(language.lower(), script.title(), territory.upper())


@lru_cache(maxsize=4096)
def tongue(tag: str) -> Tongue:
    """Write a tag out in full: `zh-TW` is zh-Hant-TW, `prs` is fa-Arab-AF."""
    said = parts(LANGUAGE_REPLACEMENTS.get(tag.lower(), tag))
    meant = parts(LANGUAGE_REPLACEMENTS.get(said.language, said.language))
    language = NORMALIZED_MACROLANGUAGES.get(meant.language, meant.language)
    script = said.script or meant.script
    territory = said.territory or meant.territory
    for key in (f"{language}-{territory}", f"{language}-{script}", language):
        if key in LIKELY_SUBTAGS:
            likely = parts(LIKELY_SUBTAGS[key])
            script, territory = script or likely.script, territory or likely.territory
    return Tongue(language, script, territory)


def distance(wanted: str, spoken: str) -> int:
    """Tell how far what is spoken is from what is wanted; 0 is the same."""
    if len(wanted) > LONGEST:
        return OTHER_LANGUAGE
    want, have = tongue(wanted), tongue(spoken)
    away = between_languages(want, have)
    if away >= OTHER_LANGUAGE:
        return OTHER_LANGUAGE
    return away + between_scripts(want, have) + between_territories(want, have)


def between_languages(want: Tongue, have: Tongue) -> int:
    both = {want.language, have.language}
    if both <= NORWEGIAN:
        return len(both) - 1
    return OTHER_LANGUAGE if len(both) > 1 or both <= {"", "und"} else 0


def between_scripts(want: Tongue, have: Tongue) -> int:
    if want.script == have.script:
        return 0
    readable = LANGUAGE_DISTANCES.get(f"{want.language}_{want.script}", {})
    return readable.get(f"{have.language}_{have.script}", OTHER_SCRIPT)


def between_territories(want: Tongue, have: Tongue) -> int:
    """Follow CLDR's lines: overseas English is nearer to British than to American.

    A language that no line divides is best known the way it is spoken at its home.
    """
    if want.territory == have.territory:
        return 0
    both = {want.territory, have.territory}
    if have.territory == "419" and want.territory in LATIN_AMERICA:
        return 1
    if want.language == "en" and "GB" in both and US.isdisjoint(both):
        return 3
    if cluster := CLUSTERS.get(want.language):
        return ACROSS if len(both & cluster) == 1 else OTHER_TERRITORY
    return OTHER_TERRITORY if have == tongue(have.language) else ACROSS
