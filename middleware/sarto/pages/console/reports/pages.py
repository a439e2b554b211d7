"""A report as a page: what the templates are given, and the page that stands alone."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, Final

from sarto.config.config import Config
from sarto.measure.report.report import Report, reported
from sarto.pages.console.reports.chapters import chapter
from sarto.pages.console.reports.desk import Desk
from sarto.pages.console.reports.numerals import Numerals
from sarto.pages.console.reports.placed import placed
from sarto.pages.console.views import icon, templates
from sarto.pages.console.views import style as frame
from sarto.site.built_in.style import Style, read
from sarto.site.site import Site
from sarto.speech.speech import speech
from sarto.vocabulary.world import zone_named

ALONE: Final = "reports/alone.html"
PAGE: Final = "reports/reports.html"  # in the console
UNMEASURED: Final = "Nothing is measured: [experiments] or [events] would do that."


@cache
def style() -> Style:
    """Read the style of reports, which stands upon the console's."""
    return read("sarto.pages.console", "templates/reports/report.css")


def desk(site: Site) -> Desk | None:
    """Make what makes a running site's reports; `None`: nothing is measured."""
    if site.measuring is None:
        return None
    store, config, clock = (
        site.measuring.recorder.store,
        site.config,
        site.sources.clock,
    )

    def make() -> Report:
        return reported(config.toml, store, int(clock().timestamp()))

    return Desk(make, site.failures)


def shown(found: Report | str, config: Config) -> Mapping[str, Any]:
    """Give what the console shows: a report, or why there is none."""
    if isinstance(found, str):
        return {"report": None, "told": found}
    return pieces(found, config)


def pieces(report: Report, config: Config, language: str = "en") -> Mapping[str, Any]:
    """Give what the templates show; the console's own language is English."""
    say = speech(language)
    zone = zone_named(config.toml.site_timezone) or UTC
    made = datetime.fromtimestamp(report.made, UTC).astimezone(zone)
    return {
        "say": say,
        "report": report,
        "write": Numerals(say),
        "file": config.file,
        "made": made,
        "when": say.moment(made),
        "chapters": [chapter(each, say) for each in report.results],
        "places": [placed(each, say) for each in report.places],
    }


def alone(report: Report, config: Config) -> str:
    """Write a page that needs nothing but itself, in the site's first language.

    A browser lets nothing run in it and nothing be loaded, whoever serves it.
    """
    language = (config.toml.languages or ["en"])[0]
    text = (frame().text + style().text).decode()
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return (
        templates()
        .get_template(ALONE)
        .render(
            **pieces(report, config, language),
            style=text,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:",
            icon=f"data:image/svg+xml;base64,{b64encode(icon()).decode()}",
        )
    )
