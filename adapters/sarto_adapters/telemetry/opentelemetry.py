"""Spans and metrics for OpenTelemetry, by its API alone (extra `sarto[otel]`).

Where the application sets no provider nothing is made. A span stands beside others that
may name an address, and an exemplar leads to one: what is one visitor's own is in no
span, and is counted with no trace in sight.
"""

from collections.abc import Mapping
from time import monotonic
from typing import Final

from opentelemetry import metrics, trace
from opentelemetry.context import Context

from sarto.vocabulary.served import Part, Served, Took

BUCKETS: Final = (
    *(1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4),
    *(1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2),
)  # seconds
API: Final = ("opentelemetry.trace", "opentelemetry.metrics")  # what only stands in
SINGULAR: Final = {"slots": "slot", "layouts": "layout"}
PAUSE: Final = 1.0  # seconds
UNTOLD: Final = "not told"
OWN: Final = "own"  # the page's own content
# No trace. An empty context would not do: the SDK takes the current one in its place.
NOWHERE: Final = trace.set_span_in_context(trace.INVALID_SPAN, Context())

Attributes = Mapping[str, str | bool]


class Telemetry:
    """A port `Telemetry` that makes spans, and counts."""

    def __init__(self, site: str) -> None:
        self.site: Attributes = {"sarto.site": site}
        self.tracer = trace.get_tracer("sarto")
        meter = metrics.get_meter("sarto")
        self.pages = meter.create_counter("sarto.pages", "{page}", "pages served")
        self.decisions = meter.create_counter(
            "sarto.decisions", "{decision}", "what was decided for slots and layouts"
        )
        self.failures = meter.create_counter(
            "sarto.failures", "{failure}", "what failed inside Sarto"
        )
        self.mistake = meter.create_gauge(
            "sarto.config.mistake", "1", "1: the files changed, and have a mistake"
        )
        self.duration = meter.create_histogram(
            "sarto.duration",
            "s",
            "what pages waited for Sarto before their start",
            explicit_bucket_boundaries_advisory=BUCKETS,
        )
        self._parts: dict[Part, Attributes] = {}
        self._has_spans = self._has_metrics = False
        self._looks_at = 0.0  # the moment to look for providers again

    @property
    def is_on(self) -> bool:
        """Whether the application set a provider; it is looked for once a second."""
        if not (self._has_spans and self._has_metrics):
            now = monotonic()
            if now >= self._looks_at:
                self._looks_at = now + PAUSE
                self.look()
        return self._has_spans or self._has_metrics

    def look(self) -> None:
        """Look for providers; one that is set stays."""
        self._has_spans = is_real(trace.get_tracer_provider())
        self._has_metrics = is_real(metrics.get_meter_provider())

    def served(self, page: Served) -> None:
        """Count a page, and make its spans."""
        if self._has_metrics:
            self.count(page)
        if self._has_spans:
            self.trace(page)

    def count(self, page: Served) -> None:
        told = {
            **self.site,
            "http.request.method": page.method,
            "sarto.status": page.status,
            "sarto.recalled": page.is_recalled,
        }
        self.pages.add(1, told)
        for part in page.parts:
            if part not in self._parts:
                self._parts[part] = {**self.site, **counted(part)}
            context = None if part.is_open else NOWHERE
            self.decisions.add(1, self._parts[part], context)
        took = page.took
        self.duration.record(took.met / 1e9, {**self.site, "sarto.step": "meet"})
        self.duration.record(took.decided / 1e9, {**self.site, "sarto.step": "decide"})

    def trace(self, page: Served) -> None:
        """Make a span of the page, after the fact, and in it one for each step.

        It belongs to whatever is traced outside of Sarto.
        """
        took = page.took
        end = took.began + took.until + took.decided
        span = self.tracer.start_span("sarto", start_time=took.began)
        if span.is_recording():
            span.set_attributes({**self.site, **traced(page)})
            self.steps(took, end, trace.set_span_in_context(span))
        span.end(end)

    def steps(self, took: Took, end: int, inside: Context) -> None:
        start = self.tracer.start_span
        start("sarto.meet", inside, start_time=took.began).end(took.began + took.met)
        begun = took.began + took.until
        start("sarto.decide", inside, start_time=begun).end(end)

    def failed(self, kind: str) -> None:
        """Count a failure; its trace may be a visitor's, and is not told."""
        self.failures.add(1, {**self.site, "sarto.kind": kind}, NOWHERE)

    def configured(self, version: str, *, is_refused: bool) -> None:  # noqa: ARG002 - the port's
        """Tell whether a newer version was refused."""
        self.mistake.set(int(is_refused), self.site)


def is_real(provider: object) -> bool:
    """Whether it is an SDK's, and does not merely stand in for one."""
    return not type(provider).__module__.startswith(API)


def counted(part: Part) -> Attributes:
    return {
        "sarto.kind": SINGULAR[part.kind],
        "sarto.name": part.name,
        "sarto.fragment": part.fragment or OWN,
    }


def traced(page: Served) -> Attributes:
    """Write the attributes of a page's span."""
    parts = {
        f"sarto.{SINGULAR[part.kind]}.{part.name}": told(part) for part in page.parts
    }
    return {
        "http.request.method": page.method,
        "sarto.status": page.status,
        "sarto.version": page.version,
        "sarto.recalled": page.is_recalled,
        **parts,
    }


def told(part: Part) -> str:
    return (part.fragment or OWN) if part.is_open else UNTOLD
