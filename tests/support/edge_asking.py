"""Asks a cache as clients do, odd ones too."""

import http.client
import socket
from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True)
class Got:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def __getitem__(self, name: str) -> str:
        return ", ".join(self.headers.get_all(name, []))


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **fields) -> Got:
    """Send one request; `_` in a name is a hyphen, a list is as many lines."""
    peer = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    peer.putrequest(method, path, skip_accept_encoding=True, skip_host="Host" in fields)
    for name, said in fields.items():
        for value in said if isinstance(said, list) else [said]:
            peer.putheader(name.replace("_", "-"), value)
    if body:
        peer.putheader("Content-Length", str(len(body)))
    peer.endheaders(body or None)
    answer = peer.getresponse()
    got = Got(answer.status, answer.headers, answer.read())
    peer.close()
    return got


def said_raw(port: int, *lines: str) -> bytes:
    """Send these very lines, and read to the end."""
    with socket.create_connection(("127.0.0.1", port), 20) as peer:
        text = "\r\n".join([*lines, "Connection: close", "", ""])
        peer.sendall(text.encode("latin-1"))
        return b"".join(iter(lambda: peer.recv(65_536), b""))
