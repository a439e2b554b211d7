"""What a site's code stopped with, as its author wants to read it."""

from pathlib import Path
from traceback import FrameSummary, StackSummary, TracebackException

import sarto

OURS = str(Path(sarto.__file__).parent)
MOST = 20  # lines


def told(error: BaseException) -> str:
    """Write the end of a traceback, less the frames of the import and our own."""
    found = TracebackException.from_exception(error)
    each: TracebackException | None = found
    while each is not None:
        frames = [frame for frame in each.stack if is_told(frame)]
        each.stack = StackSummary.from_list(frames)
        each = each.__cause__ or each.__context__
    lines = "".join(found.format()).rstrip().split("\n")
    return "\n".join(["…", *lines[-MOST:]] if len(lines) > MOST else lines)


def is_told(frame: FrameSummary) -> bool:
    name = frame.filename
    is_import = name.startswith("<frozen importlib") or "/importlib/" in name
    return not is_import and not name.startswith(OURS)
