"""The templates that fragments are written in: sandboxed, escaping, explicable.

What a template may read of a visitor is known from its syntax tree, without rendering
it; nothing random is left in the environment, so that equal facts give equal bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, meta, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from sarto.vocabulary.facts import FACTS, fact_named
from sarto.vocabulary.ports import FragmentSource
from sarto.vocabulary.reads import ReadSet

GIVEN = frozenset({"visitor", "page", "original"})
OWN_READS = {"level": "level", "stage": "stage", "consent": "consent"}
EVERYTHING = ReadSet.of(fact.name for fact in FACTS if "*" not in fact.name)


class Loader(BaseLoader):
    """Lets templates include one another, by their path inside the folder."""

    def __init__(self, source: FragmentSource) -> None:
        self.source = source

    def get_source(
        self, environment: object, template: str
    ) -> tuple[str, str | None, None]:
        del environment
        try:
            return self.source.text(template), template, None
        except KeyError:
            raise TemplateNotFound(template) from None


class Original:
    """Stands for the page's own children; they are put in after rendering, as bytes."""

    def __init__(self) -> None:
        self.mark = f"sarto{token_hex(12)}"

    def __html__(self) -> Markup:
        return Markup(self.mark)  # noqa: S704 - letters and digits of our own

    __str__ = __html__


ORIGINAL = Original()


def nothing(value: object) -> object:
    """Write an unknown fact as nothing at all."""
    return "" if value is None else value


def environment(source: FragmentSource) -> SandboxedEnvironment:
    made = SandboxedEnvironment(
        loader=Loader(source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=nothing,
        auto_reload=False,
        cache_size=-1,
        keep_trailing_newline=False,
    )
    del made.filters["random"]
    del made.globals["lipsum"]
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A name in a template that nothing gives."""

    name: str
    line: int
    is_fact: bool = False


def unknown_names(tree: nodes.Template) -> Iterator[Unknown]:
    """List the variables and facts that no visit will give, with their lines."""
    undeclared = meta.find_undeclared_variables(tree) - GIVEN
    for name in tree.find_all(nodes.Name):
        if name.name in undeclared and name.ctx == "load":
            yield Unknown(name=name.name, line=name.lineno)
    for fact, line in facts_named(tree):
        if fact_named(fact) is None:
            yield Unknown(name=fact, line=line, is_fact=True)


def member(node: nodes.Node) -> tuple[nodes.Node, str] | None:
    """Take `x.name` or `x["name"]` apart."""
    if isinstance(node, nodes.Getattr):
        return node.node, node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return node.node, str(node.arg.value)
    return None


def is_named(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def facts_named(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """List `visitor.facts.NAME` with the line of each."""
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        outer = member(node)
        inner = member(outer[0]) if outer else None
        if outer and inner and inner[1] == "facts" and is_named(inner[0], "visitor"):
            yield outer[1], node.lineno


def reads_of(tree: nodes.Template) -> ReadSet:
    """Tell what a template can read; a use we cannot follow may read everything."""
    plain = [fact for fact, _ in facts_named(tree)]
    uses = sum(is_named(name, "visitor") for name in tree.find_all(nodes.Name))
    for node in tree.find_all(nodes.Getattr):
        if is_named(node.node, "visitor") and node.attr in OWN_READS:
            plain.append(OWN_READS[node.attr])
    return ReadSet.of(plain) if len(plain) >= uses else EVERYTHING
