"""Audiences as written: a table of conditions, read into a frozen tree.

In comes what `tomllib` read under `[audiences.NAME]` or `when`; out comes an
`Audience`, and every mistake in it goes to the report with its path in the file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sarto.config.dictionary import Dictionary
from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.vocabulary.patterns import Pattern
from sarto.vocabulary.reading import ConditionError, did_you_mean, shown

PERIOD = re.compile(r"\d+(\.\d+)?\s*[smhdw]")
WORDS = ("any", "all", "not", "within", "since")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One fact, and what is accepted of it; `written` is the author's own line."""

    fact: str
    pattern: Pattern
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Conditions that must all hold; its parts are audiences too, or names of some."""

    conditions: tuple[Condition, ...] = ()
    any: tuple["Audience", ...] = ()
    all: tuple["Audience | str", ...] = ()
    but_not: "Audience | None" = None

    def names(self) -> frozenset[str]:
        """List the audiences named anywhere in it."""
        parts = (*self.any, *self.all, *((self.but_not,) if self.but_not else ()))
        named = [
            p.names() if isinstance(p, Audience) else frozenset((p,)) for p in parts
        ]
        return frozenset[str]().union(*named)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the audiences of one file."""

    dictionary: Dictionary
    report: Report

    def audience(self, raw: object, path: KeyPath) -> Audience:
        if not isinstance(raw, dict):
            self.report.wrong(
                "SARTO004", path, f"{shown(raw)} is not a table of conditions"
            )
            return Audience()
        conditions: list[Condition] = []
        for key, value in raw.items():
            if key not in WORDS:
                conditions += self.conditions(str(key), value, (*path, str(key)))
        self.period(raw, path)
        return Audience(
            conditions=tuple(conditions),
            any=self.tables(raw, "any", path),
            all=self.parts(raw, path),
            but_not=self.audience(raw["not"], (*path, "not")) if "not" in raw else None,
        )

    def period(self, raw: Mapping[str, object], path: KeyPath) -> None:
        for word in ("within", "since"):
            if word in raw and "signals" not in raw:
                text = (
                    f"`{word}` says when signals were seen, but no signal is named here"
                )
                self.report.wrong("SARTO006", (*path, word), text)
        within = raw.get("within", "1d")
        if not isinstance(within, str) or not PERIOD.fullmatch(within):
            text = f"{shown(within)} is not a length of time"
            self.report.wrong(
                "SARTO006", (*path, "within"), text, "write it like 7d or 12h"
            )

    def tables(
        self, raw: Mapping[str, object], word: str, path: KeyPath
    ) -> tuple[Audience, ...]:
        items = raw.get(word, [])
        if not isinstance(items, list) or (word in raw and not items):
            text = f"`{word}` is a list of tables of conditions"
            self.report.wrong("SARTO004", (*path, word), text)
            return ()
        return tuple(
            self.audience(item, (*path, word, index))
            for index, item in enumerate(items)
        )

    def parts(
        self, raw: Mapping[str, object], path: KeyPath
    ) -> tuple[Audience | str, ...]:
        items = raw.get("all", [])
        if not isinstance(items, list) or ("all" in raw and not items):
            text = "`all` is a list of audiences' names, or of tables of conditions"
            self.report.wrong("SARTO004", (*path, "all"), text)
            return ()
        return tuple(
            item
            if isinstance(item, str)
            else self.audience(item, (*path, "all", index))
            for index, item in enumerate(items)
        )

    def conditions(self, name: str, raw: object, path: KeyPath) -> list[Condition]:
        """Read one key: a fact, or a family's table of several."""
        if isinstance(raw, dict) and (self.dictionary.is_family(name) or "." in name):
            found: list[Condition] = []
            for key, value in raw.items():
                found += self.conditions(f"{name}.{key}", value, (*path, str(key)))
            return found
        kind = self.dictionary.kind(name)
        if kind is None:
            self.unknown(name, path)
            return []
        try:
            pattern = kind.pattern(raw)
        except ConditionError as mistake:
            at = path if mistake.item is None else (*path, mistake.item)
            text = f"`{name}`: {mistake.message}"
            self.report.wrong("SARTO006", at, text, mistake.help, at_value=True)
            return []
        written = f"{name} = {shown(raw)}"
        return [Condition(fact=name, pattern=pattern, written=written)]

    def unknown(self, name: str, path: KeyPath) -> None:
        if self.dictionary.is_family(name):
            text, hint = f"`{name}` is a family of facts", f"name one: {name}.NAME = …"
        else:
            text = f"there is no fact called `{name}`"
            hint = did_you_mean(name, (*self.dictionary.names(), *WORDS))
        self.report.wrong("SARTO005", path, text, hint)
