"""Patterns put together: of whole targets, and of the names of cookies."""

from collections.abc import Iterable

from sarto.vocabulary.edges import NEVER


def joined(patterns: Iterable[str]) -> str:
    """Match what any of these matches; of none, the empty text."""
    return "|".join(f"(?:{each})" for each in patterns)


def either(patterns: Iterable[str]) -> str:
    """Join patterns, each of which matches a whole target; each is said once."""
    found = [each for each in dict.fromkeys(patterns) if each != NEVER]
    return found[0] if len(found) == 1 else joined(found)


def ignored(names: Iterable[str]) -> str:
    r"""Find cookies of these names, which end where `\1`, all that follows, begins."""
    name = joined(names)
    return rf";[ \t]*+(?=[^=;]*+(=.*+)$)(?:{name})(?=\1$)=[^;]*+" if name else ""
