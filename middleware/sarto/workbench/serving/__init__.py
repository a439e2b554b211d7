"""A site served to visitors: processes at one socket, until somebody ends it.

Each worker makes the site for itself; what they share is in stores. A worker that dies
is replaced, a signal to end lets answers under way come to their end, and SIGHUP puts
fresh workers in the place of the old ones, one by one. `sarto serve` and `sarto proxy`
stand on it.
"""

from sarto.workbench.serving.crew import Crew, run
from sarto.workbench.serving.service import RefusedError, Service, lacking

__all__ = ["Crew", "RefusedError", "Service", "lacking", "run"]
