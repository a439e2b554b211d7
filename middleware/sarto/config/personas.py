"""Personas: saved visitors, read as if each of their facts stood after `--as`."""

from collections.abc import Mapping
from datetime import time

from sarto.config.dictionary import Dictionary
from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.vocabulary.reading import ConditionError, Toml, shown, written


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
                about = name.partition(".")[0]
                report.wrong("SARTO005", at, *dictionary.unknown(name), about=about)
                continue
            try:
                found[name] = kind.value(said(value))
            except ConditionError as mistake:
                report.mistaken(name, mistake, at)
    return found


def said(raw: Toml) -> str:
    """Write a value as after `--as`: lists go by comma, times have no seconds."""
    if isinstance(raw, list):
        return ",".join(map(said, raw))
    if isinstance(raw, dict):
        raise ConditionError(f"{shown(raw)} is no value", "write a text or a list")
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    return raw if isinstance(raw, str) else written(raw)
