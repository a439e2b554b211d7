"""A site that tells of its pages, and those who take it down."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from sarto.vocabulary import adapters
from sarto.vocabulary.served import Part, Served, Took

TOML = """
{head}
[telemetry]
to = {to}

[consent]
source = "cookieyes"

[slots.hero]
pages = ["/", "/menu/*"]
show = [{{ when = {{ device = "mobile" }}, fragment = "hero.html" }}]

[slots.offer]
pages = ["/"]
default = "offer.html"
show = [{{ when = {{ returning = true }}, fragment = "again.html" }}]
"""
FRAGMENTS = {"hero.html": "h", "offer.html": "o", "again.html": "a"}
PHONE = {
    "user_agent": "Mozilla/5.0 (iPhone) Mobile Safari/604.1",
    "sec_ch_ua_mobile": "?1",
}
HERO = Part(kind="slots", name="hero", fragment="hero.html", is_open=True)
OFFER = Part(kind="slots", name="offer", fragment="offer.html", is_open=False)
PAGE = Served(
    method="GET",
    status="2xx",
    version="v1",
    parts=(HERO, OFFER),
    is_recalled=False,
    took=Took(began=10**18, met=40_000, until=5_000_000, decided=60_000),
)


def toml(*to: str, head: str = "") -> str:
    return TOML.format(to=list(to), head=head)


class Recorder:
    """A port `Telemetry` that keeps what it is told."""

    is_on = True
    made: "list[Recorder]" = []  # noqa: RUF012 - all of them, to be asked

    def __init__(self, site: str) -> None:
        self.site = site
        self.pages: list[Served] = []
        self.kinds: list[str] = []
        self.versions: list[tuple[str, bool]] = []
        self.made.append(self)

    def served(self, page: Served) -> None:
        self.pages.append(page)

    def failed(self, kind: str) -> None:
        self.kinds.append(kind)

    def configured(self, version: str, *, is_refused: bool) -> None:
        self.versions.append((version, is_refused))


class Broken(Recorder):
    """One that raises whatever it is told."""

    def served(self, page: Served) -> None:
        raise RuntimeError

    failed = configured = lambda self, *told, **said: self.served(told)


class Unmade:
    """One that cannot even be made."""

    def __init__(self, site: str) -> None:
        raise RuntimeError


def published(monkeypatch: Any) -> None:
    """Publish them, as a package would."""
    Recorder.made.clear()
    for kind in (Recorder, Broken, Unmade):
        key = ("telemetry", kind.__name__.lower())
        target = f"{kind.__module__}:{kind.__name__}"
        monkeypatch.setitem(adapters.BUILT_IN, key, target)


class Told:
    """What an OpenTelemetry SDK was told; there is one in a process."""

    def __init__(self) -> None:
        self.spans, self.reader = InMemorySpanExporter(), InMemoryMetricReader()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self.spans))
        trace.set_tracer_provider(provider)
        metrics.set_meter_provider(MeterProvider([self.reader]))

    def named(self, name: str) -> list[Any]:
        """List the spans of that name."""
        return [span for span in self.spans.get_finished_spans() if span.name == name]

    def points(self, name: str) -> list[Any]:
        """List the points of a metric."""
        data = self.reader.get_metrics_data()
        return [
            point
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in metric.data.data_points
        ]

    def everything(self) -> str:
        """Write down all of it."""
        data = self.reader.get_metrics_data()
        spans = "".join(span.to_json() for span in self.spans.get_finished_spans())
        return spans + (data.to_json() if data else "")


@cache
def sdk() -> Told:
    return Told()


@contextmanager
def told() -> Iterator[Told]:
    """Tell an SDK that has heard no spans before."""
    found = sdk()
    found.spans.clear()
    yield found
    found.spans.clear()
