"""A door of ours: what one address shows, and what it takes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sarto.pages.caller import Caller
from sarto.pages.posted import Posted
from sarto.pages.reply import Reply

Shown: TypeAlias = Callable[[Caller], Awaitable[Reply]]
Taken: TypeAlias = Callable[[Caller, Posted], Awaitable[Reply]]

READING: Final = ("GET", "HEAD")
POST: Final = "POST"


@dataclass(frozen=True, slots=True)
class Door:
    """What one address does: what it shows, what it takes."""

    show: Shown | None = None
    take: Taken | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        return (*(READING if self.show else ()), *((POST,) if self.take else ()))
