"""Which of the site's languages is nearest to a tag, if any is near enough.

In come any text and the site's languages, out comes one of them or nothing. Dialects
are weighed by their distance; of equally near ones RFC 4647's lookup chooses (§3.4: the
tag less its last parts), then the language as it is spoken at its home.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sarto.context.distance import Tongue, distance, shortened, tongue

FARTHEST = 10  # another country's dialect, or a script the reader knows too
MODELS = frozenset({("en", "GB"), ("es", "419"), ("pt", "PT")})  # CLDR's second homes
SITES = 256  # lists of languages, of the site and of its fragments


class Spoken(NamedTuple):
    """One of the site's languages, as the site writes it and taken apart.

    `is_model`: it is spoken the way that others take for their model.
    """

    name: str
    folded: str
    tongue: Tongue
    is_model: bool

    @classmethod
    def of(cls, name: str) -> "Spoken":
        full = tongue(name)
        home, second = tongue(full.language), (full.language, full.territory)
        return cls(name, name.lower(), full, full == home or second in MODELS)


@lru_cache(maxsize=SITES)  # keyed by the site's own words, never by a visitor's
def spoken(languages: tuple[str, ...]) -> tuple[Spoken, ...]:
    """Take a site's languages apart, once."""
    return tuple(Spoken.of(name) for name in languages)


def truncations(tag: str) -> Iterator[str]:
    """Shorten a tag from its end (RFC 4647 §3.4): no single letter stays the last."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
        while tag[-2:-1] == "-":
            tag = tag[:-2]


def nearest(tag: str, languages: Sequence[Spoken]) -> str | None:
    """Find a language by its own tag, however it is capitalised, or a near one."""
    folded = tag.lower()
    for each in languages:
        if each.folded == folded:
            return each.name
    want = tongue(tag)
    away = [distance(want, each.tongue) for each in languages]
    least = min(away, default=FARTHEST + 1)
    if least > FARTHEST:
        return None
    pairs = zip(away, languages, strict=True)
    return preferred(folded, [each for far, each in pairs if far == least])


def preferred(tag: str, equals: Sequence[Spoken]) -> str:
    """Choose among languages that are equally near; else the site's order counts."""
    if len(equals) > 1:
        for shorter in truncations(shortened(tag)):
            for each in equals:
                if each.folded == shorter:
                    return each.name
    return next((each for each in equals if each.is_model), equals[0]).name
