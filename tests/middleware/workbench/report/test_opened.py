"""Where a site's events are, seen from beside the site."""

from datetime import UTC, datetime

import pytest

from sarto.config.config import Config
from sarto.workbench.report import answered
from sarto.workbench.report.opened import address, file_of

TOML = 'languages = ["en"]\n[signals.booked]\non = "POST /book"\n'
EVENTS = '[events]\nurl = "sqlite:///data/what%20happened.db"\n'


def clock():
    return datetime(2026, 11, 22, tzinfo=UTC)


def test_they_are_beside_the_config_unless_it_says_otherwise(tmp_path) -> None:
    plain = Config.loads(TOML, folder=tmp_path)
    assert file_of(address(plain, None), tmp_path) == tmp_path / ".sarto" / "events.db"
    said = Config.loads(TOML + EVENTS, folder=tmp_path)
    assert (
        file_of(address(said, None), tmp_path) == tmp_path / "data" / "what happened.db"
    )
    assert address(said, "sqlite:////x.db") == "sqlite:////x.db"


def test_a_path_from_the_root_is_that_and_a_server_has_no_file(tmp_path) -> None:
    assert str(file_of("sqlite:////var/x%20y.db", tmp_path)) == "/var/x y.db"
    assert file_of("postgresql://host/events", tmp_path) is None


def test_a_file_that_is_not_there_is_a_report_of_nothing(tmp_path) -> None:
    found = answered(Config.loads(TOML, folder=tmp_path), None, clock)
    assert found.is_empty
    assert found.made == int(clock().timestamp())
    assert [*tmp_path.iterdir()] == []


def test_a_url_that_nobody_answers_to_is_told(tmp_path) -> None:
    with pytest.raises(ValueError, match="nobody answers to"):
        answered(Config.loads(TOML, folder=tmp_path), "mysql://host/x", clock)
