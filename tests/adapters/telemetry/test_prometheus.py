"""Prometheus: counted once in a process, or by all the workers of a server."""

import os
import subprocess
import sys

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.parser import text_string_to_metric_families

from sarto_adapters.telemetry.prometheus import Telemetry
from support.telemetry import PAGE

WORKER = """
import sys
from support.telemetry import PAGE
from sarto_adapters.telemetry.prometheus import Telemetry
telemetry = Telemetry("many")
telemetry.configured("v0", is_refused=False)
telemetry.configured("v1", is_refused=False)
for _ in range(int(sys.argv[1])):
    telemetry.served(PAGE)
telemetry.failed("meet")
"""
SITES = iter(range(99))


@pytest.fixture
def telemetry():
    return Telemetry(f"site-{next(SITES)}")  # of its own: metrics only grow


def samples(text, site):
    """Read what a scrape gives of one site, as Prometheus itself would."""
    return {
        (s.name, *(v for k, v in sorted(s.labels.items()) if k not in ("site", "pid"))): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
        if s.labels.get("site") == site and not s.name.endswith("_created")
    }  # fmt: skip


def scraped(telemetry):
    return samples(generate_latest().decode(), telemetry.site)


def test_pages_and_decisions_are_counted(telemetry):
    for _ in range(2):
        telemetry.served(PAGE)

    found = scraped(telemetry)
    assert found["sarto_pages_total", "GET", "false", "2xx"] == 2
    assert found["sarto_decided_total", "hero.html", "slots", "hero"] == 2
    assert found["sarto_decided_total", "offer.html", "slots", "offer"] == 2


def test_the_time_falls_into_buckets_of_microseconds(telemetry):
    telemetry.served(PAGE)

    found = scraped(telemetry)
    buckets = [found["sarto_seconds_bucket", le, "meet"] for le in ("2.5e-05", "5e-05")]
    assert buckets == [0, 1]
    assert found["sarto_seconds_sum", "decide"] == pytest.approx(60e-6)


def test_failures_are_counted_by_kind(telemetry):
    telemetry.failed("meet")
    assert scraped(telemetry)["sarto_failures_total", "meet"] == 1


def test_of_versions_the_one_in_force_is_told_and_whether_one_was_refused(telemetry):
    telemetry.configured("v1", is_refused=False)
    telemetry.configured("v1", is_refused=True)
    assert scraped(telemetry) == scraped(telemetry) | {
        ("sarto_config_info", "v1"): 1,
        ("sarto_config_mistake",): 1,
    }
    Telemetry(telemetry.site).configured("v2", is_refused=False)  # as a reload does

    found = scraped(telemetry)
    assert found["sarto_config_info", "v2"] == 1
    assert ("sarto_config_info", "v1") not in found
    assert found["sarto_config_mistake",] == 0


def test_a_second_site_or_version_registers_nothing_anew(telemetry):
    assert Telemetry("another").metrics is telemetry.metrics


def test_workers_are_counted_together(tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    paths = os.pathsep.join(sys.path)
    for times in ("2", "3"):
        command = [sys.executable, "-W", "error", "-c", WORKER, times]
        env = {**os.environ, "PYTHONPATH": paths}
        subprocess.run(command, check=True, env=env, timeout=60)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)

    found = samples(generate_latest(registry).decode(), "many")
    assert found["sarto_pages_total", "GET", "false", "2xx"] == 5
    assert found["sarto_decided_total", "hero.html", "slots", "hero"] == 5
    assert found["sarto_failures_total", "meet"] == 2
    assert found["sarto_seconds_count", "meet"] == 5
    assert (found["sarto_config_info", "v1"], found["sarto_config_info", "v0"]) == (
        1,
        0,
    )
