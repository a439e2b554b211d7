"""The words that ask for consent: the same on our page, in the banner, in the proof."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sarto.choices.form import FormRecord
from sarto.speech.speech import N_, Speech

INTRO: Final = N_(
    "Some things this site only does if you allow them. "
    "Everything else works the same whatever you choose."
)
LABELS: Final[Mapping[str, str]] = {
    "personalization": N_("Remember my visits"),
    "analytics": N_("Count me in trials"),
}
MEANINGS: Final[Mapping[str, str]] = {
    "personalization": N_(
        "We keep a short record of what you do on this site, so that its pages fit "
        "you better the next time."
    ),
    "analytics": N_(
        "We try out versions of a page, and count which of them serves visitors better."
    ),
}
ALL: Final = N_("Allow all")
NONE: Final = N_("Refuse all")
TERM: Final = N_("We ask again after {number} days. You can change your mind any time.")
QUOTED: Final = N_("“{name}”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One purpose, as it is asked for."""

    name: str
    label: str
    meaning: str
    is_granted: bool = False


def purposes(
    say: Speech, form: FormRecord, granted: Collection[str] = ()
) -> list[Purpose]:
    """Put each purpose in words; a site's own are called what the site calls them."""
    return [
        Purpose(
            name=name,
            label=label(say, name),
            meaning=say(MEANINGS[name]) if name in MEANINGS else "",
            is_granted=name in granted,
        )
        for name in form.purposes
    ]


def label(say: Speech, purpose: str) -> str:
    return say(LABELS[purpose]) if purpose in LABELS else purpose


def listed(say: Speech, granted: Iterable[str]) -> str:
    """List purposes by what they are called where they are asked for."""
    return say.all_of(say(QUOTED, name=label(say, purpose)) for purpose in granted)


def term(say: Speech, form: FormRecord) -> str:
    """Say how long an answer counts."""
    return say(TERM, number=say.number(form.max_age // timedelta(days=1)))


def asked(say: Speech, form: FormRecord) -> list[str]:
    """List the words that somebody who answers has read, for the proof of it."""
    each = purposes(say, form)
    spoken = [text for purpose in each for text in (purpose.label, purpose.meaning)]
    return [say(INTRO), *spoken, term(say, form), say(ALL), say(NONE)]
