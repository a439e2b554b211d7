"""What is known of one visitor during one request, and what happens in it.

In come permits, and what happens; out come facts. Whoever has no permit gets no
profile: it is not even read from its cookie. What happens in a request counts from the
next one on. Bots, prefetches, HEAD and previews leave no trace.
"""

from functools import cached_property
from math import isfinite
from typing import Final, TypeAlias, cast

from msgspec.structs import replace

from sarto import headers
from sarto.choices.consent import Permit
from sarto.context.visit import KEPT, Visit
from sarto.memory.changes import (
    Asked,
    Change,
    Looked,
    Owned,
    Picked,
    Showed,
    changed,
    shown,
)
from sarto.memory.counting import Span, count, value
from sarto.memory.facts import remembered
from sarto.memory.keeping import Keeping
from sarto.memory.noticed import WRONG, Sign, is_ahead
from sarto.memory.profile import NOBODY, Pick, Profile, told
from sarto.vocabulary.facts import BY_NAME, REMEMBERED, fact_named

Sealing: TypeAlias = tuple[str, int]  # a cookie's value, and for how many seconds

UNTRACED: Final = frozenset({"HEAD", "OPTIONS", "TRACE", "CONNECT"})
PARTS: Final = {  # of a profile, by a fact that each tells
    "signals.any": ("signals", "log"),
    "level": ("points",),
    "interest": ("topics",),
}


class Memory:
    """What one visitor let us keep; the visit asks it, the request tells it."""

    def __init__(self, keeping: Keeping, visit: Visit) -> None:
        self.keeping = keeping
        self.visit = visit
        self.now = int(visit.arrived.timestamp())
        self.changes: list[Change] = []
        self.owner: str | None = None  # who signed in, in this request
        self.is_split = False  # somebody signed out, in this request
        self.is_due = False  # this request is one that is remembered
        self.may_take = True  # its answer can take a cookie along
        self.names = visit.sources.jar.names(visit.scope)

    def fact(self, permit: Permit, name: str) -> object:
        """Give a remembered fact; `None`: it is not known."""
        profile = self.opened(permit)
        if self.is_bot:
            return None
        if name == "stage":
            return self.keeping.stage(self.visit)
        return remembered(profile, name, self.now, self.keeping)

    def counted(
        self, permit: Permit, name: str, within: float | None, since: str | None
    ) -> object:
        """Give a signal's count, or its last value, in a span of time."""
        profile = NOBODY if self.is_bot else self.opened(permit)
        signal = name.removeprefix("signals.")
        span = Span(within=within, since=since)
        if fact_named(name) is BY_NAME["signals.*.value"]:
            return value(profile, signal.removesuffix(".value"), self.now, span)
        return count(profile, signal, self.now, span)

    def shown(self, permit: Permit, rule: str, per: str) -> int:
        """Tell how often a rule was shown: per `visit`, `day` or `visitor`."""
        profile = NOBODY if self.is_bot else self.opened(permit)
        found = shown(profile, rule)
        if per == "visit":
            return found.in_visit if found.visit == profile.visits else 0
        if per == "day":
            return found.on_day if found.day == self.day else 0
        return found.ever

    def picked(self, permit: Permit, place: str, ground: str) -> str | None:
        """Tell which rule was chosen for a place in this visit, on the same ground."""
        picks = () if self.is_bot else self.opened(permit).picks
        mine = (p.rule for p in picks if p.place == place and p.ground == ground)
        return next(mine, None)

    def opened(self, permit: Permit) -> Profile:
        """Give the profile as it is in this request; raises without a permit for it."""
        row = fact_named(permit.fact) if type(permit) is Permit else None
        if row is None or row.name not in REMEMBERED:
            raise TypeError("a profile is opened with a permit for what is in it")
        return self.profile

    @cached_property
    def profile(self) -> Profile:
        return changed(self.kept or NOBODY, (*self.claims, self.asked))

    def forget_view(self) -> None:
        """Look anew at the profile: it may be another's now."""
        for name in ("brought", "kept", "profile"):
            self.__dict__.pop(name, None)

    @cached_property
    def brought(self) -> Profile | None:
        """The profile as this request brought it; `None`: there is none."""
        return self.read()

    @cached_property
    def kept(self) -> Profile | None:
        """That, less what its visitor lets us keep no more."""
        return None if self.brought is None else self.stripped(self.brought)

    def stripped(self, profile: Profile) -> Profile:
        """Leave out each part of a profile whose fact may not be known any more."""
        gone = [fact for fact in PARTS if self.visit.leave(fact) is None]
        parts = {part: () for fact in gone for part in PARTS[fact]}
        return replace(profile, **parts) if parts else profile

    def read(self) -> Profile | None:
        """Read the profile that this request brought."""
        token = self.token
        if token is None or self.is_split or not self.may_keep:
            return None
        return self.keeping.read(token, self.now)

    @cached_property
    def token(self) -> str | None:
        """Our cookie, as it was sent."""
        return headers.cookie(self.visit.headers, self.names.profile)

    @cached_property
    def is_bot(self) -> bool:
        return self.visit.unrecorded("bot") is True

    @property
    def may_keep(self) -> bool:
        """Whether this visitor let us keep anything at all."""
        return self.visit.leave(KEPT) is not None

    @cached_property
    def is_traced(self) -> bool:
        """Whether this request may leave a trace."""
        scope = self.visit.scope
        if scope.get("method") in UNTRACED or self.visit.is_preview:
            return False
        is_looked_at = not is_ahead(self.visit.headers)
        return is_looked_at and self.may_keep and not self.is_bot

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
    def is_withdrawn(self) -> bool:
        """Whether a profile came that may not be kept any more."""
        return self.token is not None and not self.may_keep

    def identify(self, user: str) -> None:
        """Note who signed in: what was kept so far is theirs, another's is not."""
        self.owner, self.is_split = self.keeping.seals.owner(user), False
        self.forget_view()

    def split(self) -> None:
        """Note that nobody is signed in: what was a user's is not this browser's."""
        self.owner = None
        if self.is_owned:
            self.is_split, self.changes = True, []
        self.forget_view()

    @property
    def is_owned(self) -> bool:
        """Whether what this request brought is a user's."""
        kept = self.kept
        return kept is not None and bool(kept.owner)

    def signal(self, name: str, worth: float | None = None) -> bool:
        """Note that a signal was seen; `False`: the site declares no such signal."""
        sign = self.keeping.signs.get(name)
        if sign is not None and self.is_traced and self.visit.leave(f"signals.{name}"):
            is_number = worth is not None and isfinite(worth)
            number = float(worth) if worth is not None and is_number else None
            self.changes.append(self.keeping.signalled(sign, self.now, number))
        return sign is not None

    def close(self, *, is_visit: bool) -> None:
        """Settle whether this request is remembered, now that all of it is known.

        `is_visit`: it was for a page that visits are made of.
        """
        is_claimed = self.owner is not None and self.token is not None
        is_less = self.may_keep and self.kept != self.brought
        is_any = is_visit or is_claimed or is_less or self.is_due or bool(self.changes)
        self.is_due = self.is_traced and not self.is_split and is_any

    def notice(self, status: int, signs: tuple[Sign, ...], *, is_page: bool) -> None:
        """Note what this request was, now that it is answered."""
        method = self.visit.scope.get("method", "")
        for sign in signs:
            if sign.is_seen(method, status):
                self.signal(sign.name)
        is_looked = is_page and method == "GET" and status < WRONG and self.is_traced
        if is_looked and self.visit.leave("interest"):
            path, query = self.visit.path, self.visit.scope.get("query_string") or b""
            if topics := self.keeping.curiosity.topics(path, query):
                self.changes.append(Looked(topics, self.now, self.keeping.curiosity))

    def show(self, rule: str) -> None:
        """Note that a rule with a cap is shown."""
        if self.is_traced:
            self.changes.append(Showed(rule, self.day))

    def pick(self, place: str, rule: str, ground: str) -> None:
        """Note what was chosen for a place that stays the same within a visit."""
        if self.is_traced:
            self.changes.append(Picked(Pick(place, rule, ground)))

    def after(self) -> Profile | None:
        """Give the profile as it is after this request; `None`: nothing changed it."""
        made = changed(self.profile, self.changes)
        return None if made == self.brought else made

    def sealed(self) -> Sealing | None:
        """Give what our cookie is to hold from now on; `None`: it stays as it is."""
        after = self.after()
        text = None if after is None else self.keeping.written(after)
        if after is None or text is None:
            return None
        return text, self.keeping.seconds(after, self.now)

    def told(self) -> dict[str, object]:
        """Tell the visitor what is remembered, as JSON can hold it; nothing: `{}`."""
        kept = None if self.is_bot else self.kept
        return {} if kept is None else cast("dict[str, object]", told(kept))
