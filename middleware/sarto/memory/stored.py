"""A memory whose profile lives in a store, under a key that the cookie holds, signed.

What the store does not say in time nobody knows in this request, and nothing is
written over it. Where two requests of one visitor meet, whoever is late applies its
changes to what the other left.
"""

from time import monotonic
from typing import Final

from sarto.choices.consent import Permit
from sarto.context.visit import Visit
from sarto.memory.changes import Change, changed
from sarto.memory.fitting import fitted
from sarto.memory.keeper import SILENCE, Keeper, Saved
from sarto.memory.keeping import ROOMY, Keeping, Read
from sarto.memory.memory import Sealing
from sarto.memory.merging import Joined
from sarto.memory.participant import arm_of, is_users
from sarto.memory.profile import NOBODY, Profile, unpacked
from sarto.memory.seals import USERS, browser_key, user_key
from sarto.memory.slipped import SlippedMemory

TRIES: Final = 32  # requests of one visitor at once
ENDLESS: Final = 2**63  # times
PATIENCE: Final = 5.0  # seconds that who wants to be forgotten waits for it


class StoredMemory(SlippedMemory):
    """What one visitor let us keep, where it is in a store."""

    def __init__(self, keeping: Keeping, visit: Visit, keeper: Keeper) -> None:
        super().__init__(keeping, visit)
        self.keeper = keeper
        self.is_open = False  # the store was asked, and answered
        self.is_shut = False  # it did not answer, and is not asked again
        self._version: int | None = None
        self._given: Profile | None = None
        self._new_key: str | None = None
        self._joining: tuple[Change, ...] = ()  # what the browser had before a sign-in
        self._left = keeping.budget  # seconds that the page may still wait for it
        self._is_saved = False  # all but what is told from now on
        self._is_lost = False  # the store has nothing under the key that was sent

    def read(self) -> Read:
        """Give the profile as the store has it; none where that is silent."""
        if self._given is None or not self.may_keep:
            return Read()
        kept = self.allowed(self._given)
        return Read(kept, is_less=kept != self._given)

    def shown(self, permit: Permit, rule: str, per: str) -> int:
        """Tell how often a rule was shown: too often, while nobody can count it."""
        found = super().shown(permit, rule, per)
        return ENDLESS if self.is_shut else found

    @property
    def key(self) -> str:
        """The key of this visitor's profile; a new one, where there was none."""
        if self.owner is not None:
            return user_key(self.owner)
        if self.sent_key and not (self.is_split or self._is_lost):
            return self.sent_key
        self._new_key = self._new_key or browser_key()
        return self._new_key

    async def open(self, *, is_needed: bool) -> None:
        """Take back what may not be kept; else ask the store, where it is needed."""
        if self.sent_key is None:
            self.is_open = True
        elif not self.may_keep:
            await self._erase(self.sent_key)
        elif (is_needed or self.is_unpinned) and not self.is_bot:
            await self.load()

    @property
    def is_unpinned(self) -> bool:
        """Whether a user's other devices may have kept an arm that this one has not."""
        if not (self.may_measure and is_users(self.sent.key)):
            return False
        trials = self.visit.sources.trials.values()
        return any(
            t.is_moving and not super(StoredMemory, self).pinned(t.key) for t in trials
        )

    def pinned(self, experiment: str) -> str | None:
        """Give the arm that was kept of an experiment: here, or on another device."""
        theirs = self._given if is_users(self.key) else None
        there = arm_of(theirs, experiment) if theirs else None
        return super().pinned(experiment) or there

    async def load(self) -> None:
        """Ask the store once for what it has."""
        if self.owner is not None:
            await self.settle()
        elif not (self.is_open or self.is_shut) and self.may_keep:
            await self._load()
            is_own = self.key == self.sent_key and not self.is_owned
            self._is_lost = is_own and self.is_open and self._version is None
            self.forget_view()

    async def _load(self, key: str | None = None) -> None:
        began = monotonic()
        found = await self.keeper.load(key or self.key, seconds=self._left)
        self._left = max(self._left - (monotonic() - began), 0)
        self.is_shut, self.is_open = found is SILENCE, found is not SILENCE
        if found is SILENCE:
            return
        self._version = None if found is None else found.version
        self._given = None if found is None else self._sound(found.data)

    def _sound(self, data: bytes) -> Profile | None:
        """Read a profile, unless its time is over."""
        found = unpacked(data)
        return found if found and self.keeping.seconds(found, self.now) else None

    async def settle(self) -> None:
        """Take over the profile of who signed in, if it is another than that so far."""
        before = self.sent_key
        is_needed = self.owner is not None and before != self.key
        if not is_needed or self.is_shut or self.is_bot or not self.may_keep:
            return
        if not self.is_open:
            await self._load(before)
        mine = self._given
        if mine is not None and not mine.owner:
            name = self.keeping.seals.owner(before or "")
            self._joining = (Joined(mine, self.keeping.scale.half_life, name),)
        self._given, self.is_open = None, False
        if not self.is_shut:
            await self._load()
        self.forget_view()

    async def save(self) -> bool:
        """Keep what this request changed; `True`: it is kept, or there was nothing."""
        is_needed = bool(self.changes) or not self._is_saved
        if not (self.is_due and self.may_keep and self.has_key and is_needed):
            return True
        _ = self.profile  # what this request shows is settled before it is changed
        self._left = self.keeping.budget  # `press` minds what the page has left
        for _ in range(TRIES):
            if self.is_shut:
                break
            if not self.is_open:
                await self._load()
                if self._version is None and self.key == self.sent_key:
                    self.is_shut = True  # it was erased since the request began
                    break
            after = self.renewed() if self.is_open else None
            if after is None:
                return self.is_open
            saved = await self._save(after)
            if saved is Saved.DONE:
                return True
            self.is_open, self.is_shut = False, saved is Saved.SILENT
        return False

    @property
    def has_key(self) -> bool:
        """Whether the browser has the key that is saved under, or is to get it."""
        return self.may_take or self.key == self.sent_key

    async def _save(self, after: Profile) -> Saved:
        data = fitted(after, ROOMY)
        if data is None:
            return Saved.SILENT
        saved = await self.keeper.save(
            self.key,
            data,
            expected=self._version,
            seconds=self.keeping.seconds(after, self.now),
        )
        if saved is Saved.DONE:
            self._given, self.is_open, self.changes = after, False, []
            self._is_saved = True
            await self._leave_behind()
        return saved

    async def _leave_behind(self) -> None:
        """Erase the profile that joined another's; only now that this is durable."""
        if self._joining and self.sent_key is not None:
            self._joining = ()
            await self._erase(self.sent_key)

    @property
    def claims(self) -> tuple[Change, ...]:
        return (*self._joining, *super().claims)

    def split(self) -> None:
        """Note that nobody is signed in: what is a user's stays in the store."""
        super().split()
        if self.is_split:
            self._given, self._version, self.is_open = None, None, True

    def sealed(self) -> Sealing | None:
        """Give the slip for our cookie; none before what joins is durable."""
        return None if self._joining else super().sealed()

    def renewed(self) -> Profile | None:
        """Give the profile as it is after this request; `None`: nothing changed it.

        It stands on what the store has by now; what this request shows does not. A
        user's has the arms that were kept, for their other devices.
        """
        pins = self.pins if is_users(self.key) else ()
        given = self._given and self.allowed(self._given)
        steps: list[Change] = [*self.steps, *self.changes, *pins]
        made = self.allowed(changed(given or NOBODY, steps))
        return None if made == self._given else made

    async def take_back(self) -> bool:
        """Erase what may not be kept; `True`: nothing of it is left."""
        return self.may_keep or await self.erase()

    async def erase(self) -> bool:
        """Erase the profile at its visitor's word; `True`: it is gone for good."""
        if self.sent_key is None:
            return True
        self._given, self.changes = None, []
        return await self._erase(self.sent_key, seconds=PATIENCE)

    async def _erase(self, key: str, *, seconds: float | None = None) -> bool:
        """Erase; a key of a browser is nobody else's again, a user's is theirs."""
        is_for_good = not key.startswith(USERS)
        return await self.keeper.erase(key, seconds=seconds, is_for_good=is_for_good)
