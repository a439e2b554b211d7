"""Reports on a site from beside it: where its events are, and what to say of them."""

from sarto.workbench.report.opened import answered, opened
from sarto.workbench.report.text import as_text

__all__ = ["answered", "as_text", "opened"]
