"""Who our pages speak to: what they ask of a visitor, not how that is done."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from sarto.asgi import Scope
from sarto.context.facts import Facts
from sarto.decide.decision import Decision
from sarto.headers import Headers
from sarto.memory.profile import Profile
from sarto.site.plan import Plan


class Remembering(Protocol):
    """The memory of one visitor."""

    kept: Profile | None  # as it was found; `None`: nothing is known
    may_begin: bool  # whoever has no id for experiments may get one

    def told(self) -> Mapping[str, object]:
        """Tell all that is remembered, as JSON can hold it; `{}`: nothing is."""
        ...


class Guest(Protocol):
    """One visitor, during one request."""

    @property
    def plan(self) -> Plan: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def consent(self) -> frozenset[str]: ...
    @property
    def memory(self) -> Remembering | None: ...

    @property
    def is_withdrawn(self) -> bool:
        """Whether something came that may not be kept any more."""
        ...

    def decide(self, slot: str) -> Decision: ...
    def arrange(self, region: str) -> Decision: ...

    async def load(self) -> None:
        """Read what is remembered, where that is in a store."""
        ...

    async def forget(self) -> Headers:
        """Erase what is remembered, durably; give the `set-cookie` fields to send.

        Raises `TimeoutError` where a store does not confirm it in time.
        """
        ...

    async def take_back(self, left: Iterable[str]) -> Headers:
        """Keep no more than these purposes allow; give the `set-cookie` fields.

        Raises `TimeoutError` as `forget` does.
        """
        ...


class Meeting(Protocol):
    """Meets whoever sent a request."""

    def __call__(self, scope: Scope, /) -> Guest: ...
