"""What a template uses, told from its syntax tree without rendering it.

Facts that it can read, names that nothing gives, templates it is made of.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, meta, nodes

from sarto.compose.templates import PLACE_ONLY, READABLE
from sarto.vocabulary.facts import FACTS, fact_named
from sarto.vocabulary.reading import did_you_mean
from sarto.vocabulary.reads import ReadSet

GIVEN = {"visitor": READABLE, "page": frozenset({"path"}), "original": frozenset[str]()}
ESCAPING = frozenset({"e", "escape", "forceescape"})
EVERYTHING = ReadSet.of(fact.name for fact in FACTS if "*" not in fact.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something a template names that is not there."""

    message: str
    line: int
    help: str = ""
    is_name: bool = False  # a variable or fact, and no part of the language


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another template that one is made of; without a name, any may be meant."""

    name: str | None
    line: int
    may_miss: bool = False


def references(tree: nodes.Template) -> Iterator[Reference]:
    """List what a template extends, includes and imports."""
    for node in tree.find_all(nodes.Include):
        names = named(node.template)
        may_miss = node.ignore_missing or len(names) > 1
        for name in names:
            yield Reference(name=name, line=node.lineno, may_miss=may_miss)
    others: list[nodes.Extends | nodes.Import | nodes.FromImport] = [
        *tree.find_all(nodes.Extends),
        *tree.find_all(nodes.Import),
        *tree.find_all(nodes.FromImport),
    ]
    for other in others:
        for name in named(other.template):
            yield Reference(name=name, line=other.lineno)


def named(template: nodes.Node) -> list[str | None]:
    """Read the names in `"a.html"` and `["a.html", "b.html"]`."""
    items = template.items if isinstance(template, nodes.List | nodes.Tuple) else ()
    values = [item.value if isinstance(item, nodes.Const) else None for item in items]
    if isinstance(template, nodes.Const):
        values = [template.value]
    return [name if isinstance(name, str) else None for name in values or [None]]


def own_names(tree: nodes.Template) -> Iterator[str]:
    """List what a template names itself, for those it includes too."""
    for name in tree.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.name
    for module in tree.find_all(nodes.Import):
        yield module.target
    for macro in tree.find_all(nodes.Macro):
        yield macro.name
    for some in tree.find_all(nodes.FromImport):
        for alias in some.names:
            yield alias[1] if isinstance(alias, tuple) else alias


def asked_for(tree: nodes.Template) -> frozenset[str]:
    """List the variables that a template wants from outside."""
    return frozenset(meta.find_undeclared_variables(tree))


def mistakes(
    tree: nodes.Template, environment: Environment, given: frozenset[str]
) -> Iterator[Mistake]:
    """List what nothing gives, with its line."""
    foreign = tuple(not_in_the_language(tree, environment))
    yield from foreign
    if not foreign:  # else the tree can be followed no further
        yield from names_of_nothing(tree, given)


def names_of_nothing(tree: nodes.Template, given: frozenset[str]) -> Iterator[Mistake]:
    wanted, known = asked_for(tree), (*GIVEN, *given)
    for name in tree.find_all(nodes.Name):
        if name.name in wanted.difference(known) and name.ctx == "load":
            yield unknown("variable", name.name, name.lineno, known)
    for owner, part, line in members(tree):
        if owner in wanted and part not in GIVEN[owner]:
            yield unknown("variable", f"{owner}.{part}", line, tuple(GIVEN[owner]))
    for fact, line in facts_named(tree):
        if fact_named(fact) is None:
            yield unknown("fact", fact, line, tuple(row.name for row in FACTS))


def not_in_the_language(
    tree: nodes.Template, environment: Environment
) -> Iterator[Mistake]:
    """List filters and tests that do not exist; compiling misses some of them."""
    for node in tree.find_all(nodes.Filter):
        if node.name not in environment.filters:
            yield Mistake(message=f"No filter named {node.name!r}.", line=node.lineno)
        elif is_named(node.node, "original") and node.name not in ESCAPING:
            yield Mistake(message=PLACE_ONLY, line=node.lineno)
    for test in tree.find_all(nodes.Test):
        if test.name not in environment.tests:
            yield Mistake(message=f"No test named {test.name!r}.", line=test.lineno)


def unknown(kind: str, name: str, line: int, known: tuple[str, ...]) -> Mistake:
    message = f"there is no {kind} called `{name}`"
    hint = did_you_mean(name.rpartition(".")[2], known)
    return Mistake(message=message, line=line, help=hint, is_name=True)


def member(node: nodes.Node) -> tuple[nodes.Node, str] | None:
    """Take `x.name` or `x["name"]` apart."""
    if isinstance(node, nodes.Getattr):
        return node.node, node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return node.node, str(node.arg.value)
    return None


def members(tree: nodes.Node) -> Iterator[tuple[str, str, int]]:
    """List `visitor.NAME` and `page.NAME` with the line of each."""
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        found = member(node)
        if found and isinstance(found[0], nodes.Name) and found[0].name in GIVEN:
            yield found[0].name, found[1], node.lineno


def facts_named(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """List `visitor.facts.NAME` with the line of each."""
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        outer = member(node)
        inner = member(outer[0]) if outer else None
        if outer and inner and inner[1] == "facts" and is_named(inner[0], "visitor"):
            yield outer[1], node.lineno


def is_named(node: nodes.Node | None, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def reads_of(tree: nodes.Template) -> ReadSet:
    """Tell what a template can read; a use we cannot follow may read everything."""
    plain = [fact for fact, _ in facts_named(tree)]
    own = READABLE - {"facts"}
    plain += [
        name for owner, name, _ in members(tree) if owner == "visitor" and name in own
    ]
    uses = sum(is_named(name, "visitor") for name in tree.find_all(nodes.Name))
    return ReadSet.of(plain) if len(plain) >= uses else EVERYTHING
