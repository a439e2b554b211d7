"""A file, read whole and checked whole before anything is kept of it.

A visitor is kept as a hash, made with the site's secret where there is one, and of each
experiment apart: what a row says counts for its own experiment and no other. What is in
a row has an id by its place among the visitor's rows: the same file again is the same
events, and changes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from typing import Final

from sarto.config.config import Config
from sarto.vocabulary.measured import EXPERIMENTS, Event, Exposure, Happened, Ledger
from sarto.vocabulary.ports import EventStore
from sarto.vocabulary.reading import did_you_mean
from sarto.vocabulary.world import zone_named
from sarto.workbench.importing.cells import check, is_flag, moment, said, value
from sarto.workbench.importing.columns import Columns, columns
from sarto.workbench.importing.sheet import Faults, Row, sheet

UNIT_BYTES, ID_BYTES = 16, 12
BATCH: Final = 50_000  # events written at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A file that is right, and how its visitors are hashed."""

    rows: Sequence[Row]
    columns: Columns
    flags: frozenset[str]  # signals of which only yes and no are said
    key: bytes
    digest: str  # of the file
    zone: str
    now: int

    @property
    def run(self) -> str:
        return f"import-{self.digest}"

    def is_known(self, store: EventStore) -> bool:
        """Whether a store has all of this very file."""
        found = [each for each in store.ledgers() if each.run == self.run]
        return any(each.stored == each.seen for each in found)

    def write(self, store: EventStore) -> Iterator[int]:
        """Write the events; gives how many are kept by now, after each batch."""
        every, kept = self.events(), 0
        total = sum(1 for _ in self.events())
        while batch := list(islice(every, BATCH)):
            kept += len(batch)
            store.write(batch, Ledger(run=self.run, seen=total, stored=kept))
            yield kept

    def events(self) -> Iterator[Event]:
        """Make the events of each row."""
        seen = Counter[bytes]()
        for row in self.rows:
            cells, at = row.cells, self.at(row)
            experiment = cells[self.columns.experiment].strip()
            unit = self.unit(experiment, cells[self.columns.visitor].strip())
            arm = cells[self.columns.arm].strip()
            yield Exposure(f"{EXPERIMENTS}.{experiment}", arm, "", unit, at, "{}")
            id_ = seen[unit].to_bytes(ID_BYTES, "big")
            seen[unit] += 1
            for signal in self.columns.done:
                is_done, worth = self.done(signal, cells)
                if is_done:
                    yield Happened(id_, unit, signal, at, worth)

    def done(self, signal: str, cells: Sequence[str]) -> tuple[bool, float | None]:
        """Say whether it was done, and what it was worth."""
        of, worth = self.columns.signals.get(signal), self.columns.values.get(signal)
        if worth is not None:
            found = value(cells[worth])
            is_done = found is not None if of is None else bool(value(cells[of]))
            return is_done, found
        found = value(cells[of]) if of is not None else None
        return found is not None, None if signal in self.flags else found

    def unit(self, experiment: str, visitor: str) -> bytes:
        made = blake2b(digest_size=UNIT_BYTES, key=self.key, person=b"sarto.import")
        made.update(f"{experiment}\0{visitor}".encode())
        return made.digest()

    def at(self, row: Row) -> int:
        if self.columns.at is None:
            return self.now
        zone = zone_named(self.zone) or UTC
        return moment(row.cells[self.columns.at], zone) or 0

    def counted(self) -> dict[str, Counter[str]]:
        """Count visitors by experiment and arm."""
        found: dict[str, Counter[str]] = {}
        who = self.columns
        pairs = {
            (
                r.cells[who.experiment].strip(),
                r.cells[who.arm].strip(),
                r.cells[who.visitor].strip(),
            )
            for r in self.rows
        }
        for experiment, arm, _ in pairs:
            found.setdefault(experiment, Counter())[arm] += 1
        return found


def intake(
    data: bytes, config: Config, secrets: Sequence[str], now: datetime
) -> Intake:
    """Read a file and check all of it; raises `SheetError`."""
    found, faults = sheet(data), Faults()
    where = columns(found.columns, config.toml, faults)
    zone = zone_named(config.toml.site_timezone) or UTC
    for row in found.rows:
        checked(row, where, config, faults)
        for signal, at in (*where.signals.items(), *where.values.items()):
            check(row.cells[at], signal, row.line, faults)
        if where.at is not None and moment(row.cells[where.at], zone) is None:
            text = f"{row.cells[where.at]!r} is no moment"
            faults.add(row.line, text, "write it like 2026-12-01 or 2026-12-01T18:00")
    faults.check()
    return Intake(
        rows=found.rows,
        columns=where,
        flags=frozenset(
            signal
            for signal, at in where.signals.items()
            if all(is_flag(said(row.cells[at])) for row in found.rows)
        ),
        key=blake2b(secrets[-1].encode()).digest() if secrets else b"",
        digest=blake2b(data, digest_size=16).hexdigest(),
        zone=config.toml.site_timezone,
        now=int(now.timestamp()),
    )


def checked(row: Row, where: Columns, config: Config, faults: Faults) -> None:
    """Check who, where and in which arm."""
    experiments = config.toml.experiments
    name, arm = row.cells[where.experiment].strip(), row.cells[where.arm].strip()
    if not row.cells[where.visitor].strip():
        faults.add(row.line, "the visitor is empty")
    if name not in experiments:
        text = f"{name!r} is no experiment of this config"
        faults.add(row.line, text, did_you_mean(name, tuple(experiments)))
    elif arm not in experiments[name].weights:
        text = f"{arm!r} is no arm of {name}"
        faults.add(row.line, text, did_you_mean(arm, tuple(experiments[name].weights)))
