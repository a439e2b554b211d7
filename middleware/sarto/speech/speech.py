"""Our texts in a visitor's language, with its dates, numbers and direction.

The catalogues are gettext's, read as they are written: nothing has to be built. English
needs none. A text that a catalogue has not is said in English.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final, cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from sarto.context.language import closest, direction

LANGUAGES: Final = ("en", "fa", "ar", "pl")
ISOLATED: Final = "\u2068{}\u2069"  # a word in letters that may run the other way
WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DIGITS: Final = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}


def N_(text: str) -> str:  # noqa: N802 - gettext's own word
    """Mark a text that is translated where it is said."""
    return text


@dataclass(frozen=True, slots=True)
class Speech:
    """One of our languages; called with a text, it says that text."""

    language: str
    locale: Locale
    catalogue: NullTranslations

    def __call__(self, text: str, **values: object) -> str:
        return self.catalogue.gettext(text).format(**values)

    def many(self, one: str, more: str, number: int, **values: object) -> str:
        """Say a text of a number of things."""
        text = self.catalogue.ngettext(one, more, number)
        return text.format(number=self.number(number), **values)

    @property
    def direction(self) -> str:
        return direction(self.language)

    def name(self, word: object) -> str:
        """Say a word of the site's, or of the visitor's, inside a sentence of ours."""
        text = self.catalogue.gettext(str(word)) if word else str(word)
        return ISOLATED.format(text) if self.direction == "rtl" else text

    def number(self, number: float) -> str:
        default = "default"  # the language's own digits
        text = format_decimal(number, locale=self.locale, numbering_system=default)
        return self.digits(text)

    def date(self, day: date) -> str:
        return self.digits(format_date(day, "long", locale=self.locale))

    def moment(self, moment: datetime) -> str:
        return self.digits(format_datetime(moment, "medium", locale=self.locale))

    def time(self, at: time) -> str:
        return self.digits(format_time(at, "short", locale=self.locale))

    def digits(self, text: str) -> str:
        """Write digits as the language does; Babel's dates have Latin ones."""
        own = DIGITS.get(self.locale.default_numbering_system)
        return text.translate(str.maketrans("0123456789", own)) if own else text

    def weekday(self, day: str) -> str:
        names = get_day_names("wide", "stand-alone", locale=self.locale)
        return str(names[WEEK.index(day)])

    def all_of(self, words: Iterable[str]) -> str:
        return format_list([self.name(word) for word in words], locale=self.locale)

    def country(self, code: str) -> str:
        names = cast("Mapping[str, str]", self.locale.territories)
        return names.get(code, code)

    def tongue(self, tag: str) -> str:
        """Name a language in this one."""
        return spoken(tag, self.locale)


@cache
def speech(language: str) -> Speech:
    """Find the nearest of our languages; the same for the same visitor's language."""
    near = closest([language], LANGUAGES) or LANGUAGES[0]
    return Speech(near, Locale.parse(near), catalogue(near))


@cache
def catalogue(language: str) -> NullTranslations:
    """Read a catalogue, once."""
    if language == LANGUAGES[0]:
        return NullTranslations()
    with (files("sarto.speech") / f"texts/{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)


def autonym(tag: str) -> str:
    """Name a language in itself."""
    try:
        return spoken(tag, Locale.parse(tag, sep="-"))
    except (ValueError, UnknownLocaleError):
        return tag


def spoken(tag: str, locale: Locale) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or tag
    except (ValueError, UnknownLocaleError):
        return tag
