"""What a place puts on a page by one of its outcomes, so that two sites compare.

Two sights are the same where no visitor could tell them apart: the same text, whatever
file it comes from, in the same language, with the same attributes. A template that
needs a visitor is its syntax tree, and those of all that it is made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import blake2b

from jinja2 import TemplateError

from sarto.compose.fragments import Fragment, Fragments
from sarto.compose.templates import Environment
from sarto.compose.uses import references
from sarto.decide.rules import Outcome, Place
from sarto.site.site import Site

LAYOUTS, PAGES = "layouts", "pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is seen: a name for people, and a print of it in each language."""

    name: str | None = None  # None: the page's own content
    prints: Mapping[str, str] = field(default_factory=dict[str, str])
    attrs: tuple[tuple[str, str], ...] = ()

    def apart(self, other: "Sight", languages: tuple[str, ...]) -> tuple[str, ...]:
        """List the languages in which another sight is not the same."""
        return tuple(
            each
            for each in languages
            if self.attrs != other.attrs
            or self.prints.get(each, "") != other.prints.get(each, "")
        )

    @property
    def title(self) -> str:
        """Say what it is."""
        said = [f'{key}="{value}"' for key, value in self.attrs]
        return " ".join([self.name or "the page's own content", *said])


OWN = Sight()


@dataclass(frozen=True)
class Sights:
    """The sights of one site; each text is read once."""

    site: Site
    _known: dict[tuple[str, str], Mapping[str, str]] = field(
        default_factory=dict[tuple[str, str], "Mapping[str, str]"]
    )

    def of(self, place: Place, outcome: Outcome | None) -> Sight:
        """Tell what a place shows by an outcome; by `None`, its default."""
        name = place.default if outcome is None else outcome.rule.shows
        attrs = () if outcome is None else outcome.rule.attrs
        if name is None:
            return Sight(attrs=attrs)
        return Sight(name=name, prints=self.prints(place.kind, name), attrs=attrs)

    def prints(self, kind: str, name: str) -> Mapping[str, str]:
        """Print a template in each language of the site; a served page is its path."""
        languages = self.site.sources.languages
        if kind == PAGES:
            return dict.fromkeys(languages, name)
        if (kind, name) not in self._known:
            shelf = self.shelf(kind)
            self._known[kind, name] = {
                each: self.text(kind, shelf.of(name, partial(str, each)))
                for each in languages
            }
        return self._known[kind, name]

    def shelf(self, kind: str) -> Fragments:
        return self.site.layouts if kind == LAYOUTS else self.site.fragments

    def text(self, kind: str, fragment: Fragment) -> str:
        """Print one file."""
        language = None if kind == LAYOUTS else fragment.language
        made = fragment.constant
        if made is None:
            made = self.closure(kind, fragment.name)
        return blake2b(repr((language, made)).encode(errors="replace")).hexdigest()

    def closure(self, kind: str, name: str) -> tuple[str, ...]:
        """Spell a template and all that it is made of, less what nobody sees."""
        source, environment = (
            self.shelf(kind).source,
            self.environments[kind == LAYOUTS],
        )
        names, found, waiting = source.names(), dict[str, str](), [name]
        while waiting:
            current = waiting.pop()
            if current in found or current not in names:
                continue
            try:
                tree = environment.parse(source.text(current), current)
            except TemplateError:  # one that is never shown may be broken
                found[current] = source.text(current)
                continue
            found[current] = repr(tree)
            for other in references(tree):  # which one is chosen nobody knows: all
                waiting += sorted(names) if other.name is None else (other.name,)
        own = found.pop(name)
        return own, *(text for pair in sorted(found.items()) for text in pair)

    @cached_property
    def environments(self) -> tuple[Environment, Environment]:
        shelves = self.site.fragments, self.site.layouts
        first, second = (Environment(shelf.source) for shelf in shelves)
        return first, second
