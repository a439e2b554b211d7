"""Writes conditions as a syntax tree of Python.

In come nodes, out come expressions of `ast`. Names are numbered here, and values are
constants or objects handed in by `known`: nothing an author wrote is ever read as code.
A fact is read where a condition first needs it, and what is asked again is in a local.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import EllipsisType
from typing import TypeAlias

from sarto.decide.conditions import (
    All,
    AnyOf,
    Asked,
    Capped,
    Key,
    Leaf,
    Named,
    Node,
    Not,
    Window,
    parts_of,
)
from sarto.vocabulary.patterns import Is, OneOf

VISIT, MEMO, NOTE = "visit", "memo", "note"
UNREAD, UNASKED = ..., None  # what locals hold before: facts, conditions


Unset: TypeAlias = EllipsisType | None


def name(of: str) -> ast.expr:
    return ast.Name(of, ast.Load())


def assigned(of: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(of, ast.Store())], value)


def call(of: str, *values: ast.expr) -> ast.expr:
    return ast.Call(name(of), list(values), [])


def method(of: str, *values: str | float | None) -> ast.expr:
    """Ask the visit something that takes constants."""
    asked = ast.Attribute(name(VISIT), of, ast.Load())
    return ast.Call(asked, [ast.Constant(value) for value in values], [])


def part_read(leaf: Leaf) -> Key:
    """Tell what a condition reads: a fact, or what of a signal counts."""
    asked = leaf.condition
    return asked.fact, asked.within, asked.since


def reading(leaf: Leaf) -> ast.expr:
    """Write how that is read of the visit."""
    asked = leaf.condition
    if not leaf.is_counted:
        return ast.Subscript(name(VISIT), ast.Constant(asked.fact), ast.Load())
    seconds = None if asked.within is None else asked.within.total_seconds()
    return method("counted", asked.fact, seconds, asked.since)


def compared(left: ast.expr, op: ast.cmpop, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [op], [right])


def kept(of: str, value: ast.expr) -> ast.expr:
    return ast.NamedExpr(ast.Name(of, ast.Store()), value)


def once(of: str, unset: Unset, value: ast.expr) -> ast.expr:
    """Give the local, if it is set; else the value, kept in it."""
    is_set = compared(name(of), ast.IsNot(), ast.Constant(unset))
    return ast.IfExp(is_set, name(of), kept(of, value))


def chain(op: ast.boolop, values: list[ast.expr]) -> ast.expr:
    """Join with `and` or `or`; of no values, what changes no other."""
    if len(values) > 1:
        return ast.BoolOp(op, values)
    return values[0] if values else ast.Constant(isinstance(op, ast.And))


@dataclass(slots=True)
class Writer:
    """Writes the conditions of one function after another; all share their numbers."""

    called: frozenset[str]  # audiences that have a function of their own
    is_traced: bool = False
    known: dict[str, object] = field(default_factory=dict[str, object])
    memo: dict[str, int] = field(default_factory=dict[str, int])  # where they answer
    _numbers: dict[object, str] = field(default_factory=dict[object, str])
    _uses: Counter[object] = field(default_factory=Counter[object])
    _unset: dict[str, Unset] = field(default_factory=dict[str, Unset])

    def begin(self, nodes: Iterable[Node]) -> None:
        """Begin a function: count how often it asks and reads what."""
        leaves = list(self.leaves(nodes))
        readers = {
            (part_read(leaf), leaf.key) for leaf in leaves if isinstance(leaf, Leaf)
        }
        self._uses = Counter([leaf.key for leaf in leaves])
        self._uses.update(fact for fact, _ in readers)
        self._unset = {}

    def leaves(self, nodes: Iterable[Node]) -> Iterator[Asked]:
        for node in nodes:
            if isinstance(node, Leaf | Window | Capped):
                yield node
            elif not (isinstance(node, Named) and node.name in self.called):
                yield from self.leaves(parts_of(node))

    def locals(self) -> list[ast.stmt]:
        """Set the locals of what was written since; they come first in a function."""
        return [assigned(of, ast.Constant(unset)) for of, unset in self._unset.items()]

    def expression(self, node: Node) -> ast.expr:
        """Write a node; the expression is true or false, and never raises."""
        match node:
            case All():
                return chain(ast.And(), [self.expression(part) for part in node.parts])
            case AnyOf():
                return chain(ast.Or(), [self.expression(part) for part in node.parts])
            case Not():
                return ast.UnaryOp(ast.Not(), self.expression(node.part))
            case Named():
                return self.audience(node)
            case _:
                return self.asked(node)

    def audience(self, node: Named) -> ast.expr:
        if node.name not in self.called:
            return self.expression(node.node)
        self.memo.setdefault(node.name, len(self.memo))
        arguments = [VISIT, MEMO, *([NOTE] if self.is_traced else [])]
        return call(self.title(node.name), *map(name, arguments))

    def title(self, audience: str) -> str:
        """Name the function of an audience."""
        return f"a{self.memo[audience]}"

    def asked(self, leaf: Asked) -> ast.expr:
        """Write one condition: asked once, however many rules have it."""
        match leaf:
            case Leaf():
                test = self.test(leaf)
            case Window():
                test = self.window(leaf)
            case _:
                test = method("may_show", leaf.rule, leaf.times, leaf.per)
        if self.is_traced:
            test = call(NOTE, name(self.given(leaf)), test)
        if self._uses[leaf.key] == 1:
            return test
        return once(self.local("p", leaf.key, UNASKED), UNASKED, test)

    def test(self, leaf: Leaf) -> ast.expr:
        """Write what a fact's pattern accepts; an unknown fact is `None`."""
        fact, pattern = part_read(leaf), leaf.condition.pattern
        value = reading(leaf)
        is_shared = self._uses[fact] > 1
        read = self.fact(fact, value) if is_shared else value
        if isinstance(pattern, OneOf):
            words: list[ast.expr] = [ast.Constant(word) for word in pattern.words]
            return compared(read, ast.In(), ast.Tuple(words, ast.Load()))
        if isinstance(pattern, Is):
            return compared(read, ast.Is(), ast.Constant(pattern.flag))
        local = self.local("f", fact, UNREAD)
        is_known = compared(
            read if is_shared else kept(local, value), ast.IsNot(), ast.Constant(None)
        )
        holds = call(self.given(pattern.holds), name(local))
        return ast.BoolOp(ast.And(), [is_known, holds])

    def fact(self, fact: Key, value: ast.expr) -> ast.expr:
        return once(self.local("f", fact, UNREAD), UNREAD, value)

    def window(self, window: Window) -> ast.expr:
        """Write `start <= now < until`, as far as they are said."""
        now = ast.Attribute(name(VISIT), "now", ast.Load())
        tests: list[ast.expr] = []
        for op, edge in ((ast.GtE(), window.start), (ast.Lt(), window.until)):
            if edge is not None:
                tests.append(compared(now, op, name(self.given(edge))))
        return chain(ast.And(), tests)

    def local(self, letter: str, of: object, unset: Unset) -> str:
        made = self._numbers.setdefault((letter, of), f"{letter}{len(self._numbers)}")
        self._unset[made] = unset
        return made

    def given(self, value: object) -> str:
        """Hand an object to the program; it is found by a number."""
        made = f"k{len(self.known)}"
        self.known[made] = value
        return made
