"""Audiences as written: a table of conditions, read into a frozen tree.

In comes what `tomllib` read under `[audiences.NAME]` or `when`; out comes an
`Audience`, and every mistake in it goes to the report with its path in the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sarto.config.counted import ALWAYS, Counted, counted
from sarto.config.dictionary import DEEPEST, Dictionary
from sarto.config.locate import KeyPath
from sarto.config.paths import crowded
from sarto.config.report import Report
from sarto.vocabulary.patterns import Globs, Pattern
from sarto.vocabulary.reading import ConditionError, Toml, shown, written

MOST = 1000  # items of one condition
WORDS = ("any", "all", "not", "within", "since")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One fact, and what is accepted of it; `written` is the author's own line.

    Signals are counted `within` a length of time, and `since` another was last seen.
    """

    fact: str
    pattern: Pattern
    written: str
    within: timedelta | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Conditions that must all hold; its parts are audiences too, or names of some."""

    conditions: tuple[Condition, ...] = ()
    any: tuple["Audience", ...] = ()
    all: tuple["Audience | str", ...] = ()
    but_not: "Audience | None" = None

    @property
    def parts(self) -> tuple["Audience | str", ...]:
        """List the audiences and names it is made of."""
        return (*self.any, *self.all, *((self.but_not,) if self.but_not else ()))

    def tables(self) -> Iterator["Audience"]:
        """List it and every table in it, to whatever depth; names are not followed."""
        yield self
        for part in self.parts:
            if isinstance(part, Audience):
                yield from part.tables()

    def names(self) -> frozenset[str]:
        """List the audiences named anywhere in it."""
        parts = (part for table in self.tables() for part in table.parts)
        return frozenset(part for part in parts if isinstance(part, str))

    def reads(self, fact: str) -> bool:
        """Whether a condition in it is on that fact; names are not followed."""
        return any(c.fact == fact for table in self.tables() for c in table.conditions)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the audiences of one file, and notes where it names which."""

    dictionary: Dictionary
    report: Report
    named: list[tuple[str, KeyPath]] = field(default_factory=list[tuple[str, KeyPath]])

    def audience(self, raw: Mapping[str, Toml], path: KeyPath) -> Audience:
        """Read a table of conditions; one without any is everyone."""
        when_seen = counted(raw, path, self.dictionary, self.report)
        found = [
            self.condition(*fact, when_seen)
            for key, value in raw.items()
            if key not in WORDS
            for fact in self.dictionary.facts(key, value, (*path, key))
        ]
        return Audience(
            conditions=tuple(filter(None, found)),
            any=tuple(self.inner(*item) for item in self.items(raw, "any", path)),
            all=tuple(self.part(*item) for item in self.items(raw, "all", path)),
            but_not=self.inner(raw["not"], (*path, "not")) if "not" in raw else None,
        )

    def inner(self, raw: Toml, path: KeyPath) -> Audience:
        """Read a table inside another, where saying nothing is a mistake."""
        text = f"{shown(raw)} is not a table of conditions"
        hint = 'write it like { country = ["US"] }'
        if isinstance(raw, str):
            hint = f"write {{ all = [{shown(raw)}] }} to name an audience here"
        elif isinstance(raw, dict) and len(path) > DEEPEST:
            text = "these conditions are nested too deeply"
            hint = "give a part of them a name: [audiences.NAME]"
        elif isinstance(raw, dict) and raw:
            return self.audience(raw, path)
        self.report.wrong("SARTO004", path, text, hint, at_value=True)
        return Audience()

    def part(self, raw: Toml, path: KeyPath) -> Audience | str:
        if isinstance(raw, str):
            self.named.append((raw, path))
            return raw
        return self.inner(raw, path)

    def items(
        self, raw: Mapping[str, Toml], word: str, path: KeyPath
    ) -> list[tuple[Toml, KeyPath]]:
        """List the items of `any` or `all`, each with its path."""
        items, at = raw.get(word, []), (*path, word)
        if isinstance(items, list) and (items or word not in raw):
            return [(item, (*at, index)) for index, item in enumerate(items)]
        of = "audiences' names, or of " if word == "all" else ""
        text = f"`{word}` is a list of {of}tables of conditions"
        inner = shown(items) if isinstance(items, dict) and items else " … "
        hint = f"write {word} = [{inner}], with one at least"
        self.report.wrong("SARTO004", at, text, hint, at_value=True)
        return []

    def condition(
        self, name: str, raw: Toml, path: KeyPath, when_seen: Counted
    ) -> Condition | None:
        pattern = self.pattern(name, raw, path)
        seen = when_seen if name.startswith("signals.") else ALWAYS
        if pattern is None:
            return None
        return Condition(
            fact=name,
            pattern=pattern,
            written=f"{name} = {written(raw)}{seen.written}",
            within=seen.within,
            since=seen.since,
        )

    def pattern(self, name: str, raw: Toml, path: KeyPath) -> Pattern | None:
        kind = self.dictionary.kind(name)
        if kind is None:
            nameless(name, path, self.dictionary, self.report, *WORDS)
            return None
        try:
            return bounded(kind.pattern(few(raw)))
        except ConditionError as mistake:
            self.report.mistaken(name, mistake, path)
            return None


def nameless(
    name: str, path: KeyPath, dictionary: Dictionary, report: Report, *besides: str
) -> None:
    """Report that there is no such fact."""
    about = name.partition(".")[0]
    if not report.doubts(about):
        text, hint = dictionary.unknown(name, *besides)
        if about == "signals" and path[-1] == "value":
            path = path[:-1]  # that word is right; the signal's name is not
        report.wrong("SARTO005", path, text, hint)


def few(raw: Toml) -> Toml:
    """Refuse a list that nobody wrote; raises `ConditionError`."""
    if isinstance(raw, list) and len(raw) > MOST:
        text = f"a list of {len(raw):,} is too long"
        raise ConditionError(text, f"write {MOST:,} or fewer, or a glob")
    return raw


def bounded(pattern: Pattern) -> Pattern:
    """Refuse globs that a long text makes slow; raises `ConditionError`."""
    globs = pattern.globs if isinstance(pattern, Globs) else ()
    for index, glob in enumerate(globs):
        if hint := crowded(glob):
            item = index if len(globs) > 1 else None
            raise ConditionError(f"{shown(glob)} can be slow", hint, item)
    return pattern
