"""What a visitor chooses on our forms: done whole, and durable, before they are told.

Taking back comes first: what somebody forbids is erased before anything is written of
it, and where that fails nothing else is done either.
"""

from dataclasses import dataclass, replace
from typing import Final

from sarto.choices.form import FormRecord
from sarto.choices.preferences import KEEP, YEAR, UndeclaredError
from sarto.pages import proof, screens
from sarto.pages.caller import Caller
from sarto.pages.erasing import erased, taken_back, withdrawn
from sarto.pages.posted import Posted, UnreadableError
from sarto.pages.proof import Sink
from sarto.pages.reply import Reply, seen_at
from sarto.pages.standing import standing
from sarto.speech.asking import asked

DAY: Final = 86_400  # seconds
A_YEAR: Final = 365 * DAY
ANSWERS: Final = (None, "all", "none")
CLEAR: Final = (b"clear-site-data", b'"cookies"')
NEXT: Final = "next"


@dataclass(frozen=True, slots=True)
class Choosing:
    """Takes the forms of one site; each answer is proved by a line to `prove`."""

    prove: Sink

    async def consent(self, offered: FormRecord, caller: Caller, form: Posted) -> Reply:
        """Keep what somebody allows and refuses.

        Of another text than that of now nothing new is allowed: that is asked again.
        What is refused counts whatever was read.
        """
        granted, there = answer(form, offered), after(caller, form)
        before = standing(caller, offered).granted
        is_new = not (is_current(form, offered) or {*granted} <= {*before})
        gone = await taken_back(caller, granted)
        allowed = caller.guest.consent & {*offered.purposes}  # by silence, maybe
        if is_new and {*before, *allowed} <= {*granted}:
            return screens.consent(caller, is_old=True).also(*gone)
        counted = tuple(each for each in granted if not is_new or each in before)
        value = offered.answered(counted, caller.now)
        told = replace(caller, record=value)
        reply = screens.consent(told, is_old=True) if is_new else seen_at(there)
        self.prove(proof_of(caller, offered, counted))
        return reply.also(*gone, (b"set-cookie", kept(caller, offered, value)))

    async def preferences(self, caller: Caller, form: Posted) -> Reply:
        """Keep what somebody likes; an empty answer takes one back."""
        declared, names = caller.offer.declared, caller.names
        try:
            told = declared.changed(caller.told, form.without(NEXT, KEEP))
        except UndeclaredError:
            raise UnreadableError from None
        said = form.all(KEEP)
        is_kept = YEAR in said if said else caller.is_kept
        value = declared.written(told, is_kept=is_kept)
        seconds = A_YEAR if is_kept else None
        written = names.written(names.preferences, value, seconds=seconds)
        cookie = written if value else names.gone(names.preferences)
        reply = seen_at(after(caller, form), (b"set-cookie", cookie))
        return reply.also(*await withdrawn(caller))

    async def forget(self, caller: Caller, form: Posted) -> Reply:
        """Erase what is remembered; with `everything=yes` all of our cookies, too."""
        is_all, there = form.one("everything") == "yes", after(caller, form)
        gone, names = await erased(caller), caller.names
        if is_all:
            ours = (names.profile, names.consent, names.preferences)
            gone = [*gone, *((b"set-cookie", names.gone(each)) for each in ours)]
            gone += [CLEAR] if names.is_secure else []
        return seen_at(there, *dict.fromkeys(gone))


def proof_of(caller: Caller, offered: FormRecord, granted: tuple[str, ...]) -> str:
    """Write the line that proves an answer."""
    return proof.line(
        caller.now,
        policy=offered.policy,
        text=proof.text_hash(asked(caller.say, offered)),
        purposes=granted,
        regime=caller.offer.regime,
    )


def kept(caller: Caller, offered: FormRecord, value: str) -> bytes:
    """Write the cookie that keeps an answer, as long as it counts."""
    seconds, names = offered.max_age.days * DAY, caller.names
    return names.written(names.consent, value, seconds=seconds)


def is_current(form: Posted, offered: FormRecord) -> bool:
    """Whether the policy that was seen is the one of now; a refusal needs no such.

    A form of the site's own need not name a version where the site has none.
    """
    seen = form.one("v")
    return seen == offered.policy or (seen is None and not offered.settings.version)


def answer(form: Posted, offered: FormRecord) -> tuple[str, ...]:
    """Read what is allowed; of what is no answer, nothing is kept."""
    choice, named = form.one("choice"), {*form.all("purpose")}
    if choice not in ANSWERS or not named <= {*offered.purposes}:
        raise UnreadableError
    if choice == "none":
        return ()
    return tuple(each for each in offered.purposes if choice == "all" or each in named)


def after(caller: Caller, form: Posted) -> str:
    """Tell where to go back to: a page of this site, else its first."""
    return caller.back(form.one(NEXT)) or caller.home
