"""What becomes of visitors when a setting changes, in words: one line for each."""

from fnmatch import fnmatchcase
from typing import Final, TypeGuard

LATER: Final = {"regular": "regulars", "expert": "experts"}
MEANS: Final = (  # the first that fits
    ("languages", "pages and fragments speak to visitors in other languages"),
    ("timezone", "rules of time look at another clock"),
    ("site_timezone", "windows open, and days begin, at other moments"),
    ("prefix", "our own pages stand elsewhere"),
    ("https", "cookies may be called otherwise, and who was known is new"),
    ("site", "cookies are called otherwise, and who was known is new"),
    ("origins", "forms are taken from other origins"),
    ("location.*", "visitors are located otherwise"),
    ("language.*", "a visitor's language is found otherwise"),
    ("preferences*", "visitors may tell us other things"),
    ("signals.*.points", "levels are reached by doing other things"),
    ("signals.*.area", "levels of areas are reached by doing other things"),
    ("signals*", "other things that visitors do are seen, or seen elsewhere"),
    ("level.half_life", "points and interests fade at another pace"),
    ("level.lead", "levels are lost at other points"),
    ("level.freeze", "levels hold still on other pages"),
    ("level*", "levels are reached at other points"),
    ("journey*", "stages are reached otherwise"),
    ("interests*", "interests are learnt otherwise"),
    ("consent*", "other visitors agree, or to other purposes; what needs it follows"),
    ("app*", "the site's own code may know other things of visitors"),
    ("cache.hold_cap", "parts of another length keep the page's own content"),
    ("cache*", "caches keep pages otherwise, and behind them classes are shown"),
    ("slots.*.stable", "it may change within a visit, or no longer"),
    ("layouts.*.stable", "it may change within a visit, or no longer"),
    ("*.selector", "it is found elsewhere on the page"),
    ("slots.*", "layouts that place it by name find it elsewhere, or not at all"),
)
OTHER: Final = "what is seen may change"


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float)


def meaning(name: str, old: object, new: object) -> str:
    """Say what it means for visitors."""
    table, _, key = name.partition(".")
    if table == "level" and key in LATER and is_number(old) and is_number(new):
        when = "later" if new > old else "sooner"
        return f"visitors become {LATER[key]} {when}"
    return next((text for glob, text in MEANS if fnmatchcase(name, glob)), OTHER)
