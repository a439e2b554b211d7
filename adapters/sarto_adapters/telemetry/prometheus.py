"""Metrics for Prometheus by `prometheus_client` (extra `sarto[prometheus]`).

Registered once in a process, for all its sites and all their versions; with
`PROMETHEUS_MULTIPROC_DIR` set the workers of a server share them. Where they are
served is the site's to say: `app.mount("/metrics", prometheus_client.make_asgi_app())`.
"""

import os
from functools import cache
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

from sarto.vocabulary.served import Part, Served

BUCKETS: Final = (
    *(1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4),
    *(1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2),
)  # seconds
OWN: Final = ""  # what a label says of the page's own content
SHARED: Final = ("PROMETHEUS_MULTIPROC_DIR", "prometheus_multiproc_dir")


class Metrics:
    """What is counted in this process."""

    def __init__(self) -> None:
        self.pages = Counter(
            "sarto_pages_total",
            "Pages that rules can change, as they were served.",
            ("site", "method", "status", "recalled"),
        )
        self.decided = Counter(
            "sarto_decided_total",
            "What was decided for slots and layouts of those pages.",
            ("site", "kind", "name", "fragment"),
        )
        self.seconds = Histogram(
            "sarto_seconds",
            "Seconds that pages waited for Sarto before their start.",
            ("site", "step"),
            buckets=BUCKETS,
        )
        self.failures = Counter(
            "sarto_failures_total",
            "What failed inside Sarto, or was an author's oversight, by its kind.",
            ("site", "kind"),
        )
        self.config = Gauge(
            "sarto_config_info",
            "The version of the site's files in force: 1.",
            ("site", "version"),
            multiprocess_mode="livemax",
        )
        self.mistake = Gauge(
            "sarto_config_mistake",
            "1: the files changed, and have a mistake; the version before stays.",
            ("site",),
            multiprocess_mode="livemax",
        )
        self._versions: dict[str, str] = {}  # by site

    def in_force(self, site: str, version: str) -> None:
        """Set the version of a site; the one before is no more."""
        before = self._versions.get(site, version)
        if before != version:
            self.config.labels(site, before).set(0)
            if not any(name in os.environ for name in SHARED):  # there nothing goes
                self.config.remove(site, before)
        self.config.labels(site, version).set(1)
        self._versions[site] = version


@cache
def metrics() -> Metrics:
    """Register the metrics: a name may be registered only once in a process."""
    return Metrics()


class Telemetry:
    """A port `Telemetry` that counts."""

    is_on = True

    def __init__(self, site: str) -> None:
        self.site, self.metrics = site, metrics()
        steps = self.metrics.seconds
        self._met, self._decided = (
            steps.labels(site, "meet"),
            steps.labels(site, "decide"),
        )
        self._pages: dict[tuple[str, str, str], Counter] = {}  # by their labels
        self._parts: dict[Part, Counter] = {}

    def served(self, page: Served) -> None:
        """Count a page, and what was decided for it."""
        key = (page.method, page.status, "true" if page.is_recalled else "false")
        if key not in self._pages:
            self._pages[key] = self.metrics.pages.labels(self.site, *key)
        self._pages[key].inc()
        for part in page.parts:
            if part not in self._parts:
                self._parts[part] = self.counter(part)
            self._parts[part].inc()
        self._met.observe(page.took.met / 1e9)
        self._decided.observe(page.took.decided / 1e9)

    def counter(self, part: Part) -> Counter:
        of = (self.site, part.kind, part.name, part.fragment or OWN)
        return self.metrics.decided.labels(*of)

    def failed(self, kind: str) -> None:
        """Count a failure."""
        self.metrics.failures.labels(self.site, kind).inc()

    def configured(self, version: str, *, is_refused: bool) -> None:
        """Tell which version is in force, and whether a newer one was refused."""
        self.metrics.mistake.labels(self.site).set(is_refused)
        self.metrics.in_force(self.site, version)
