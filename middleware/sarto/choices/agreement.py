"""From what a request carries to what its visitor granted: `[consent]`, compiled.

In come the request's fields and the moment, out comes a `Consent`. A refusal needs no
proof and a grant does: what is not mapped, not sound, out of date or said two ways
grants nothing. Of several sources all must grant; of two cookies of one name both.
Nothing here keeps a cookie, and nothing raises but what a source does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product
from typing import TypeAlias, cast

from sarto.choices.consent import NO_CONSENT, Consent
from sarto.choices.form import FormRecord
from sarto.choices.objections import objects
from sarto.headers import Headers, cookies
from sarto.vocabulary.consent import LONGEST, MALFORMED, Record, State
from sarto.vocabulary.ports import ConsentSource

Copies: TypeAlias = Mapping[str, tuple[str, ...]]
Granted: TypeAlias = frozenset[str]

MOST = 4  # readings of one record whose cookies come more than once
MIXED = "copies that disagree"


def readings(copies: Copies) -> list[dict[str, str]]:
    """List the ways to read cookies, and one more than are looked at, if there is."""
    if all(len(values) == 1 for values in copies.values()):  # as nearly everybody's are
        return [{name: values[0] for name, values in copies.items()}]
    ways = islice(product(*copies.values()), MOST + 1)
    return [dict(zip(copies, way, strict=True)) for way in ways]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One source, by its name, and which of its ids stand for a purpose: all needed.

    A source that is not there (`None`) grants nothing.
    """

    name: str
    source: ConsentSource | None
    ids: Mapping[str, tuple[str, ...]]

    def records(self, sent: Copies, now: datetime) -> Iterator[Record | None]:
        """Read the record in every way its cookies can be read."""
        if self.source is None:
            return
        mine = {name: sent[name] for name in sent if self.source.reads(name)}
        ways = readings(mine)
        if len(ways) > MOST or not all(map(is_sound, ways)):
            yield MALFORMED
            return
        for way in ways:
            found = cast("object", self.source.record(way, now))
            if found is None and any(way.values()):
                found = Record()  # a tool that is there, and has no answer
            yield found if isinstance(found, Record | None) else MALFORMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a site takes for consent."""

    terms: tuple[Term, ...]
    is_opt_out: bool = False
    heeds_gpc: bool = True

    @property
    def form(self) -> FormRecord | None:
        """Our own form, where it is one of the sources."""
        sources = (term.source for term in self.terms)
        return next((each for each in sources if isinstance(each, FormRecord)), None)

    def consent(self, fields: Headers, now: datetime, own: str = "") -> Consent:
        """Tell what this visitor granted.

        `own` is what our own form's cookie is called in the scheme of this request. Its
        other name is not read: over TLS, whoever stands between could have set it.
        """
        sent = cookies(fields)
        if sent is None:
            return Consent(told="too many cookies")
        if own and self.form:
            foreign = {*self.form.cookies} - {own}
            sent = {name: sent[name] for name in sent if name not in foreign}
        implies = self.is_opt_out and not (self.heeds_gpc and objects(fields))
        found = [self.answer(term, sent, now, implies=implies) for term in self.terms]
        if not found:
            return NO_CONSENT
        granted = found[0].granted.intersection(*(each.granted for each in found))
        return Consent(granted, ", ".join(each.told for each in found))

    @staticmethod
    def answer(term: Term, sent: Copies, now: datetime, *, implies: bool) -> Consent:
        """Tell what one source says; for people, in a word."""
        records = list(term.records(sent, now))
        if not records:
            return Consent(told=f"{term.name}: nobody reads it")
        said = {told(record) for record in records}
        word = said.pop() if len(said) == 1 else MIXED
        each = [granted(term.ids, record, implies=implies) for record in records]
        return Consent(each[0].intersection(*each), f"{term.name}: {word}")


def granted(
    ids: Mapping[str, tuple[str, ...]], record: Record | None, *, implies: bool
) -> Granted:
    """List the purposes a record grants; `implies`: a yes nobody said counts too."""
    if record is None:
        meant = (purpose for purpose, needed in ids.items() if needed)
        return frozenset(meant) if implies else frozenset()
    if record.is_unsound:
        return frozenset()
    counts = (State.GRANTED, State.IMPLIED) if implies else (State.GRANTED,)
    return frozenset(
        purpose
        for purpose, needed in ids.items()
        if needed and all(record.state(id_) in counts for id_ in needed)
    )


def told(record: Record | None) -> str:
    return "no record" if record is None else record.told


def is_sound(way: Mapping[str, str]) -> bool:
    """Whether every value may be looked into at all."""
    return all(len(value) <= LONGEST and is_written(value) for value in way.values())


def is_written(value: str) -> bool:
    """Whether a value is text: UTF-8, and no control characters (RFC 6265 §4.1.1)."""
    if value.isascii():
        return value.isprintable()
    is_half = any("\ud800" <= character <= "\udfff" for character in value)
    return not is_half and not any(
        character < " " or "\x7f" <= character < "\xa0" for character in value
    )
