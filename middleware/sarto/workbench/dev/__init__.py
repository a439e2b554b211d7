"""`sarto dev`: the site with Sarto in front, and a bar to be another visitor.

Config and fragments are read again before each request when they changed; a change with
a mistake in it is shown in the bar while the last good version goes on. An open page
waits for the next change (holds.py); what cannot be mended by reading again, Python
above all, is begun anew in another process (anew.py).
"""

from sarto.workbench.dev.named import (
    TargetError,
    application,
    is_application,
    served,
)
from sarto.workbench.dev.site import DevSite

__all__ = ["DevSite", "TargetError", "application", "is_application", "served"]
