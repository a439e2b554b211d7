"""Facts held fast by an author: what `--as` says, and what a persona is.

In comes `device=mobile country=IR time=20:00`, out come the facts' values by name. A
list goes by comma, a value with spaces is quoted as in a shell, and `@name` stands for
a persona: of it and of what else is said, what comes later counts.
"""

import re
import shlex
from collections.abc import Mapping

from sarto.config.dictionary import Dictionary
from sarto.vocabulary.kinds import Members
from sarto.vocabulary.reading import ConditionError, did_you_mean, shown

ONE = "write one value: a visitor has no more of it"
COMMA = re.compile(r"(?<=[^\s,]),\s+(?=[\w.]+=|@)")  # then another fact begins
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
    said: set[str] = set()
    for word in uncommaed(text, words):
        if word.startswith("@"):
            found.update(persona(word[1:], personas))
            continue
        name, value = pin(dictionary, word)
        if name in said:
            raise ConditionError(f"`{name}` is pinned twice", "pin it once")
        said.add(name)
        found[name] = value
    return found


def uncommaed(text: str, words: list[str]) -> list[str]:
    """Refuse commas between facts: a value would swallow them; quoted ones are its."""
    for blank in COMMA.finditer(text):
        before = text[: blank.start()]
        if before.count("'") % 2 == before.count('"') % 2 == 0:
            hint = "write blanks between facts, and no commas"
            raise ConditionError(f"a comma follows {shown(before.split()[-1])}", hint)
    return words


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
        hint = ONE if "," in text and not isinstance(kind, Members) else mistake.help
        raise ConditionError(f"`{name}`: {mistake.message}", hint) from None
