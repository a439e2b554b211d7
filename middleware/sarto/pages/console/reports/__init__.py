"""Reports as pages: in the console, and alone in a file."""

from sarto.pages.console.reports.desk import Desk
from sarto.pages.console.reports.pages import (
    PAGE,
    UNMEASURED,
    alone,
    desk,
    shown,
    style,
)

__all__ = ["PAGE", "UNMEASURED", "Desk", "alone", "desk", "shown", "style"]
