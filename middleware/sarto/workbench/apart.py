"""Looks at an application in a process of its own, for to import it is to run it.

In: an application as `module:name` gives it. Out: its `Order`, which is empty where it
is not to be had. Never: a word of the site's own code among ours, or its end as ours.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from sarto.workbench.dev.named import application
from sarto.workbench.order import Order
from sarto.workbench.sides import KNOWN

LIMIT = 10.0  # seconds
# It looks for modules where this process does. With "-m" the folder it is started in
# would come first, whose modules may be called as those of Python are.
START = (
    "import sys; sys.path[:] = sys.argv[3:];"
    " from sarto.workbench.apart import main; main()"
)
STDOUT = 1


def order(named: str, folder: Path) -> Order:
    """Have a process look at an application, which is ended after `LIMIT`."""
    words = [sys.executable, "-c", START, named, str(folder), *sys.path]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell; the site's own code anyway
            words,
            stdin=quiet,
            stdout=subprocess.PIPE,
            stderr=quiet,
            start_new_session=True,
        )
    except (OSError, ValueError):  # ValueError: a name with a NUL in it
        return Order(is_seen=False)
    return read(answer(process))


def answer(process: subprocess.Popen[bytes]) -> bytes:
    """Wait for what a process says, and leave nothing of it behind."""
    with process:
        try:
            return process.communicate(timeout=LIMIT)[0]
        except subprocess.TimeoutExpired:
            return b""
        finally:
            process.kill()
            # Nothing may be left of its group; and Windows has no groups.
            with suppress(OSError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)


def read(said: bytes) -> Order:
    """Read what the process wrote; what is odd is no order."""
    try:
        sides: dict[str, Any] = json.loads(said)
        return Order(
            outside=known(sides["outside"]),
            inside=known(sides["inside"]),
            others=tuple(map(str, sides["others"])),
            place=str(sides["place"]),
        )
    except (ValueError, LookupError, TypeError):
        return Order(is_seen=False)


def known(names: list[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in KNOWN)


def main() -> NoReturn:
    """Be that process: what the site's code prints goes nowhere."""
    pipe = os.dup(STDOUT)
    os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)
    named, folder = sys.argv[1:3]
    del sys.argv[1:]
    try:
        found = Order.of(application(named, Path(folder)))
        os.write(pipe, json.dumps(asdict(found)).encode())
    finally:
        os._exit(0)  # threads of the site's code may go on for ever
