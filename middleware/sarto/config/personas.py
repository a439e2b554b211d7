"""Personas: saved visitors, read as if each of their facts stood after `--as`."""

from collections.abc import Mapping
from datetime import date, time

from sarto.config.audiences import nameless
from sarto.config.dictionary import Dictionary
from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.vocabulary.kinds import Flag, Kind, Members
from sarto.vocabulary.numbers import Count
from sarto.vocabulary.own import Named, Own
from sarto.vocabulary.reading import ConditionError, Toml, shown, written
from sarto.vocabulary.spans import Calendar, Clock

ALSO = (  # what a value may be besides a text
    (Flag, bool),
    (Named, bool),
    (Own, bool),
    (Own, int),
    (Own, float),
    (Count, bool),
    (Count, int),
    (Count, float),
    (Clock, time),
    (Calendar, date),
)


def personas(
    raw: Mapping[str, Mapping[str, Toml]], dictionary: Dictionary, report: Report
) -> dict[str, Mapping[str, object]]:
    """Read every persona; every mistake in one goes to the report."""
    return {
        name: persona(facts, ("personas", name), dictionary, report)
        for name, facts in raw.items()
    }


def persona(
    raw: Mapping[str, Toml], path: KeyPath, dictionary: Dictionary, report: Report
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, table in raw.items():
        for name, value, at in dictionary.facts(key, table, (*path, key)):
            kind = dictionary.kind(name)
            if kind is None:
                nameless(name, at, dictionary, report)
                continue
            try:
                found[name] = kind.value(said(value, kind))
            except ConditionError as mistake:
                report.mistaken(name, mistake, at)
    return found


def said(raw: Toml, kind: Kind) -> str:
    """Write a value as after `--as`: lists go by comma, times have no seconds."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, list) and (len(raw) == 1 or isinstance(kind, Members)):
        return ",".join(said(item, kind) for item in raw)
    if type(raw) not in [type_ for of, type_ in ALSO if isinstance(kind, of)]:
        raise ConditionError(
            f"{shown(raw)} is no value of it", "write one value, as after --as"
        )
    return f"{raw:%H:%M}" if isinstance(raw, time) else written(raw)
