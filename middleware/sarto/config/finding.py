"""Selectors of slots and layouts: each must be one that is understood."""

from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.config.rules import placements
from sarto.vocabulary.selectors import SelectorError, selectors


def found(toml: SartoToml, report: Report) -> None:
    """Report every selector that finds nothing because it cannot be read."""
    for path, placed in placements(toml):
        if placed.selector is None:
            continue
        try:
            selectors(placed.selector)
        except SelectorError as error:
            at, start = (*path, "selector"), placed.selector.find(error.part)
            part = (start, len(error.part)) if error.part else None
            report.wrong(
                "SARTO024", at, error.message, error.help, at_value=True, part=part
            )
