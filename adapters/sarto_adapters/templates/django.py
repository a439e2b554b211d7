"""Django's templates: `{% sarto "hero" %}…{% endsarto %}`, `visitor`, `sarto.layout`.

A library of tags, and a context processor. `frameworks.django` puts both into every
engine of a site, so that nothing has to be loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.template import (
    Engine,
    Library,
    Node,
    NodeList,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from sarto import Visitor, visitor

MISUSED: Final = '{% sarto %} takes the name of one slot: {% sarto "hero" %}'

FILES: Final = "django.template.loaders.filesystem.Loader"
CACHED: Final = "django.template.loaders.cached.Loader"

# How many tags were rendered for a visitor. Who keeps what templates made asks before
# and after: a slot itself is decided but once a request.
PLACED: Final[WeakKeyDictionary[Visitor, int]] = WeakKeyDictionary()

register: Final = Library()


class SartoNode(Node):
    """A slot in a template: what is decided for it, else its own content."""

    def __init__(self, slot: FilterExpression, nodelist: NodeList) -> None:
        self.slot = slot
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        found = met(context)
        if found.site is not None:
            PLACED[found] = PLACED.get(found, 0) + 1
        slot = str(self.slot.resolve(context))
        html = found.placed(slot, lambda: self.nodelist.render(context))
        return mark_safe(html)  # noqa: S308 - a fragment, or what the engine rendered


@register.tag("sarto")
def slotted(parser: Parser, token: Token) -> SartoNode:
    """Read `{% sarto "hero" %}` up to its end."""
    words = token.split_contents()
    if len(words) != len(("sarto", "hero")):
        raise TemplateSyntaxError(MISUSED)
    nodelist = parser.parse(("endsarto",))
    parser.delete_first_token()
    return SartoNode(parser.compile_filter(words[1]), nodelist)


@register.filter
def fact(found: Visitor, name: str) -> object:
    """Give a fact whose name has a point: `visitor|fact:"campaign.source"`."""
    return found.facts[name]


@dataclass(frozen=True, slots=True)
class Layouts:
    """`{% extends sarto.layout.base %}`: the template that is decided for a layout.

    A variable of Django's has no `-` in its name: it may be written `_` there.
    """

    visitor: Visitor

    def __getitem__(self, name: str) -> str:
        site, engine = self.visitor.site, Engine.get_default()
        if site is not None and name not in site.config.toml.layouts:
            name = name.replace("_", "-")
        if (folder := self.visitor.layout_folder) is not None:
            learn(engine, folder)
        return self.visitor.layout(name, lambda each: loads(engine, each))


def names(request: HttpRequest) -> Mapping[str, object]:
    """Give `visitor` and `sarto` to templates; what a view gives them goes before."""
    found = visitor(request)
    return {"visitor": found, "sarto": {"layout": Layouts(found)}}


def met(context: Context) -> Visitor:
    """Find for whom a template is rendered; where there is no request, for nobody."""
    found = context.get("visitor")
    if isinstance(found, Visitor):
        return found
    return visitor(context.get("request") or getattr(context, "request", None))


def learn(engine: Engine, folder: Path) -> None:
    """Let an engine look into a folder after all the others."""
    mine = (CACHED, [(FILES, [folder])])
    if mine not in engine.loaders:
        engine.loaders = [*engine.loaders, mine]
        known = engine.template_loaders
        engine.template_loaders = [*known, engine.find_template_loader(mine)]


def loads(engine: Engine, template: str) -> bool:
    """Whether there is such a template; raises what is wrong with it."""
    try:
        engine.get_template(template)
    except TemplateDoesNotExist:
        return False
    return True
