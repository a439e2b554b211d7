"""The rules of one place as one Python function, made once when a site is compiled.

In come nodes, out comes a function from a visit to the number of the first node that
holds, or `NONE`. A trace runs the same tree, written with every condition told to
`note` as it is asked: no other evaluator explains what this one decided.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeAlias, cast

from sarto.decide.conditions import Asked, Named, Node, parts_of, walked
from sarto.decide.writer import MEMO, NOTE, VISIT, Writer, assigned, name

Note: TypeAlias = Callable[[Asked, bool], bool]
Choose: TypeAlias = Callable[["Reader"], int]
Traced: TypeAlias = Callable[["Reader", Note], int]

NONE = -1
ANSWER = "answer"


class Reader(Protocol):
    """What a program asks: a visit, or one who watches what is read of it."""

    def __getitem__(self, fact: str, /) -> object: ...

    @property
    def now(self) -> datetime: ...

    def counted(self, name: str, within: float | None, since: str | None) -> object: ...

    def may_show(self, rule: str, times: int, per: str) -> bool: ...


@dataclass(frozen=True)
class Program:
    """Nodes to be tried top to bottom."""

    nodes: tuple[Node, ...]

    @cached_property
    def choose(self) -> Choose:
        """Tell the number of the first node that holds, or `NONE`."""
        return cast("Choose", self.made(is_traced=False))

    @cached_property
    def traced(self) -> Traced:
        """Do the same, and tell of each condition as it is asked."""
        return cast("Traced", self.made(is_traced=True))

    def made(self, *, is_traced: bool) -> object:
        """Write the functions, compile them, and give the one that chooses."""
        writer = Writer(called(self.nodes), is_traced)
        audiences = {n.name: n for n in walked(*self.nodes) if isinstance(n, Named)}
        written = [chooser(writer, self.nodes)]
        written += (answerer(writer, audiences[n]) for n in growing(writer.memo))
        blank: list[ast.expr] = [ast.Constant(None) for _ in writer.memo]
        written[0].body.insert(0, assigned(MEMO, ast.List(blank, ast.Load())))
        module = ast.fix_missing_locations(ast.Module([*written], []))
        known: dict[str, object] = {"__builtins__": dict[str, object](), **writer.known}
        exec(compile(module, "<rules of sarto.toml>", "exec"), known)  # noqa: S102 - a tree of our own making
        return known[written[0].name]


def called(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Name the audiences that get a function: named twice, or naming others."""
    inside = [n for node in walked(*nodes) for n in parts_of(node)]
    named = [node for node in (*nodes, *inside) if isinstance(node, Named)]
    times = Counter(node.name for node in named)
    return frozenset(
        node.name
        for node in named
        if times[node.name] > 1
        or any(isinstance(part, Named) for part in walked(node.node))
    )


def growing(named: dict[str, int]) -> Iterator[str]:
    """List the keys of a table that grows meanwhile."""
    listed = 0
    while listed < len(named):
        yield list(named)[listed]
        listed += 1


def chooser(writer: Writer, nodes: tuple[Node, ...]) -> ast.FunctionDef:
    """Write `if …: return 0`, and so on to the last node."""
    writer.begin(nodes)
    tries: list[ast.stmt] = [
        ast.If(writer.expression(node), [ast.Return(ast.Constant(number))], [])
        for number, node in enumerate(nodes)
    ]
    last = ast.Return(ast.Constant(NONE))
    return function(writer, "choose", (VISIT,), [*tries, last])


def answerer(writer: Writer, audience: Named) -> ast.FunctionDef:
    """Write the function of an audience: asked once, it remembers."""
    writer.begin((audience.node,))
    place = ast.Constant(writer.memo[audience.name])
    memo = ast.Subscript(name(MEMO), place, ast.Load())
    both: list[ast.expr] = [
        ast.Name(ANSWER, ast.Store()),
        ast.Subscript(name(MEMO), place, ast.Store()),
    ]
    is_new = ast.Compare(name(ANSWER), [ast.Is()], [ast.Constant(None)])
    ask: list[ast.stmt] = [ast.Assign(both, writer.expression(audience.node))]
    body: list[ast.stmt] = [
        assigned(ANSWER, memo),
        ast.If(is_new, ask, []),
        ast.Return(name(ANSWER)),
    ]
    return function(writer, writer.title(audience.name), (VISIT, MEMO), body)


def function(
    writer: Writer, title: str, takes: tuple[str, ...], body: list[ast.stmt]
) -> ast.FunctionDef:
    """Write a function; the locals of what was written since `begin` come first."""
    names = (*takes, *((NOTE,) if writer.is_traced else ()))
    arguments = ast.arguments(
        [], [ast.arg(each) for each in names], None, [], [], None, []
    )
    return ast.FunctionDef(title, arguments, [*writer.locals(), *body], [])
