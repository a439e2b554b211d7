"""When signals count: `within` and `since`, which speak of all signals of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sarto.config.dictionary import Dictionary
from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.vocabulary.periods import period
from sarto.vocabulary.reading import (
    ConditionError,
    Toml,
    did_you_mean,
    shown,
    written,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Which sightings count: the latest, or those since another signal was seen."""

    within: timedelta | None = None
    since: str | None = None
    written: str = ""


ALWAYS = Counted()


def counted(
    raw: Mapping[str, Toml], path: KeyPath, dictionary: Dictionary, report: Report
) -> Counted:
    """Read the two words of one table of conditions."""
    said = [word for word in ("within", "since") if word in raw]
    has_signals = any(key.partition(".")[0] == "signals" for key in raw)
    for word in () if has_signals else said:
        text = f"`{word}` says when signals were seen, but no signal is named here"
        hint = "write it into the table that names them"
        report.wrong("SARTO006", (*path, word), text, hint)
    return Counted(
        within=within(raw["within"], (*path, "within"), report)
        if "within" in raw
        else None,
        since=since(raw["since"], (*path, "since"), dictionary, report)
        if "since" in raw
        else None,
        written="".join(f", {word} = {written(raw[word])}" for word in said),
    )


def within(raw: Toml, path: KeyPath, report: Report) -> timedelta | None:
    try:
        return period(raw)
    except ConditionError as mistake:
        report.mistaken("within", mistake, path)
        return None


def since(
    raw: Toml, path: KeyPath, dictionary: Dictionary, report: Report
) -> str | None:
    if isinstance(raw, str) and raw in dictionary.signals:
        return raw
    if report.doubts("signal"):
        return None
    text = f"there is no signal called {shown(raw)}"
    hint = did_you_mean(shown(raw).strip('"'), tuple(dictionary.signals))
    hint = hint or "declare it: [signals.NAME]"
    report.wrong("SARTO007", path, text, hint, at_value=True, about="signal")
    return None
