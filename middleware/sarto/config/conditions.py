"""The conditions of a file as they stand in it, each with its fact and its place."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from sarto.config.audiences import WORDS
from sarto.config.dictionary import Dictionary
from sarto.config.locate import KeyPath
from sarto.config.model import SartoToml
from sarto.config.rules import whens
from sarto.vocabulary.reading import Toml

Written: TypeAlias = tuple[str, Toml, KeyPath]  # the fact, what is said of it, where


def conditions(toml: SartoToml, dictionary: Dictionary) -> Iterator[Written]:
    """List the conditions of audiences, of rules, and of the journey's stages."""
    for name, table in toml.audiences.items():
        yield from inside(table, ("audiences", name), dictionary)
    for path, table in whens(toml):
        yield from inside(table, path, dictionary)


def inside(
    raw: Mapping[str, Toml], path: KeyPath, dictionary: Dictionary
) -> Iterator[Written]:
    """List the conditions of one table, and of those in it."""
    for key, value in raw.items():
        at = (*path, key)
        if key not in WORDS:
            yield from dictionary.facts(key, value, at)
        elif isinstance(value, dict):
            yield from inside(value, at, dictionary)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield from inside(item, (*at, index), dictionary)
