"""A resolver and what it declares of its fact; what it leaves out is chosen with care.

A fact of which nothing is declared is `personal`: no cache keeps a page that can read
it. It needs no consent of its own, for a site resolves it on its own ground.
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, cast

from sarto.vocabulary.declared import FAMILY
from sarto.vocabulary.facts import Fact, Tier
from sarto.vocabulary.own import Own

Call: TypeAlias = Callable[[Any], object]

TIERS = {tier.name.lower(): tier for tier in Tier}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A function, and what it declares of the fact that it gives; a `Resolver`."""

    call: Call
    name: str
    tier: str = "personal"
    purpose: str | None = None
    headers: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()

    def __call__(self, asked: Any, /) -> object:  # noqa: ANN401 - as in the port
        return self.call(asked)

    @property
    def fact(self) -> Fact:
        """The row of the fact that it gives."""
        gate = () if self.purpose is None else ("consent",)
        return Fact(
            name=f"{FAMILY}{self.name}",
            kind=Own(),
            tier=TIERS[self.tier],
            purpose=self.purpose,
            headers=self.headers,
            made_of=(*self.reads, *gate),
            says="a resolver's",
        )

    @property
    def is_async(self) -> bool:
        """Whether calling it gives a coroutine at once; all others get a thread."""
        return any(map(inspect.iscoroutinefunction, insides(self.call)))

    @property
    def place(self) -> tuple[str, int]:
        """The file and line of its code, as near as they are known."""
        codes = [getattr(each, "__code__", None) for each in insides(self.call)]
        code = next(filter(None, codes), None)
        if code is None:
            return "Sarto(resolvers=…)", 1
        return code.co_filename, code.co_firstlineno


def resolver(
    *,
    name: str | None = None,
    tier: str = "personal",
    purpose: str | None = None,
    headers: Iterable[str] = (),
    reads: Iterable[str] = (),
) -> Callable[[Call], Declaration]:
    """Declare of a function what a `Resolver` declares; its fact is called as it is."""

    def declare(call: Call) -> Declaration:
        return Declaration(
            call=call,
            name=name or name_of(call),
            tier=tier,
            purpose=purpose,
            headers=listing(headers),
            reads=listing(reads),
        )

    return declare


def declaration(given: object, name: str | None = None) -> Declaration:
    """Read what an object declares, or a function that declares nothing."""
    return Declaration(
        call=given.call if isinstance(given, Declaration) else cast("Call", given),
        name=name or getattr(given, "name", None) or name_of(given),
        tier=getattr(given, "tier", "personal"),
        purpose=getattr(given, "purpose", None),
        headers=listing(getattr(given, "headers", ())),
        reads=listing(getattr(given, "reads", ())),
    )


def insides(call: object) -> tuple[object, object]:
    """Give the function inside a callable, and that of its class."""
    while isinstance(call, partial):
        call = cast("partial[object]", call).func
    return call, getattr(type(call), "__call__", None)  # noqa: B004 - not whether


def name_of(call: object) -> str:
    return getattr(insides(call)[0], "__name__", "")


def listing(given: object) -> tuple[Any, ...]:
    """Take a lone text for a list of one; what is no list is one item, and mistaken."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        return (given,)
    return tuple(cast("Iterable[object]", given))
