"""`sarto init`: looks at a folder without running any of it, and writes a beginning."""

from sarto.workbench.init.begin import (
    Begun,
    BegunAlreadyError,
    UnwrittenError,
    begin,
)

__all__ = ["Begun", "BegunAlreadyError", "UnwrittenError", "begin"]
