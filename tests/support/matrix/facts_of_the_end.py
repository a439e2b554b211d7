"""The last fact of a cell: after it nothing runs there (the rooms are read by name)."""

import re

from support.matrix.facts import fact
from support.matrix.running import Pair, Peer

RAISED = re.compile(r"[ |]*[\w.]*(Error|Exception)(:|$)")
NUMBERS = re.compile(r"0x[0-9a-f]+|\d+")
TOLD = (
    # What Sarto is to say here: of the fragment that breaks, and of `/page/known`.
    "fragment broken.html failed",
    "The site's code read of a visitor",
    # Hypercorn's own, of a bare site too: over HTTP/2 an answer that comes before its
    # request's body (to a form from elsewhere: 403) ends the connection with this.
    "KeyError: 0",
    "Unhandled exception in client_connected_cb",
    "transport: <_SelectorSocketTransport clos",
    # And where a connection is cancelled as it stops: by chance ours, or the bare one.
    # What is raised otherwise is told by its own line, be there a traceback or not.
    "Traceback (most recent call last):",
    "asyncio.exceptions.CancelledError",
    "Process SpawnProcess-",
    "StreamReaderProtocol.connection_made.<locals>.callback",
    # asyncio's, of a bare site too: a client left, and some writes were under way.
    "socket.send() raised exception.",
)


def lines(peer: Peer) -> set[str]:
    """Give what a server said, but for numbers and the code that tracebacks quote."""
    said = peer.log.read_text("utf-8", "replace").splitlines()
    plain = {
        line for line in said if line.strip() and not line.startswith(("  ", "\t"))
    }
    raised = {line.strip(" |") for line in said if RAISED.match(line)}  # in groups, too
    return {NUMBERS.sub("0", line) for line in plain | raised}


@fact()
def the_servers_stop_alike_and_said_nothing_they_do_not_say_of_the_bare_site(
    pair: Pair,
) -> None:
    with pair.ours.connected() as first, pair.bare.connected() as second:
        for idle in (first, second):
            assert idle.ask("/").status == 200
        codes = pair.stop()

    assert codes[0] == codes[1]
    assert {
        line for line in lines(pair.ours) if not any(each in line for each in TOLD)
    } <= lines(pair.bare)
