"""Facts held fast by an author: what `--as` says, and what a persona is.

In comes `device=mobile country=IR time=20:00`, out come the facts' values by name. A
list goes by comma, a value with spaces is quoted as in a shell, `@name` stands for a
persona, and what comes later counts.
"""

import shlex
from collections.abc import Mapping

from sarto.config.dictionary import Dictionary
from sarto.vocabulary.reading import ConditionError, did_you_mean, shown

NOBODY: Mapping[str, Mapping[str, object]] = {}


def pins(
    dictionary: Dictionary,
    text: str,
    personas: Mapping[str, Mapping[str, object]] = NOBODY,
) -> dict[str, object]:
    """Read the `--as` syntax; raises `ConditionError`."""
    try:
        words = shlex.split(text)
    except ValueError:
        hint = "close the quotes, as in city='New York'"
        raise ConditionError(f"{shown(text)} ends inside quotes", hint) from None
    found: dict[str, object] = {}
    for word in words:
        if word.startswith("@"):
            found.update(persona(word[1:], personas))
        else:
            name, value = pin(dictionary, word)
            found[name] = value
    return found


def persona(
    name: str, personas: Mapping[str, Mapping[str, object]]
) -> Mapping[str, object]:
    if name not in personas:
        hint = did_you_mean(name, tuple(personas)) or f"declare it: [personas.{name}]"
        raise ConditionError(f"there is no persona called {shown(name)}", hint)
    return personas[name]


def pin(dictionary: Dictionary, word: str) -> tuple[str, object]:
    """Read one `fact=value`."""
    name, equals, text = word.partition("=")
    if not equals:
        hint = "write fact=value, with quotes where spaces are, or @persona"
        raise ConditionError(f"{shown(word)} pins nothing", hint)
    kind = dictionary.kind(name)
    if kind is None:
        raise ConditionError(*dictionary.unknown(name))
    try:
        return name, kind.value(text)
    except ConditionError as mistake:
        raise ConditionError(f"`{name}`: {mistake.message}", mistake.help) from None
