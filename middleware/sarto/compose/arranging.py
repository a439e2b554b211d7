"""What a layout's template places: the slots of its region by name, and the rest.

In: a template and what is put in it. Out: `Html` whose every second part is the name of
a slot, or "" for the rest; the same for every region, which nothing in a template can
ask about. What is placed is put in afterwards, as bytes. Placing the same twice raises
`FragmentError`; where that is certain it is a mistake, known before anybody comes.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from secrets import token_hex

from jinja2 import nodes

from sarto.compose.swap import Html
from sarto.compose.uses import Mistake, is_named
from sarto.errors import FragmentError
from sarto.vocabulary.reading import did_you_mean

REST = ""
PLACE_ONLY = "what a layout places cannot be changed or asked about"


class Place:
    """Stands for what is placed: the whole elements of one slot's name, or the rest."""

    def __init__(self, key: str, name: str) -> None:
        self._mark = f"sarto{key}{key}x{name.encode('utf-8', 'surrogatepass').hex()}e"

    def __html__(self) -> str:
        return self._mark

    def __str__(self) -> str:
        raise FragmentError("", PLACE_ONLY)

    def __bool__(self) -> bool:
        raise FragmentError("", PLACE_ONLY)


class Slots:
    """The function `slot` of a layout."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, name: object) -> Place:
        if not isinstance(name, str) or not name:
            raise FragmentError("", "`slot` takes the name of a slot")
        return Place(self._key, name)

    def __str__(self) -> str:
        raise FragmentError("", 'a slot is placed by its name: slot("…")')

    __html__ = __str__


class Arrangement:
    """What templates of layouts are given besides the visitor, and how that is read."""

    def __init__(self) -> None:
        self._key = token_hex(8)
        self._mark = re.compile(f"sarto{self._key}{self._key}x([0-9a-f]*)e")
        self.names: Mapping[str, object] = {
            "slot": Slots(self._key),
            "rest": Place(self._key, REST),
        }

    def part(self, text: str) -> Html:
        """Part rendered text at what is placed."""
        parts = self._mark.split(text)
        for own in parts[::2]:
            if self._key in own.lower() or self._key[::-1] in own.lower():
                raise FragmentError("", PLACE_ONLY)
        placed = [
            bytes.fromhex(name).decode("utf-8", "surrogatepass") for name in parts[1::2]
        ]
        for name in placed:
            if placed.count(name) > 1:
                raise FragmentError("", f"{told(name)} is placed twice")
        parts[1::2] = placed
        return tuple(parts)

    def mistakes(
        self, tree: nodes.Template, slots: Collection[str]
    ) -> Iterator[Mistake]:
        """List what is surely placed twice, and slots that the file does not have."""
        yield from repeated(tree.body, set())
        for call in tree.find_all(nodes.Call):
            name = slot_named(call)
            if name and name not in slots:
                text = f"there is no slot called {name!r} in the file"
                hint = did_you_mean(name, tuple(slots)) or f"declare it: [slots.{name}]"
                yield Mistake(
                    message=text,
                    line=call.lineno,
                    help=hint,
                    is_name=True,
                    is_doubt=True,
                    word=name,
                )


ARRANGEMENT = Arrangement()


def told(name: str) -> str:
    return f"the slot {name!r}" if name else "`rest`"


def slot_named(node: nodes.Node) -> str | None:
    """Read the name in `slot("name")`; `None` where it is no such call, or computed."""
    if not (isinstance(node, nodes.Call) and is_named(node.node, "slot") and node.args):
        return None
    first = node.args[0]
    value = first.value if isinstance(first, nodes.Const) else None
    return value if isinstance(value, str) else None


def repeated(body: list[nodes.Node], before: set[str]) -> Iterator[Mistake]:
    """List what is placed again, where what is in `before` surely was; add to that."""
    for node in body:
        if isinstance(node, nodes.Output):
            yield from again(node, before)
        elif isinstance(node, nodes.If):
            yield from in_branches(node, before)
        elif isinstance(node, nodes.For):
            for part in (node.body, node.else_):
                yield from repeated(part, set(before))
        elif isinstance(node, nodes.With | nodes.Scope | nodes.Block):
            yield from repeated(node.body, before)


def again(output: nodes.Output, before: set[str]) -> Iterator[Mistake]:
    for node in output.nodes:
        name = REST if is_named(node, "rest") else slot_named(node)
        if name in before:
            text = f"{told(name)} is placed a second time here"
            hint = "a part of the page can stand in one place only"
            yield Mistake(
                message=text, line=node.lineno, help=hint, word=name or "rest"
            )
        if name is not None:
            before.add(name)


def in_branches(node: nodes.If, before: set[str]) -> Iterator[Mistake]:
    bodies = [node.body, *(other.body for other in node.elif_), node.else_]
    after = [set(before) for _ in bodies]
    for body, placed in zip(bodies, after, strict=True):
        yield from repeated(body, placed)
    before |= after[0].intersection(*after[1:])
