"""What a visit may ask of a visitor's memory; whoever remembers satisfies it by shape.

Each question comes with the permit that consent gave for the fact that is asked about.
"""

from typing import Protocol

from sarto.choices.consent import Permit


class Trial(Protocol):
    """One experiment, as it assigns visitors to its arms."""

    @property
    def key(self) -> str:
        """What an arm of it is kept under."""
        ...

    @property
    def is_moving(self) -> bool:
        """Whether its weights move, so that an arm has to be kept."""
        ...

    def arm(self, unit: bytes, pinned: str | None = None) -> str | None:
        """Assign a unit; `pinned` is the arm that it was in before."""
        ...


class Remembered(Protocol):
    """The memory of one visitor, during one request."""

    def fact(self, permit: Permit, name: str) -> object:
        """Give a remembered fact; `None`: it is not known."""
        ...

    def counted(
        self, permit: Permit, name: str, within: float | None, since: str | None
    ) -> object:
        """Give a signal's count, or its last value, in a span."""
        ...

    def unit(self, permit: Permit) -> bytes | None:
        """Stand for the visitor in experiments; `None`: they are in none."""
        ...

    def arm(self, permit: Permit, trial: Trial) -> str | None:
        """Give the visitor's arm; `None`: they do not take part."""
        ...

    def shown(self, permit: Permit, rule: str, per: str) -> int:
        """Tell how often a rule was shown: per `visit`, `day` or `visitor`."""
        ...
