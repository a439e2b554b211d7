"""OpenTelemetry: spans and metrics where an SDK is set, nothing at all elsewhere."""

import subprocess
import sys

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

from sarto_adapters.telemetry import opentelemetry as adapter
from sarto_adapters.telemetry.opentelemetry import Telemetry
from support import telemetry as support
from support.telemetry import PAGE

ALONE = """
import sys
sys.modules["opentelemetry.sdk"] = None
from sarto_adapters.telemetry.opentelemetry import Telemetry
telemetry = Telemetry("")
assert not telemetry.is_on
telemetry.failed("meet")
telemetry.configured("v1", is_refused=True)
"""


@pytest.fixture
def told():
    with support.told() as found:
        yield found


@pytest.fixture
def telemetry(request):
    found = Telemetry(request.node.name)  # a site of its own: metrics only grow
    assert found.is_on
    return found


def of(told, telemetry, name):
    return [p for p in told.points(name) if p.attributes["sarto.site"] == telemetry.site["sarto.site"]]  # fmt: skip


def test_a_page_is_a_span_with_a_span_for_each_step(told, telemetry):
    telemetry.served(PAGE)

    (page,), (meet,), (decide,) = map(
        told.named, ("sarto", "sarto.meet", "sarto.decide")
    )
    took = PAGE.took
    assert (page.start_time, page.end_time) == (took.began, took.began + 5_060_000)
    assert (meet.start_time, meet.end_time) == (took.began, took.began + took.met)
    assert decide.end_time - decide.start_time == took.decided
    assert meet.parent.span_id == decide.parent.span_id == page.context.span_id


def test_a_span_says_what_was_decided_but_for_what_is_a_visitors_own(told, telemetry):
    telemetry.served(PAGE)

    assert dict(told.named("sarto")[0].attributes) == {
        **telemetry.site,
        "http.request.method": "GET",
        "sarto.status": "2xx",
        "sarto.version": "v1",
        "sarto.recalled": False,
        "sarto.slot.hero": "hero.html",
        "sarto.slot.offer": "not told",
    }


def test_it_stands_below_what_is_traced_around_it(told, telemetry):
    with trace.get_tracer("server").start_as_current_span("GET /") as outer:
        telemetry.served(PAGE)

    (page,) = told.named("sarto")
    assert page.parent.span_id == outer.get_span_context().span_id
    assert page.context.trace_id == outer.get_span_context().trace_id


def test_pages_and_decisions_are_counted(told, telemetry):
    for _ in range(3):
        telemetry.served(PAGE)

    (pages,) = of(told, telemetry, "sarto.pages")
    assert (pages.value, pages.attributes["sarto.status"]) == (3, "2xx")
    decisions = of(told, telemetry, "sarto.decisions")
    counted = {p.attributes["sarto.fragment"]: p.value for p in decisions}
    assert counted == {"hero.html": 3, "offer.html": 3}
    steps = of(told, telemetry, "sarto.duration")
    assert {p.attributes["sarto.step"]: p.count for p in steps} == {
        "meet": 3,
        "decide": 3,
    }
    assert steps[0].explicit_bounds[0] == 1e-5


def test_what_is_a_visitors_own_is_counted_with_no_trace_in_sight(told, telemetry):
    with trace.get_tracer("server").start_as_current_span("GET /"):
        telemetry.served(PAGE)

    found = of(told, telemetry, "sarto.decisions")
    by_name = {p.attributes["sarto.name"]: p.exemplars for p in found}
    assert [e.trace_id for e in by_name["offer"] if e.trace_id] == []
    assert [e for e in by_name["hero"] if e.trace_id]  # what may lead to one does


def test_failures_and_refused_versions_are_metrics(told, telemetry):
    telemetry.failed("meet")
    telemetry.configured("v1", is_refused=True)

    (failures,) = of(told, telemetry, "sarto.failures")
    assert (failures.value, failures.attributes["sarto.kind"]) == (1, "meet")
    assert [p.value for p in of(told, telemetry, "sarto.config.mistake")] == [1]
    telemetry.configured("v2", is_refused=False)
    assert [p.value for p in of(told, telemetry, "sarto.config.mistake")] == [0]


def test_with_the_api_alone_nobody_hears():
    subprocess.run([sys.executable, "-c", ALONE], check=True, timeout=30)


def test_what_is_not_sampled_costs_no_span_more(told, telemetry, monkeypatch):
    made = []
    unsampled = TracerProvider(sampler=ALWAYS_OFF).get_tracer("sarto")
    start = unsampled.start_span
    monkeypatch.setattr(
        unsampled, "start_span", lambda *a, **b: made.append(a) or start(*a, **b)
    )
    telemetry.tracer = unsampled

    telemetry.served(PAGE)

    assert [name for name, *_ in made] == ["sarto"]
    assert told.named("sarto") == []


@pytest.mark.parametrize("absent", ["_has_spans", "_has_metrics"])
def test_where_one_provider_is_set_the_other_is_not_told(told, telemetry, absent):
    setattr(telemetry, absent, False)

    telemetry.served(PAGE)

    assert bool(told.named("sarto")) is (absent == "_has_metrics")
    assert bool(of(told, telemetry, "sarto.pages")) is (absent == "_has_spans")


def test_a_provider_that_comes_later_is_found_within_a_second(told, monkeypatch):
    hands = [0.0]
    monkeypatch.setattr(adapter, "monotonic", lambda: hands[0])
    with monkeypatch.context() as before:
        before.setattr(adapter, "is_real", lambda provider: False)
        late = Telemetry("late")
        assert not late.is_on
    assert not late.is_on
    hands[0] += adapter.PAUSE
    assert late.is_on
    assert late.is_on
