"""`Visitor`: what the site's own code, and its fragments, know of who is asking."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import cast

from sarto.context.facts import Facts
from sarto.headers import Headers
from sarto.site.met import PINS, Met

__all__ = ["KEY", "PINS", "Visitor"]

KEY = "sarto"  # where the visitor stands in the ASGI scope


class Visitor(Met):
    """Who is asking: the same object for the site's code, for fragments and for us."""

    @cached_property
    def facts(self) -> Facts:
        """What is known, lazily; reading it is recorded for the caches."""
        return Facts(self._visit)

    @property
    def level(self) -> str:
        """How experienced: `novice`, `regular` or `expert`."""
        return self.facts.level

    @property
    def stage(self) -> str | None:
        """The stage of the journey, where the site declares some."""
        return self.facts.stage

    @property
    def consent(self) -> frozenset[str]:
        """The purposes granted."""
        return self.facts.consent

    @property
    def told(self) -> Mapping[str, object]:
        """What this visitor chose, by the names of preferences."""
        return self._visit.told

    @property
    def often(self) -> tuple[str, ...]:
        """The signals that this visitor was seen to give most, the commonest first."""
        return cast("tuple[str, ...]", self._visit["often"])

    def signal(self, name: str, value: float | None = None) -> None:
        """Tell that the visitor did something; it counts from the next request on."""
        self.is_told |= self.sent.is_keyed  # nothing is noted of many at once
        self.recollection.signal(name, value)

    def identify(self, user: str, **traits: object) -> None:
        """Tell who is signed in, and what the site knows of them, in this request."""
        self.is_told = True
        self.recollection.identify(user, traits)

    def forget_identity(self) -> None:
        """Tell that the visitor signed out: what was kept is not this browser's."""
        self.is_told |= self.sent.is_keyed
        self.recollection.identify(None, {})

    def prefer(self, name: str, value: str | Iterable[str]) -> None:
        """Keep what the visitor chose; an empty value takes the choice back."""
        self.is_told = True
        self.recollection.prefer(name, value)

    async def load(self) -> None:
        """Load the profile, where it is in a store and nothing needed it yet."""
        if (stored := self.recollection.stored) is not None:
            await stored.load()

    async def flush(self) -> bool:
        """Make durable what was told so far; `True`: it is, or goes by cookie."""
        return await self.recollection.flush()

    async def forget(self) -> Headers:
        """Erase what is remembered; give the `set-cookie` fields to send with it.

        Raises `TimeoutError` where a store does not say in time that it is erased; it
        goes on with that.
        """
        memory = self.memory
        if memory is None:
            return []
        memory.changes, memory.is_split = [], True
        stored = self.recollection.stored
        if stored is not None and not await stored.erase():
            raise TimeoutError
        if memory.token is None:
            return []
        memory.keeping.lately.forget(memory.token)
        return [(b"set-cookie", memory.names.gone(memory.names.profile))]

    @property
    def method(self) -> str:
        return str(self._scope.get("method", ""))

    @property
    def is_withdrawn(self) -> bool:
        """Whether a profile came that may not be kept any more."""
        memory = self.memory
        return memory is not None and memory.is_withdrawn
