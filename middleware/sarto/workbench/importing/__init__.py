"""Outcomes from elsewhere: a CSV file, as events of the site's experiments."""

from sarto.workbench.importing.intake import Intake, intake
from sarto.workbench.importing.sheet import SheetError

__all__ = ["Intake", "SheetError", "intake"]
