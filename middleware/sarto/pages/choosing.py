"""What a visitor chooses on our forms: done whole, and durable, before they are told.

Taking back comes first: what somebody forbids is erased before anything is written of
it, and where that fails nothing else is done either.
"""

from dataclasses import dataclass
from typing import Final

from sarto.choices.form import FormRecord
from sarto.choices.preferences import KEEP, YEAR, UndeclaredError
from sarto.headers import Headers
from sarto.pages import proof, screens
from sarto.pages.caller import Caller
from sarto.pages.posted import Posted, UnreadableError
from sarto.pages.proof import Sink
from sarto.pages.reply import Reply, seen_at
from sarto.speech.asking import asked

DAY: Final = 86_400  # seconds
A_YEAR: Final = 365 * DAY
REMEMBERING: Final = "personalization"
ANSWERS: Final = (None, "all", "none")
CLEAR: Final = (b"clear-site-data", b'"cookies"')
NEXT: Final = "next"


@dataclass(frozen=True, slots=True)
class Choosing:
    """Takes the forms of one site; each answer is proved by a line to `prove`."""

    prove: Sink

    async def consent(self, offered: FormRecord, caller: Caller, form: Posted) -> Reply:
        """Keep what somebody allows and refuses."""
        granted, there = answer(form, offered), after(caller, form)
        if granted and not is_current(form, offered):
            return screens.consent(caller, is_old=True)
        taken = await self.taken_back(caller, granted)
        line = proof.line(
            caller.now,
            policy=offered.policy,
            text=proof.text_hash(asked(caller.say, offered)),
            purposes=granted,
            regime=caller.offer.regime,
        )
        self.prove(line)
        value = offered.answered(granted, caller.now)
        seconds = offered.max_age.days * DAY
        kept = caller.names.written(caller.names.consent, value, seconds=seconds)
        return seen_at(there, *taken, (b"set-cookie", kept))

    async def taken_back(self, caller: Caller, granted: tuple[str, ...]) -> Headers:
        """Erase what is remembered where less is allowed now than before."""
        is_narrower = not caller.guest.consent <= {*granted}
        is_left = REMEMBERING not in granted and caller.sent(caller.names.profile)
        return await erased(caller) if is_narrower or is_left else []

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
        return seen_at(after(caller, form), (b"set-cookie", cookie))

    async def forget(self, caller: Caller, form: Posted) -> Reply:
        """Erase what is remembered; with `everything=yes` all of our cookies, too."""
        is_all, there = form.one("everything") == "yes", after(caller, form)
        gone, names = await erased(caller), caller.names
        if is_all:
            ours = (names.profile, names.consent, names.preferences)
            gone = [*gone, *((b"set-cookie", names.gone(each)) for each in ours)]
            gone += [CLEAR] if names.is_secure else []
        return seen_at(there, *dict.fromkeys(gone))


async def erased(caller: Caller) -> Headers:
    """Erase what is remembered; a cookie that nobody reads any more goes, too."""
    gone, name = await caller.guest.forget(), caller.names.profile
    if caller.sent(name) is None:
        return gone
    return list(dict.fromkeys([*gone, (b"set-cookie", caller.names.gone(name))]))


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
