"""A memory whose cookie is a slip: a key to what a store keeps, and an id beside it.

Who takes part in experiments is told by the slip alone, whatever the store says, or
where it says nothing.
"""

from msgspec.structs import replace

from sarto.memory.changes import Change, changed
from sarto.memory.keeping import LIFETIME
from sarto.memory.memory import Memory, Sealing
from sarto.memory.participant import is_users
from sarto.memory.profile import NOBODY, Profile, told
from sarto.memory.seals import USERS
from sarto.memory.slip import EMPTY, Slip, unpacked
from sarto.memory.token import MOST
from sarto.vocabulary.once import once


class SlippedMemory(Memory):
    """What one visitor let us keep, where their cookie is a slip."""

    @once
    def sent(self) -> Slip:
        """What our cookie holds; nothing, where it is forged."""
        data = self.keeping.seals.keys.opened(self.token) if self.token else None
        return unpacked(data) if data else EMPTY

    @property
    def sent_key(self) -> str | None:
        """The key in our cookie; `None`: there is none."""
        return self.sent.key or None

    @property
    def key(self) -> str:
        """The key that this visitor's profile is under from now on."""
        return self.sent.key

    @property
    def brought_id(self) -> Profile:
        """Who takes part, as the slip says: as far as it may be known, and still is."""
        taking = self.sent.taking
        is_over = self.is_split or not self.keeping.seconds(taking, self.now)
        return NOBODY if is_over or not self.allowed.is_measured else taking

    @property
    def came(self) -> str:
        return self.brought_id.id

    @property
    def held(self) -> str:
        return self.sent.id

    @once
    def taking(self) -> Profile:
        """Who takes part in this request; the store is not asked for it."""
        return self._taking(*self.naming)

    def _taking(self, *changes: Change) -> Profile:
        made = changed(self.brought_id, changes)
        return replace(made, first=made.first or self.now) if made.id else NOBODY

    def has_room(self, *changes: Change) -> bool:
        """Whether the slip has room for who takes part, and for their arms."""
        return len(self._slip(*changes).packed()) <= MOST

    def _slip(self, *changes: Change) -> Slip:
        taking = self.allowed(self._taking(*changes))
        return Slip.of(self.key if self.may_keep else "", taking)

    @property
    def steps(self) -> tuple[Change, ...]:
        """Nobody is named in a store."""
        return (*self.claims, self.asked)

    @property
    def user(self) -> str:
        key = self.sent.key if self.may_keep and not self.is_split else ""
        is_users_key = key.startswith(USERS)
        return self.owner or (key.removeprefix(USERS) if is_users_key else "")

    @property
    def is_owned(self) -> bool:
        """Whether what this request brought is a user's."""
        return is_users(self.sent.key) or is_users(self.sent.id)

    @property
    def is_less(self) -> bool:
        """Whether the slip holds what may not be kept any more, or the store does."""
        is_key_over = bool(self.sent.key) and not self.may_keep
        is_id_over = bool(self.sent.id) and not self.allowed.is_measured
        return is_key_over or is_id_over or self.brought.is_less

    def slip(self) -> Slip:
        """Write the slip that our cookie is from now on."""
        if not self.is_due:
            return Slip.of(self.sent.key if self.may_keep else "", self.brought_id)
        return self._slip(*self.naming, *self.pins)

    def sealed(self) -> Sealing | None:
        """Give the slip for our cookie, where it is another than the one that came.

        So is one that an older secret signed, which somebody will want to take away.
        It lives as long as a profile may; what lasts shorter is gone from the store.
        """
        keys, slip = self.keeping.seals.keys, self.slip()
        if slip == EMPTY:
            return "", 0
        if slip == self.sent and len(keys.signers) == 1:
            return None
        text = keys.sealed(slip.packed())
        if text == self.token:
            return None
        self.is_given = self.may_take and bool(slip.id)
        is_alone = not slip.key
        seconds = self.keeping.seconds(slip.taking, self.now) if is_alone else LIFETIME
        return text, seconds

    def told(self) -> dict[str, object]:
        """Tell the visitor what is remembered, with the id that stands in the slip."""
        known, taking = self.kept or NOBODY, self.brought_id
        first = known.first or taking.first
        whole = replace(known, first=first, id=taking.id, arms=taking.arms)
        return {} if self.is_bot or whole == NOBODY else told(whole)
