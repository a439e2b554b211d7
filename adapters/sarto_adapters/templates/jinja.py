"""Jinja2's templates: `install(env)`, then `{% sarto "hero" %}…{% endsarto %}`.

A template that is given `request` also has `visitor`, and `sarto.layout("base")`
for `{% extends %}` and `{% include %}`; a variable of the site's own goes before both.
Asynchronous environments, sandboxes and caches of bytecode are served as well.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeVar

from jinja2 import Environment, TemplateNotFound, Undefined, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from sarto import Visitor, visitor
from sarto.site.meeting import nobody
from sarto.site.tagged import Put
from sarto_adapters.templates.beside import Beside

NAMES: Final = frozenset({"sarto", "visitor"})
# Filters that tags are made of: such calls cost least. No author can write the names.
SLOT, AROUND = "sarto slot", "sarto around"
Env = TypeVar("Env", bound=Environment)


def install(environment: Env) -> Env:
    """Give an environment the tag, and its templates the two names; gives it back."""
    environment.add_extension(SartoTag)
    filters: dict[str, Any] = environment.filters
    filters.update({SLOT: put, AROUND: around})
    kind = environment.context_class
    if not issubclass(kind, Named):
        made = type(Named.__name__, (Named, kind), {})
        environment.context_class = Named if kind is Context else made
    if not isinstance(environment.loader, Beside):
        environment.loader = Beside(environment.loader)
    return environment


class SartoTag(Extension):
    """A slot in a template: what is decided for it, else its own content."""

    tags = {"sarto"}  # noqa: RUF012 - as in the class above

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Read `{% sarto "hero" %}` up to its end.

        The tag's own content is written where it stands, in no macro: so it sees the
        loop, the `caller` and the variables that are around it.
        """
        line = next(parser.stream).lineno
        slot = parser.parse_expression()
        body = parser.parse_statements(("name:endsarto",), drop_needle=True)
        put, own = parser.free_identifier(line), parser.free_identifier(line)
        given = [nodes.Name(name, "load") for name in ("visitor", "request")]
        wanted = [
            nodes.AssignBlock(own, None, body),
            nodes.Assign(put, nodes.Filter(own, AROUND, [put], [], None, None)),
        ]
        made: list[nodes.Node] = [
            nodes.Assign(put, nodes.Filter(slot, SLOT, given, [], None, None)),
            nodes.If(nodes.Getattr(put, "is_around", "load"), wanted, [], []),
            nodes.Output([put]),
        ]
        return [node.set_lineno(line, override=False) for node in made]


class Whole(Markup):
    """What stands there without the tag's own content."""

    __slots__ = ()
    is_around = False


@dataclass(frozen=True, slots=True)
class Around:
    """What stands there around the tag's own content; `None`: that alone."""

    put: Put | None
    visitor: Visitor
    is_around: ClassVar = True


def put(slot: str, given: object, request: object) -> Around | Whole:
    """Tell what stands in a slot, whole or around the tag's own content."""
    found = given if isinstance(given, Visitor) else met(request)
    shown = found.put(slot)
    if shown is None or shown.is_around:
        return Around(shown, found)
    return Whole(shown.write(found))


def around(own: str, shown: Around) -> str:
    """Write it; nothing in it is escaped any more."""
    found = shown.put
    if found is None:
        return own
    return Markup(found.write(shown.visitor, str(own)))  # noqa: S704 - templates wrote it


class Named(Context):
    """A context in which `visitor` and `sarto` are found when they are asked for."""

    def resolve_or_missing(self, key: str) -> Any:  # noqa: ANN401 - as in the class above
        """Look up a variable; the site's own go first."""
        found = super().resolve_or_missing(key)
        if found is not missing or key not in NAMES:
            return found
        request = super().resolve_or_missing("request")
        if key == "sarto":
            return Sarto(met(request), self.environment)
        return missing if request is missing else met(request)


@dataclass(frozen=True, slots=True)
class Sarto:
    """What templates call `sarto`."""

    visitor: Visitor
    environment: Environment

    def layout(self, name: str) -> str:
        """Name the template decided for `[layouts.NAME]`; one that can be loaded."""
        loader = self.environment.loader
        folder = self.visitor.layout_folder
        if isinstance(loader, Beside) and folder is not None:
            loader.learn(folder)
        return self.visitor.layout(name, may_use=self.loads)

    def loads(self, name: str) -> bool:
        """Whether there is such a template; raises what is wrong with it."""
        try:
            self.environment.get_template(name)
        except TemplateNotFound as error:
            if error.name == name:
                return False
            raise
        return True


def met(request: object) -> Visitor:
    """Find whose request it is; in a template that has none, nobody's."""
    if request is missing or isinstance(request, Undefined):
        return nobody()
    try:
        return visitor(request)
    except Exception:  # noqa: BLE001 - the law: it may stand for a request that is not there
        return nobody()
