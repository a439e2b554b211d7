"""What a visit may ask of a visitor's memory; whoever remembers satisfies it by shape.

Each question comes with the permit that consent gave for the fact that is asked about.
"""

from typing import Protocol

from sarto.choices.consent import Permit


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

    def shown(self, permit: Permit, rule: str, per: str) -> int:
        """Tell how often a rule was shown: per `visit`, `day` or `visitor`."""
        ...
