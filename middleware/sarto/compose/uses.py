"""What a template uses, told from its syntax tree without rendering it.

Facts that it can read, names that nothing gives, templates it is made of.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, TypeGuard, TypeVar

from jinja2 import Environment, meta, nodes

from sarto.compose.templates import PLACE_ONLY, READABLE, REFUSED
from sarto.vocabulary.facts import FACTS, fact_named
from sarto.vocabulary.reading import did_you_mean
from sarto.vocabulary.reads import ReadSet

Found = TypeVar("Found", bound=nodes.Node)
Visible: TypeAlias = Mapping[str, frozenset[str]]  # names, and the parts each has

SEEN: Visible = {"visitor": READABLE, "page": frozenset({"path", "root"})}
GIVEN: Visible = {**SEEN, "original": frozenset()}
OWN = READABLE - {"facts"}  # of a visitor, and facts as well
LOST = "nobody can tell beforehand what this reads of `visitor`"
FOLLOWED = "write visitor.facts.NAME in full, where it is used"
PLACED = "write {{ original }} where it belongs"
ESCAPED = "values are always escaped, and nothing is left to chance: write HTML itself"
ESCAPING = frozenset({"e", "escape", "forceescape"})
EVERYTHING = ReadSet.of(fact.name for fact in FACTS if "*" not in fact.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something a template names that is not there."""

    message: str
    line: int
    help: str = ""
    is_name: bool = False  # a variable or fact, and no part of the language
    is_doubt: bool = False  # it may be right all the same
    word: str = ""  # as it stands in the line, where that is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another template that one is made of; without a name, any may be meant."""

    name: str | None
    line: int
    may_miss: bool = False


@lru_cache(maxsize=8)
def every(tree: nodes.Node) -> tuple[nodes.Node, ...]:
    """List all that is in a tree; to walk it takes longer than all that is asked."""
    return tuple(tree.find_all(nodes.Node))


def those(tree: nodes.Node, *kinds: type[Found]) -> Iterator[Found]:
    """List what is of these kinds in a tree."""
    return (node for node in every(tree) if isinstance(node, kinds))


def references(tree: nodes.Template) -> Iterator[Reference]:
    """List what a template extends, includes and imports."""
    for node in those(tree, nodes.Include):
        names = named(node.template)
        may_miss = node.ignore_missing or len(names) > 1
        for name in names:
            yield Reference(name=name, line=node.lineno, may_miss=may_miss)
    others: list[nodes.Extends | nodes.Import | nodes.FromImport] = [
        *those(tree, nodes.Extends),
        *those(tree, nodes.Import),
        *those(tree, nodes.FromImport),
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
    for name in those(tree, nodes.Name):
        if name.ctx != "load":
            yield name.name
    for module in those(tree, nodes.Import):
        yield module.target
    for macro in those(tree, nodes.Macro):
        yield macro.name
    for some in those(tree, nodes.FromImport):
        for alias in some.names:
            yield alias[1] if isinstance(alias, tuple) else alias


@lru_cache(maxsize=8)  # jinja2 compiles the template to tell, and it is asked twice
def asked_for(tree: nodes.Template) -> frozenset[str]:
    """List the variables that a template wants from outside."""
    return frozenset(meta.find_undeclared_variables(tree))


def mistakes(
    tree: nodes.Template,
    environment: Environment,
    given: frozenset[str],
    visible: Visible = GIVEN,
) -> Iterator[Mistake]:
    """List what nothing gives, with its line."""
    strange = tuple(not_in_the_language(tree, environment))
    yield from strange
    if not strange:  # else the tree can be followed no further
        yield from names_of_nothing(tree, given, visible)


def names_of_nothing(
    tree: nodes.Template, given: frozenset[str], visible: Visible
) -> Iterator[Mistake]:
    wanted, known = asked_for(tree), (*visible, *sorted(given))
    for name in those(tree, nodes.Name):
        if name.name in wanted.difference(known) and name.ctx == "load":
            yield unknown("variable", name.name, name.lineno, known)
    for owner, part, line in members(tree, visible):
        if owner in wanted and part not in visible[owner]:
            yield unknown(
                "variable", f"{owner}.{part}", line, tuple(sorted(visible[owner]))
            )
    for fact, _, line in reads(tree):
        if fact_named(fact) is None:
            yield unknown("fact", fact, line, tuple(row.name for row in FACTS))
    for name in lost(tree) if "visitor" in wanted else ():
        yield Mistake(
            message=LOST, line=name.lineno, help=FOLLOWED, is_name=True, word=name.name
        )


def not_in_the_language(
    tree: nodes.Template, environment: Environment
) -> Iterator[Mistake]:
    """List filters and tests that do not exist; compiling misses some of them."""
    for node in those(tree, nodes.Filter):
        if node.name not in environment.filters:
            yield foreign("filter", node.name, node.lineno, environment.filters)
        elif is_named(node.node, "original") and node.name not in ESCAPING:
            yield Mistake(
                message=PLACE_ONLY, line=node.lineno, help=PLACED, word=node.name
            )
    for test in those(tree, nodes.Test):
        if test.name not in environment.tests:
            yield foreign("test", test.name, test.lineno, environment.tests)


def foreign(kind: str, name: str, line: int, known: Iterable[str]) -> Mistake:
    words = tuple(each for each in known if each.isidentifier())
    hint = ESCAPED if name in REFUSED else did_you_mean(name, words)
    return Mistake(
        message=f"No {kind} named {name!r}.", line=line, help=hint, word=name
    )


def unknown(kind: str, name: str, line: int, known: tuple[str, ...]) -> Mistake:
    message, word = f"there is no {kind} called `{name}`", name.rpartition(".")[2]
    hint = did_you_mean(word, known)
    return Mistake(message=message, line=line, help=hint, is_name=True, word=word)


def member(node: nodes.Node) -> tuple[nodes.Node, str] | None:
    """Take `x.name` or `x["name"]` apart."""
    if isinstance(node, nodes.Getattr):
        return node.node, node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return node.node, str(node.arg.value)
    return None


def members(
    tree: nodes.Node, visible: Visible = SEEN
) -> Iterator[tuple[str, str, int]]:
    """List `visitor.NAME` and `page.NAME` with the line of each."""
    for node in those(tree, nodes.Getattr, nodes.Getitem):
        found = member(node)
        if found and isinstance(found[0], nodes.Name) and found[0].name in visible:
            yield found[0].name, found[1], node.lineno


def reads(tree: nodes.Node) -> Iterator[tuple[str, nodes.Name, int]]:
    """List what is read of the visitor: the fact, the name it is read by, the line."""
    for node in those(tree, nodes.Getattr, nodes.Getitem):
        outer = member(node)
        inner = member(outer[0]) if outer else None
        if outer and outer[1] in OWN and is_visitor(outer[0]):
            yield outer[1], outer[0], node.lineno
        elif outer and inner and inner[1] == "facts" and is_visitor(inner[0]):
            yield outer[1], inner[0], node.lineno


def lost(tree: nodes.Node) -> Iterator[nodes.Name]:
    """List where the visitor is used so that nobody can tell what is read.

    What a visitor has not is a mistake of another kind.
    """
    known = {id(name) for _, name, _ in reads(tree)}
    for node in those(tree, nodes.Getattr, nodes.Getitem):
        found = member(node)
        known |= {id(found[0])} if found and found[1] not in READABLE else set()
    for name in those(tree, nodes.Name):
        if is_visitor(name) and id(name) not in known:
            yield name


def is_visitor(node: nodes.Node) -> TypeGuard[nodes.Name]:
    return is_named(node, "visitor")


def is_named(node: nodes.Node | None, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def reads_of(tree: nodes.Template) -> ReadSet:
    """Tell what a template can read; a use we cannot follow may read everything."""
    is_lost = any(lost(tree))
    return EVERYTHING if is_lost else ReadSet.of(fact for fact, _, _ in reads(tree))
