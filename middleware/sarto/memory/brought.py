"""What one request brought of its visitor, and what consent lets us see of it.

Whoever has no permit gets nothing: what may not be kept is not even read from its
cookie. Bots, prefetches, HEAD and previews leave no trace.
"""

from typing import Final

from sarto import headers
from sarto.choices.consent import Consent, Permit
from sarto.context.visit import Visit
from sarto.memory.allowed import Allowed
from sarto.memory.changes import Asked, Change, Owned, changed
from sarto.memory.fitting import fitted
from sarto.memory.keeping import UNREAD, Keeping, Read
from sarto.memory.noticed import is_ahead
from sarto.memory.participant import Named, fresh_id, is_users
from sarto.memory.profile import NOBODY, Profile, unpacked
from sarto.memory.token import MOST
from sarto.vocabulary.once import once

UNTRACED: Final = frozenset({"HEAD", "OPTIONS", "TRACE", "CONNECT"})
VIEWS: Final = ("brought", "profile", "taking", "_unit")  # seen, once looked for


class Brought:
    """One visitor, as this request brought them, and who they are by now."""

    def __init__(self, keeping: Keeping, visit: Visit) -> None:
        self.keeping = keeping
        self.visit = visit
        self.now = int(visit.arrived.timestamp())
        self.owner: str | None = None  # who signed in, in this request
        self.is_split = False  # somebody signed out, in this request
        self.may_begin = True  # whoever has no id may get one
        self.were: set[str] = set()  # ids that were theirs until they signed in, or out
        self.names = visit.sources.jar.names(visit.scope)

    @once
    def allowed(self) -> Allowed:
        """What this visitor lets us keep."""
        return Allowed(self.visit.leave)

    @property
    def may_keep(self) -> bool:
        """Whether this visitor let us remember them."""
        return self.allowed.is_kept

    @property
    def may_measure(self) -> bool:
        """Whether they may take part in experiments, where there are some."""
        return self.keeping.measures and self.allowed.is_measured

    @once
    def token(self) -> str | None:
        """Our cookie, as it was sent."""
        return headers.cookie(self.visit.headers, self.names.profile)

    @once
    def is_bot(self) -> bool:
        return self.visit.unrecorded("bot") is True

    @once
    def is_traced(self) -> bool:
        """Whether this request may leave a trace."""
        scope = self.visit.scope
        if scope.get("method") in UNTRACED or self.visit.is_preview:
            return False
        may_leave = self.may_keep or self.may_measure
        return may_leave and not is_ahead(self.visit.headers) and not self.is_bot

    @property
    def is_noted(self) -> bool:
        """Whether this request may leave a trace in a profile."""
        return self.may_keep and self.is_traced

    @once
    def brought(self) -> Read:
        """What came, as far as it may be kept."""
        return self.read()

    @property
    def kept(self) -> Profile | None:
        """The profile that this request brought; `None`: there is none to be seen."""
        return self.brought.profile

    @kept.setter
    def kept(self, profile: Profile | None) -> None:
        """Take over what was read already for the same visitor."""
        self.brought = Read(profile)

    def read(self) -> Read:
        """Read what this request brought."""
        token = self.token
        if token is None or self.is_split or not self.allowed.is_any:
            return UNREAD
        return self.keeping.read(token, self.now, self.allowed)

    @property
    def is_withdrawn(self) -> bool:
        """Whether something came that may not be kept any more."""
        return self.token is not None and (self.is_less or not self.allowed.is_any)

    @property
    def is_less(self) -> bool:
        """Whether less may be kept than came."""
        return self.brought.is_less

    @once
    def profile(self) -> Profile:
        """The profile as it is in this request."""
        return self.allowed(changed(self.kept or NOBODY, self.steps))

    @property
    def steps(self) -> tuple[Change, ...]:
        """What makes of the profile that came the one of this request."""
        return (*self.claims, self.asked, *self.naming)

    @property
    def came(self) -> str:
        """The id that this request brought; `""`: none."""
        return self.kept.id if self.kept else ""

    @property
    def held(self) -> str:
        """The id that our cookie holds, be it allowed or not: to erase what is its."""
        data = self.keeping.seals.profiles.opened(self.token) if self.token else None
        found = unpacked(data) if data else None
        return found.id if found else ""

    @once
    def taking(self) -> Profile:
        """Who takes part in experiments, `id` and `arms`: in this request."""
        return self.profile

    def reconsider(self, consent: Consent) -> None:
        """Let what was chosen just now say what may be kept."""
        law = self.visit.sources.law

        def leave(name: str) -> Permit | None:
            row = law.row(name)
            return None if row is None else consent.permit(row, name)

        self.allowed = Allowed(leave)
        self.forget_view()

    def forget_view(self) -> None:
        """Look anew: it may be another's now."""
        for name in VIEWS:
            self.__dict__.pop(name, None)

    @property
    def day(self) -> int:
        return self.keeping.day(self.visit.arrived)

    @property
    def asked(self) -> Asked:
        frozen = self.keeping.frozen
        is_frozen = frozen is not None and bool(frozen.fullmatch(self.visit.path))
        return Asked(self.now, self.keeping.scale, is_frozen=is_frozen)

    @property
    def claims(self) -> tuple[Change, ...]:
        return () if self.owner is None else (Owned(self.owner),)

    @property
    def naming(self) -> tuple[Change, ...]:
        """Give an id to who has none and may have one; a user has their own.

        Whose cookie has no room for one gets none: it would be another on each page.
        """
        if not self.may_measure:
            return ()
        if self.user:
            return (Named(self.keeping.seals.id(self.user)),)
        may_begin = self.may_begin and not self.is_split  # else it would not go out
        if self.came or not (may_begin and self.is_traced):
            return ()  # and no id is made for nobody
        named = (Named(self._new_id),)
        return named if self.has_room(*named) else ()

    def has_room(self, *changes: Change) -> bool:
        """Whether our cookie has room for what tells arms: else they would change."""
        made = changed(self.kept or NOBODY, (*self.claims, self.asked, *changes))
        return fitted(self.allowed(made), MOST) is not None

    @once
    def _new_id(self) -> str:
        return fresh_id()

    @property
    def user(self) -> str:
        """Who is signed in here, or was when they came; `""`: nobody."""
        return self.owner or (self.kept.owner if self.kept else "")

    @property
    def is_owned(self) -> bool:
        """Whether what this request brought is a user's."""
        kept = self.kept
        return kept is not None and (bool(kept.owner) or is_users(kept.id))

    def identify(self, user: str) -> None:
        """Note who signed in: what was kept so far is theirs, another's is not."""
        self.were.add(self.came)
        self.owner, self.is_split = self.keeping.seals.owner(user), False
        self.forget_view()

    def split(self) -> None:
        """Note that nobody is signed in: what was a user's is not this browser's."""
        self.were.add(self.came)
        self.owner = None
        self.is_split |= self.is_owned
        self.forget_view()
