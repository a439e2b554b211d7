"""The log: one record for each page, which a JSON formatter can read."""

import json
import logging

import pytest

from sarto.errors import Failures
from sarto_adapters.telemetry.log import Telemetry
from support.telemetry import PAGE

PLAIN = vars(logging.makeLogRecord({})).keys() | {"message", "asctime"}


def as_json(record):
    """Write a record as JSON formatters do: its message, and whatever else it has."""
    extra = {name: each for name, each in vars(record).items() if name not in PLAIN}
    return json.loads(json.dumps({"message": record.getMessage(), **extra}))


def test_a_page_is_one_record(caplog):
    with caplog.at_level(logging.INFO, "sarto.pages"):
        Telemetry("shop").served(PAGE)

    (record,) = caplog.records
    assert record.name == "sarto.pages"
    assert as_json(record) == {
        "message": "A page was served: GET 2xx, 0.100 ms of them ours",
        "sarto": {
            "site": "shop",
            "method": "GET",
            "status": "2xx",
            "version": "v1",
            "seconds": pytest.approx(0.0001),
            "recalled": False,
            "slots": {"hero": "hero.html", "offer": "not told"},
            "layouts": {},
        },
    }


@pytest.mark.parametrize(("level", "is_on"), [(logging.INFO, True), (logging.WARNING, False)])  # fmt: skip
def test_it_hears_where_somebody_reads_its_lines(caplog, level, is_on):
    with caplog.at_level(level, "sarto.pages"):
        assert Telemetry("").is_on is is_on


def test_failures_say_their_kind_and_count_to_machines_too(caplog):
    Failures().note("meet", ValueError("of a visitor"))
    Failures().tell("late", "Something was told too late")

    failed, late = map(as_json, caplog.records)
    assert failed == {
        "message": "meet failed (1 times so far): ValueError",
        "sarto": {"kind": "meet", "count": 1},
    }
    assert late["sarto"] == {"kind": "late", "count": 1}


def test_of_failures_and_versions_it_says_no_more_than_they_do(caplog):
    telemetry = Telemetry("")
    telemetry.failed("meet")
    telemetry.configured("v2", is_refused=True)
    assert caplog.records == []
