"""`Visitor`: what the site's own code, and its fragments, know of who is asking."""

from asyncio import shield, wait_for, wrap_future
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sarto.choices.consent import Consent
from sarto.context.facts import Facts
from sarto.headers import Headers
from sarto.measure.recorder import Erasing
from sarto.memory.cookies import profile_cookie
from sarto.memory.memory import Memory
from sarto.site.extended import extended
from sarto.site.met import Met
from sarto.site.visited import PINS

if TYPE_CHECKING:
    from sarto.site.tagged import Put

__all__ = ["KEY", "PINS", "Visitor"]

KEY = "sarto"  # where the visitor stands in the ASGI scope
PATIENCE = 5.0  # seconds that who wants to be forgotten waits for it


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
        """What this visitor chose, by the names of preferences.

        No rule reads all of it: an answer whose code does is nobody else's.
        """
        self._visit.reads.add("told")
        return self._visit.told

    @property
    def often(self) -> tuple[str, ...]:
        """The signals that this visitor was seen to give most, the commonest first."""
        return cast("tuple[str, ...]", self.facts["often"])

    def placed(self, slot: str, original: Callable[[], str]) -> str:
        """Give the HTML of a slot for a template: the decided fragment, or its own.

        `original` renders the template's own content; asked only where that is shown.
        """
        put = self.put(slot)
        if put is None:
            return original()
        return put.write(self, original() if put.is_around else "")

    def put(self, slot: str) -> "Put | None":
        """Tell what stands in a slot of a template; `None`: its own content."""
        site = self.site
        return site.tagged(site, self, slot) if site and site.tagged else None

    def layout(self, name: str, may_use: Callable[[str], bool] = bool) -> str:
        """Name the template that is decided for `[layouts.NAME]`; else `NAME.html`.

        `may_use` tells whether there is such a template; it may raise anything.
        """
        return extended(self, name, may_use)

    @property
    def layout_folder(self) -> Path | None:
        """The folder of Sarto's layouts; `None` where no Sarto stands in front."""
        if self.site is None:
            return None
        config = self.site.config
        return config.folder / config.toml.folders.layouts

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
        erasing = self._unmeasured(memory)
        memory.changes, memory.is_split = [], True
        stored = self.recollection.stored
        if stored is not None and not await stored.erase():
            raise TimeoutError
        await durable(erasing)
        if memory.token is None:
            return []
        memory.keeping.lately.forget(memory.token)
        return [(b"set-cookie", memory.names.gone(memory.names.profile))]

    def _unmeasured(self, memory: Memory) -> Erasing | None:
        """Have all erased that was measured of this visitor; `None`: there is none."""
        measuring = self.site.measuring if self.site else None
        if measuring is None or not memory.held:
            return None
        memory.happened = []
        return measuring.forget(memory.held)

    async def take_back(self, left: Iterable[str]) -> Headers:
        """Keep no more than these purposes allow; give the `set-cookie` fields.

        Raises `TimeoutError` as `forget` does.
        """
        memory, stored = self.memory, self.recollection.stored
        if memory is None:
            return []
        memory.reconsider(Consent(frozenset(left)))
        erasing = None if memory.may_measure else self._unmeasured(memory)
        if stored is not None and not await stored.take_back():
            raise TimeoutError
        await durable(erasing)
        cookie = profile_cookie(memory)
        return [] if cookie is None else [(b"set-cookie", cookie)]

    @property
    def method(self) -> str:
        return str(self._scope.get("method", ""))

    @property
    def is_withdrawn(self) -> bool:
        """Whether something came that may not be kept any more."""
        memory = self.memory
        return memory is not None and memory.is_withdrawn


async def durable(erasing: Erasing | None) -> None:
    """Wait until it is; raises `TimeoutError` where that lasts; it is gone on with."""
    if erasing is not None:
        await wait_for(shield(wrap_future(erasing)), PATIENCE)
