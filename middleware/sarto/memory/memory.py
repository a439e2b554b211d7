"""What is known of one visitor during one request, and what happens in it.

In come permits, and what happens; out come facts. Whoever has no permit gets no
profile, and no id. What happens in a request counts from the next one on.
"""

from collections.abc import Callable
from math import isfinite
from typing import TypeAlias

from sarto.choices.consent import Permit
from sarto.context.remembered import Trial
from sarto.context.visit import Visit
from sarto.memory.brought import Brought
from sarto.memory.changes import Change, Looked, Picked, Showed, changed, times
from sarto.memory.counting import Span, count, value
from sarto.memory.facts import ASSIGNED, remembered
from sarto.memory.keeping import Keeping
from sarto.memory.noticed import WRONG, Sign
from sarto.memory.participant import Pinned, arm_of, is_users, unit_of
from sarto.memory.profile import NOBODY, Pick, Profile, told
from sarto.vocabulary.facts import BY_NAME, REMEMBERED, fact_named
from sarto.vocabulary.once import once

Sealing: TypeAlias = tuple[str, int]  # a cookie's value, and for how many seconds
Happening: TypeAlias = tuple[str, float | None]  # a signal, and its value
Hears: TypeAlias = Callable[[Happening], None]


class Memory(Brought):
    """What one visitor let us keep; the visit asks it, the request tells it."""

    def __init__(self, keeping: Keeping, visit: Visit) -> None:
        super().__init__(keeping, visit)
        self.changes: list[Change] = []
        self.pins: list[Change] = []  # arms that are kept from now on
        self.is_due = False  # this request is one that is remembered
        self.may_take = True  # its answer can take a cookie along
        self.is_given = False  # it takes one along that holds the visitor's id
        self.happened: list[Happening] = []  # what may be measured
        self.hears: Hears | None = None  # what comes when that was recorded

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
        return times(profile, rule, per, self.day)

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

    def unit(self, permit: Permit) -> bytes | None:
        """Stand for the visitor in experiments; raises without a permit for arms."""
        row = fact_named(permit.fact) if type(permit) is Permit else None
        if row is None or row.name != ASSIGNED:
            raise TypeError("an id is opened with a permit for an arm")
        return self._unit

    @once
    def _unit(self) -> bytes | None:
        if self.is_bot or not self.may_measure or not self.taking.id:
            return None
        return unit_of(self.taking.id)

    def arm(self, permit: Permit, trial: Trial) -> str | None:
        """Give the visitor's arm; where weights move, it is kept from then on.

        Who has no room for that has none: it would be another when weights move.
        """
        unit = self.unit(permit)
        if unit is None:
            return None
        if not trial.is_moving:
            return trial.arm(unit)
        before = self.pinned(trial.key)
        arm = trial.arm(unit, before)
        if arm is None or arm == arm_of(self.taking, trial.key) or not self.is_traced:
            return arm
        pin = Pinned(trial.key, arm)
        if self.has_room(*self.naming, *self.pins, pin):
            self.pins.append(pin)
            return arm
        return before and arm

    def pinned(self, experiment: str) -> str | None:
        """Give the arm that was kept of an experiment, by its key."""
        return arm_of(self.taking, experiment)

    @property
    def is_unit_kept(self) -> bool:
        """Whether this request is traced, and its unit will be known again as the same.

        Known only once the answer has started: a new id has to go out with it.
        """
        id_ = self.taking.id if self.is_traced and self.may_measure else ""
        return bool(id_) and (self.is_given or id_ == self.came or is_users(id_))

    @property
    def is_known(self) -> bool:
        """Whether this visitor may be shown what no stranger is."""
        return self.kept is not None or bool(self.may_measure and self.taking.id)

    def split(self) -> None:
        """Note that nobody is signed in: what was a user's is not this browser's."""
        super().split()
        if self.is_split:
            self.changes, self.pins = [], []

    def signal(self, name: str, worth: float | None = None) -> bool:
        """Note that a signal was seen; `False`: the site declares no such signal."""
        sign, number = self.happens(name, worth), finite(worth)
        if sign is not None and self.is_noted and self.visit.leave(f"signals.{name}"):
            self.changes.append(self.keeping.signalled(sign, self.now, number))
        return sign is not None

    def happens(self, name: str, worth: float | None = None) -> Sign | None:
        """Note a signal for what is measured; `None`: the site declares none such."""
        sign = self.keeping.signs.get(name)
        if sign is not None and self.may_measure and self.is_traced:
            hear = self.hears or self.happened.append
            hear((name, finite(worth)))
        return sign

    def close(self, *, is_visit: bool) -> None:
        """Settle whether this request is remembered, now that all of it is known.

        `is_visit`: it was for a page that visits are made of.
        """
        is_claimed = self.owner is not None and self.token is not None
        is_any = is_visit or is_claimed or self.is_less or self.is_due
        is_told = bool(self.changes or self.pins) or self.is_new
        self.is_due = self.is_traced and not self.is_split and (is_any or is_told)

    @property
    def is_new(self) -> bool:
        """Whether somebody asked for the id that is made in this very request."""
        taking = self.__dict__.get("taking")
        return taking is not None and taking.id != self.came

    def notice(self, status: int, signs: tuple[Sign, ...], *, is_page: bool) -> None:
        """Note what this request was, now that it is answered."""
        method = self.visit.scope.get("method", "")
        for sign in signs:
            if sign.is_seen(method, status):
                self.signal(sign.name)
        is_looked = is_page and method == "GET" and status < WRONG and self.is_noted
        if is_looked and self.visit.leave("interest"):
            path, query = self.visit.path, self.visit.scope.get("query_string") or b""
            if topics := self.keeping.curiosity.topics(path, query):
                self.changes.append(Looked(topics, self.now, self.keeping.curiosity))

    def show(self, rule: str) -> None:
        """Note that a rule with a cap is shown."""
        if self.is_noted:
            self.changes.append(Showed(rule, self.day))

    def pick(self, place: str, rule: str, ground: str) -> None:
        """Note what was chosen for a place that stays the same within a visit."""
        if self.is_noted:
            self.changes.append(Picked(Pick(place, rule, ground)))

    def after(self) -> Profile:
        """Give the profile as it is after this request, as far as it may be kept."""
        if not self.is_due:
            return self.kept or NOBODY
        return self.allowed(changed(self.profile, (*self.changes, *self.pins)))

    def sealed(self) -> Sealing | None:
        """Give what our cookie is to hold from now on; `None`: it stays as it is.

        An empty one holds nothing any more.
        """
        after = self.after()
        if after == (self.kept or NOBODY) and not self.is_less:
            return None
        if after == NOBODY:
            return "", 0
        text = self.keeping.written(after)
        if text is None and (self.is_new or self.pins):  # what tells arms goes first
            after = self.allowed(changed(self.profile, self.pins))
            text = self.keeping.written(after)
        self.is_given = text is not None and self.may_take
        return None if text is None else (text, self.keeping.seconds(after, self.now))

    def told(self) -> dict[str, object]:
        """Tell the visitor what is remembered, as JSON can hold it; nothing: `{}`."""
        kept = None if self.is_bot else self.kept
        return {} if kept is None else told(kept)


def finite(worth: float | None) -> float | None:
    """Give a value that can be summed; `None`: it is none."""
    return float(worth) if worth is not None and isfinite(worth) else None
