"""Consent, and the gate that every gated fact passes.

A fact that needs a purpose is found only with a `Permit`, and a `Permit` comes from
nowhere but here: from a consent that grants that purpose. What was found on the way to
another fact, and is gated itself, travels `Sealed`.
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar, final

from sarto.vocabulary.facts import Fact

T = TypeVar("T")

_MADE_HERE: Final = object()


@final
class Permit:
    """The leave to find one fact of one visitor; nobody but the gate makes one."""

    __slots__ = ("fact",)

    def __init__(self, fact: str, made: object = None) -> None:
        if made is not _MADE_HERE:
            raise TypeError("only consent gives a permit")
        self.fact = fact


@final
class Sealed(Generic[T]):
    """A value that may be there and may not be looked at without the fact's permit."""

    __slots__ = ("__value", "fact")

    def __init__(self, fact: str, value: T) -> None:
        self.fact = fact
        self.__value = value

    def opened(self, permit: Permit) -> T:
        """Give the value; raises `TypeError` for a permit of another fact's."""
        if type(permit) is not Permit or permit.fact != self.fact:
            raise TypeError(f"this is no permit for `{self.fact}`")
        return self.__value


@dataclass(frozen=True, slots=True)
class Consent:
    """The purposes one visitor granted, and who says so: a tool by name, and a word."""

    granted: frozenset[str] = frozenset()
    told: str = "consent"

    def opens(self, fact: Fact) -> bool:
        """Whether the fact may be looked up at all for this visitor."""
        return fact.purpose is None or fact.purpose in self.granted

    def permit(self, fact: Fact, name: str) -> Permit | None:
        """Give leave to find a fact, by its whole name; `None`: it stays unknown."""
        return Permit(name, _MADE_HERE) if self.opens(fact) else None


NO_CONSENT = Consent()
