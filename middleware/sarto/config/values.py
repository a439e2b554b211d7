"""Values that have the right type and still say nothing: tags, zones, networks, …"""

import re
from collections.abc import Iterator

from langcodes import tag_is_valid

from sarto.config.addresses import Fault, addresses
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.vocabulary.adapters import names
from sarto.vocabulary.facts import BY_NAME, PURPOSES
from sarto.vocabulary.law import NONE, in_table
from sarto.vocabulary.periods import period
from sarto.vocabulary.reading import ConditionError, did_you_mean, shown
from sarto.vocabulary.world import zone_named, zone_names

FREE = ("consent", "facts.*")  # itself; and resolvers say what they need
FORM = "form"  # our own way to ask for consent; all others are adapters
VISITOR = "visitor"  # whose clock is read; else a zone's
ON = re.compile(r"[A-Z]+ +[/*?\[{]\S*")
STATUS = re.compile(r"[1-5](xx|[0-9]{2})(\s*,\s*[1-5](xx|[0-9]{2}))*")


def values(toml: SartoToml, report: Report) -> None:
    """Report every such value."""
    named = (consent, needs, telemetry)
    for find in (languages, zones, addresses, signals, level, *named):
        for path, what, hint in find(toml):
            report.wrong("SARTO016", path, what, hint, at_value=True)
    for path, what, hint in needless(toml):
        report.wrong("SARTO016", path, what, hint)


def languages(toml: SartoToml) -> Iterator[Fault]:
    for index, tag in enumerate(toml.languages):
        if not tag_is_valid(tag):
            what = f"{shown(tag)} is not a language tag"
            yield ("languages", index), what, 'write it like "en" or "pt-BR"'
    where = toml.language.path
    if where is not None and "{language}" not in where:
        what = f"{shown(where)} does not say where the language stands"
        yield ("language", "path"), what, 'write it like "/{language}/*"'


def zones(toml: SartoToml) -> Iterator[Fault]:
    if toml.timezone != VISITOR and zone_named(toml.timezone) is None:
        yield ("timezone",), *no_zone(toml.timezone, VISITOR)
    if zone_named(toml.site_timezone) is None:
        yield ("site_timezone",), *no_zone(toml.site_timezone)


def no_zone(name: str, *besides: str) -> tuple[str, str]:
    known = (*besides, *zone_names())
    hint = did_you_mean(name, known) or 'write it like "Europe/Warsaw"'
    return f"{shown(name)} is not a time zone", hint


def signals(toml: SartoToml) -> Iterator[Fault]:
    for name, signal in toml.signals.items():
        if signal.on is not None and not ON.fullmatch(signal.on):
            what = f"{shown(signal.on)} is not a method and a path"
            yield ("signals", name, "on"), what, 'write it like "POST /book"'
        if signal.status is not None and not STATUS.fullmatch(signal.status):
            what = f"{shown(signal.status)} is not a list of statuses"
            yield ("signals", name, "status"), what, 'write it like "2xx,303"'


def level(toml: SartoToml) -> Iterator[Fault]:
    if toml.level is None:
        return
    if toml.level.regular <= 0:
        what = "everybody is a regular visitor from the start"
        yield ("level", "regular"), what, "write more than 0"
    try:
        period(toml.level.half_life)
    except ConditionError as mistake:
        yield ("level", "half_life"), mistake.message, mistake.help
    if toml.level.expert <= toml.level.regular:
        what = "an expert has no more points than a regular visitor"
        yield ("level", "expert"), what, "write more than `regular`"


def consent(toml: SartoToml) -> Iterator[Fault]:
    """List sources of consent that nobody answers for."""
    known = {FORM, *names("consent")}
    for index, name in enumerate(toml.consent.source if toml.consent else ()):
        if name not in known:
            what = f"nothing called {shown(name)} tells of consent"
            hint = did_you_mean(name, tuple(sorted(known)))
            yield ("consent", "source", index), what, hint


def telemetry(toml: SartoToml) -> Iterator[Fault]:
    """List names that nobody answers to who could be told anything."""
    known = tuple(sorted(names("telemetry")))
    for index, name in enumerate(toml.telemetry.to):
        if name not in known:
            what = f"nothing called {shown(name)} takes telemetry"
            yield ("telemetry", "to", index), what, did_you_mean(name, known)


def needs(toml: SartoToml) -> Iterator[Fault]:
    """List words that say of no purpose that a fact needs it."""
    if toml.consent is None:
        return
    known = (*dict.fromkeys((*PURPOSES, *toml.consent.map)), NONE)
    for name, purpose in toml.consent.needs.items():
        if purpose not in known:
            what = f"{shown(purpose)} is no purpose here"
            yield ("consent", "needs", name), what, did_you_mean(purpose, known)


def needless(toml: SartoToml) -> Iterator[Fault]:
    """List facts whose need of consent cannot be overruled."""
    for name in toml.consent.needs if toml.consent else ():
        row = in_table(name)
        if row is None or row.name in FREE:
            what = f"{shown(name)} is no fact whose consent is decided here"
            others = tuple(fact for fact in BY_NAME if fact not in FREE)
            yield ("consent", "needs", name), what, did_you_mean(name, others)
