"""Visitors who differ by what a site's rules ask for, as far as requests say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sarto.decide.places import leaves
from sarto.site.site import Site
from sarto.vocabulary.patterns import OneOf
from sarto.workbench.probing import Fields

DESKTOP: Final = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
)
PHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
TABLET: Final = (
    "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1"
)
PLACES: Final = frozenset({"country", "region", "continent", "eu", "zone"})
SEEN: Final = frozenset({"device", "browser", "os", "bot"})
FEW: Final = 3  # of one kind


@dataclass(frozen=True, slots=True)
class Somebody:
    """A visitor without cookies."""

    name: str
    own: Fields = ()  # what they say otherwise than others

    @property
    def fields(self) -> Fields:
        """Give the headers of their requests."""
        said = {
            "User-Agent": DESKTOP,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "en",
        }
        return tuple((said | dict(self.own)).items())


def contrasts(site: Site | None) -> tuple[Somebody, ...]:
    """Choose visitors; the first is as plain as can be."""
    if site is None:
        return (Somebody("a desktop"), *spoken(["fa", "de"]), *seen())
    toml, facts = site.config.toml, frozenset[str]()
    for place in (*site.slots, *site.regions, *site.swaps):
        facts |= place.reads.facts
    for names in toml.app.reads.values():
        facts |= frozenset(names)
    first, *languages = toml.languages
    found = [Somebody("a desktop", (("Accept-Language", first),))]
    if "language" in facts:
        found += spoken(languages)
    if not SEEN.isdisjoint(facts):
        found += seen()
    if not PLACES.isdisjoint(facts):
        found += placed(site)
    if "channel" in facts:
        found.append(Somebody("search", (("Referer", "https://www.google.com/"),)))
    if "save_data" in facts:
        found.append(Somebody("a saver", (("Save-Data", "on"),)))
    return tuple(found)


def spoken(languages: list[str]) -> Iterator[Somebody]:
    """Speak some languages."""
    for tag in languages[:FEW]:
        yield Somebody(f"language {tag}", (("Accept-Language", tag),))


def seen() -> Iterator[Somebody]:
    """Come with other devices."""
    yield Somebody("a phone", (("User-Agent", PHONE),))
    yield Somebody("a tablet", (("User-Agent", TABLET),))


def placed(site: Site) -> Iterator[Somebody]:
    """Come from the countries that rules name, where a header may tell them."""
    places = (*site.slots, *site.regions, *site.swaps)
    asked = (each.condition for each in leaves(places))
    lists = (e.pattern for e in asked if e.fact == "country")
    named = [word for each in lists if isinstance(each, OneOf) for word in each.words]
    codes = list(dict.fromkeys(str(code) for code in (*named, "DE", "US")))
    for header in site.config.toml.location.headers[:1]:
        for code in codes[:FEW]:
            yield Somebody(f"country {code}", ((header, code),))
