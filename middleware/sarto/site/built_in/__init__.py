"""The fragments we bring along: `sarto:consent`, `sarto:preferences`, `sarto:why`.

Made of a site's config when it is compiled, as templates like any author's: what they
read of a visitor is told from their text, and so their pages are kept apart by it. In
those templates `[[ ]]` and `[% %]` are filled now, `{{ }}` and `{% %}` for a visitor.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from sarto.choices.preferences import Declared
from sarto.config.model import SartoToml
from sarto.site.built_in.style import forms
from sarto.site.consenting import form_of
from sarto.speech import asking, liking
from sarto.speech.speech import Speech, speech
from sarto.vocabulary.ports import FragmentSource

FILES: Final = {
    "sarto:consent": "consent.html",
    "sarto:preferences": "preferences.html",
    "sarto:why": "why.html",
}
OURS: Final = frozenset(FILES)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A site's own fragments, and ours beside them; a `FragmentSource`.

    Ours are made when they are asked for: one that no rule names costs nothing.
    """

    own: FragmentSource
    toml: SartoToml

    def names(self) -> frozenset[str]:
        return self.own.names() | OURS

    def text(self, name: str) -> str:
        return made(name, self.toml) if name in OURS else self.own.text(name)

    @property
    def unreadable(self) -> Mapping[str, str]:
        """Why some files of the site's are no fragments."""
        found: Mapping[str, str] = getattr(self.own, "unreadable", {})
        return found


def made(name: str, toml: SartoToml) -> str:
    """Write one of our fragments as a template."""
    prefix = toml.prefix.rstrip("/")
    text: str = templates()[name].render(
        languages=[Tongue(tag, speech(tag)) for tag in toml.languages],
        form=form_of(toml),
        declared=declared(toml),
        asking=asking,
        liking=liking,
        prefix=prefix,
        style=f"{prefix}/{forms().name}",
    )
    return text


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the site's, and what we speak to those who read it."""

    tag: str
    say: Speech


def declared(toml: SartoToml) -> Declared:
    """Tell what visitors may choose on a site."""
    values = {name: tuple(each.values) for name, each in toml.preferences.items()}
    return Declared(values=values, languages=tuple(toml.languages))


@cache
def templates() -> Mapping[str, Any]:
    """Compile the templates that ours are made from, once."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=inert,
        trim_blocks=True,
        lstrip_blocks=True,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    environment.filters["literal"] = literal
    room = files("sarto.site.built_in")
    texts = {name: (room / file).read_text("utf-8") for name, file in FILES.items()}
    return {name: environment.from_string(text) for name, text in texts.items()}


def inert(value: object) -> object:
    """Write text so that it is text to the template that is made, too."""
    if isinstance(value, Markup):
        return value
    return Markup(str(escape(value)).replace("{", "&#123;"))  # noqa: S704 - escaped here


def literal(text: str) -> Markup:
    """Write a text as a template spells it in its conditions."""
    return Markup(json.dumps(text, ensure_ascii=False))  # noqa: S704 - it is no HTML
