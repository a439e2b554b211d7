"""The words that ask what somebody likes: a level, a language, what a site declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sarto.choices.preferences import BUILT_IN, LANGUAGE, LEVEL, Declared
from sarto.context.language import direction
from sarto.speech.speech import N_, Speech, autonym

LEVELS: Final[Mapping[str, str]] = {
    "novice": N_("I am new to this: explain more"),
    "regular": N_("I know the basics"),
    "expert": N_("I am no beginner: keep it short"),
}
OPEN: Final = N_("Let this site decide")
VALUES: Final = (  # words that sites often use; others are shown as they are written
    N_("simple"),
    N_("full"),
    N_("standard"),
    N_("expert"),
    N_("compact"),
    N_("comfortable"),
    N_("dark"),
    N_("light"),
    N_("large"),
    N_("small"),
    N_("view"),
    N_("theme"),
    N_("density"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that may be given."""

    value: str
    label: str
    language: str = ""  # what the label is written in, where it is another
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One preference."""

    name: str
    label: str
    options: tuple[Option, ...]


def questions(say: Speech, declared: Declared) -> Iterator[Question]:
    """List what may be chosen, but interests, which are free words."""
    level = options(say, {value: say(text) for value, text in LEVELS.items()})
    yield Question(name=LEVEL, label=say("How much shall we explain?"), options=level)
    if len(declared.languages) > 1:
        languages = tongues(say, declared)
        yield Question(name=LANGUAGE, label=say("Language"), options=languages)
    for name in declared.names:
        if name not in BUILT_IN:
            values = {value: site_word(say, value) for value in declared.values[name]}
            label = site_word(say, name)
            yield Question(name=name, label=label, options=options(say, values))


def options(
    say: Speech, labels: Mapping[str, str], none: str = OPEN
) -> tuple[Option, ...]:
    all_of = {"": say(none), **labels}
    return tuple(Option(value=value, label=label) for value, label in all_of.items())


def tongues(say: Speech, declared: Declared) -> tuple[Option, ...]:
    """List the site's languages, each in its own words."""
    spoken = tuple(
        Option(value=tag, label=autonym(tag), language=tag, direction=direction(tag))
        for tag in declared.languages
    )
    return (*options(say, {}, N_("As my browser says")), *spoken)


def site_word(say: Speech, word: str) -> str:
    """Say a word of the site's; its first letter as words begin here."""
    text = say.catalogue.gettext(word).replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]
