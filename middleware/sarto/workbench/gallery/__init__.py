"""The gallery: every variant of every slot, layout and page on one page."""

from sarto.workbench.gallery.gallery import Made, made
from sarto.workbench.gallery.shots import ShotsError

__all__ = ["Made", "ShotsError", "made"]
