"""Writes into a template what lets it pay for steps that no hook of jinja2 sees.

Loops pay for each turn, bodies that may be run again for their length, and values where
they are compared, joined, cut and looked up by, which Python's own operators then do.
"""

from collections.abc import Callable
from typing import cast

from jinja2 import nodes

from sarto.compose.budget import counted, spent, weighed

INCLUDED = 8  # steps of a template that is included, however short
PART, TEXT = 16, 256  # nodes, and characters of text, that are run in one step
BODY = (nodes.Template, nodes.Block, nodes.Macro, nodes.CallBlock, nodes.For)


def meter(tree: nodes.Template) -> None:
    """Let a template pay."""
    for node in (tree, *[*tree.find_all(nodes.Node)]):
        if isinstance(node, nodes.For):
            node.iter = through(counted, node.iter)
        elif isinstance(node, nodes.Compare):
            compared(node)
        elif isinstance(node, nodes.Concat):
            node.nodes = [through(weighed, each) for each in node.nodes]
        elif isinstance(node, nodes.Pair):
            node.key = through(weighed, node.key)
        elif isinstance(node, nodes.Getitem):
            subscribed(node)
        if isinstance(node, BODY):
            least = INCLUDED if isinstance(node, nodes.Template) else 0
            pay_each_time(node.body, node.lineno, least)


def subscribed(node: nodes.Getitem) -> None:
    """Let what is cut pay, and what is looked up."""
    if isinstance(node.arg, nodes.Slice):
        node.node = through(weighed, node.node)
    else:
        node.arg = through(weighed, node.arg)


def compared(node: nodes.Compare) -> None:
    """Let what is compared pay; one value beside constants is free.

    That takes no longer than these are long, and they stand in the file; a search does.
    """
    both = [node.expr, *(operand.expr for operand in node.ops)]
    is_search = any(operand.op in {"in", "notin"} for operand in node.ops)
    if is_search or sum(not isinstance(each, nodes.Const) for each in both) > 1:
        node.expr = through(weighed, node.expr)
        for operand in node.ops:
            operand.expr = through(weighed, operand.expr)


def through(price: Callable[..., object], node: nodes.Node) -> nodes.Expr:
    """Send a value through a filter of ours; what stands in the file is free."""
    if isinstance(node, nodes.Const):
        return node
    value = cast("nodes.Expr", node)
    return nodes.Filter(value, price.__name__, [], [], None, None, lineno=node.lineno)


def pay_each_time(body: list[nodes.Node], line: int, least: int) -> None:
    """Let a body that may be run again pay for its length; short ones pay the least."""
    parts = [part for each in body for part in (each, *each.find_all(nodes.Node))]
    texts = [part.data for part in parts if isinstance(part, nodes.TemplateData)]
    if steps := max(least, len(parts) // PART + sum(map(len, texts)) // TEXT):
        cost = nodes.Const(steps, lineno=line)
        price = nodes.Filter(cost, spent.__name__, [], [], None, None, lineno=line)
        body.insert(0, nodes.ExprStmt(price, lineno=line))
