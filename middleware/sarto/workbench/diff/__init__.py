"""What two versions of a site show different visitors, and what changed besides."""

from sarto.workbench.diff.difference import Difference, difference
from sarto.workbench.diff.telling import as_json, as_text
from sarto.workbench.diff.versions import VersionError, version
from sarto.workbench.diff.weighing import TrafficError, weighed

__all__ = [
    "Difference",
    "TrafficError",
    "VersionError",
    "as_json",
    "as_text",
    "difference",
    "version",
    "weighed",
]
