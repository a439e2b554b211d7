"""What an experiment can show, reckoned by who came: said by `sarto check`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sarto import Config
from sarto.site.compile import compile_site
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.measured import Exposure, Happened, Ledger
from sarto.workbench.check.tempo import UNREAD, expected

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOML = """
[consent]
source = "form"
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = {{ a = 50, b = 50 }}
goal = "booked"
{}
[slots.hero]
show = [{{ experiment = "photo", fragments = {{ a = "keep", b = "keep" }} }}]
"""


def site(folder: Path, more: str = ""):
    return compile_site(Config.loads(TOML.format(more), folder=folder))


def kept(folder: Path, subject: str, days: int = 10, a_day: int = 40) -> None:
    """Keep what visitors did: every tenth one booked."""
    (folder / ".sarto").mkdir(exist_ok=True)
    store = adapter("events", "sqlite")(f"sqlite:///{folder}/.sarto/events.db")
    events = []
    for number in range(days * a_day):
        at = int((NOW - timedelta(days=1 + number % days)).timestamp())
        unit = number.to_bytes(16, "big")
        variant = "ab"[number // days % 2]
        events.append(Exposure(subject, variant, "", unit, at, "{}"))
        if number // days % 10 == 0:
            events.append(Happened(unit[-12:], unit, "booked", at + 60, None))
    store.write(events, Ledger(run="r", seen=len(events), stored=len(events)))
    store.close()


def told(folder: Path, more: str = ""):
    return expected(site(folder, more), lambda: NOW)


def test_nothing_is_said_and_no_file_is_made_where_there_are_no_events(tmp_path):
    assert told(tmp_path) == ((), "")
    assert not (tmp_path / ".sarto").exists()


@pytest.mark.parametrize(
    ("subject", "more", "visitors"),
    [
        ("experiments.photo", "", 40),
        ("slots.hero", "", 40),  # nobody was in it yet: who saw the place
        ("slots.hero", "traffic = 50", 20),
    ],
)
def test_it_is_said_how_long_it_takes(tmp_path, subject, more, visitors):
    kept(tmp_path, subject)
    ((said,), why) = told(tmp_path, more)
    assert said.startswith(
        f"photo: At {visitors} visitors a day, 10.0 % of whom booked"
    )
    assert "a change of 2.0 points" in said
    assert "Within 28 days only a change of" in said
    assert why == ""


def test_of_few_visitors_nothing_is_said(tmp_path):
    kept(tmp_path, "experiments.photo", days=3, a_day=20)
    assert told(tmp_path) == ((), "")


def test_events_that_cannot_be_read_are_said_to_be(tmp_path):
    (tmp_path / ".sarto").mkdir()
    (tmp_path / ".sarto" / "events.db").write_bytes(b"no database at all" * 100)
    assert told(tmp_path) == ((), UNREAD)
