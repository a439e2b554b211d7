"""How things stand with a visitor's consent, as our own form has it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sarto.choices.form import FormRecord, day_in
from sarto.pages.caller import Caller
from sarto.vocabulary.consent import State


class Answer(StrEnum):
    """What somebody said to our form, as far as it counts."""

    NOTHING = "nothing"
    YES = "yes"
    NO = "no"
    OLD = "old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a visitor answered, and when; both days where an answer counts."""

    answer: Answer = Answer.NOTHING
    granted: tuple[str, ...] = ()
    given: date | None = None
    until: date | None = None


def standing(caller: Caller, form: FormRecord) -> Standing:
    """Read this visitor's own record."""
    sent = {name: value for name in form.cookies if (value := caller.sent(name))}
    sent = {name: value for name, value in sent.items() if name == caller.names.consent}
    record = form.record(sent, caller.now)
    if record is None or record.is_unsound:
        return Standing()
    granted = tuple(
        purpose
        for purpose in form.purposes
        if record.state(purpose) in (State.GRANTED, State.STALE)
    )
    if record.means is State.STALE:
        return Standing(answer=Answer.OLD)
    given = day_in(form.value(sent))
    return Standing(
        answer=Answer.YES if granted else Answer.NO,
        granted=granted,
        given=given,
        until=given + form.max_age,
    )
