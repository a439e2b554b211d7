"""A client that speaks HTTP/1.1 by the letter: h11, on a plain socket."""

import socket
from typing import Self

import h11

from support.matrix.answers import Answer, Pairs

PATIENCE = 15  # seconds


class H1:
    """One connection, kept as long as both sides like; a request at a time."""

    def __init__(self, port: int, *, window: int | None = None) -> None:
        self.peer = socket.create_connection(("127.0.0.1", port), PATIENCE)
        if window:
            self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self.conn = h11.Connection(h11.CLIENT, max_incomplete_event_size=262_144)
        self.answer = Answer()
        self.is_over = False  # whether the server hung up

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.peer.close()

    def begin(
        self, path: str, *, method: str = "GET", headers: Pairs = (), body: bytes = b""
    ) -> Answer:
        """Send a request; give the answer as soon as its head is there."""
        if self.conn.our_state is h11.DONE:
            self.conn.start_next_cycle()
        length = [(b"content-length", b"%d" % len(body))] if body else []
        fields = [(b"host", b"matrix.example"), *headers, *length]
        asked = h11.Request(method=method, target=path, headers=fields)
        sent = self.conn.send(asked)
        if body:
            sent += self.conn.send(h11.Data(data=body))
        self.peer.sendall(sent + self.conn.send(h11.EndOfMessage()))
        return self.head()

    def head(self) -> Answer:
        self.answer = Answer()
        while isinstance(event := self.event(), h11.InformationalResponse):
            self.answer.informed.append(event.status_code)
        assert isinstance(event, h11.Response), event
        self.answer.status = event.status_code
        self.answer.headers = event.headers.raw_items()
        return self.answer

    def piece(self) -> bytes | None:
        """Give the next bytes of the body; None at its end, or where it was cut."""
        try:
            event = self.event()
        except ConnectionResetError:
            return None
        except h11.RemoteProtocolError:
            if not self.is_over:
                raise  # no early end: something that is no HTTP
            return None
        if isinstance(event, h11.Data):
            return self.answer.take(bytes(event.data))
        assert isinstance(event, h11.EndOfMessage), event
        self.answer.is_whole = True
        return None

    def event(self) -> h11.Event:
        while (event := self.conn.next_event()) is h11.NEED_DATA:
            data = self.peer.recv(65_536)
            self.is_over = not data
            self.conn.receive_data(data)
        return event

    def ask(self, path: str, **request: object) -> Answer:
        """Send a request and read all of its answer."""
        self.begin(path, **request)
        return self.rest()

    def rest(self) -> Answer:
        while self.piece() is not None:
            pass
        assert self.answer.is_sound(), self.answer.headers
        return self.answer

    def leave(self) -> None:
        """Hang up, whatever is still to come."""
        self.peer.close()

    def has_nothing_left(self) -> bool:
        """Whether every byte that came belongs to an answer."""
        return not self.conn.trailing_data[0]

    @staticmethod
    def together(port: int, asked: list[tuple[str, Pairs]]) -> list[Answer]:
        """Send requests in one go, before any answer (RFC 9112 §9.3.2); read them all."""
        got = []
        with H1(port) as client:
            lines = [b"".join(H1.written(*one)) for one in asked]
            client.peer.sendall(b"".join(lines))
            left = b""
            for path, headers in asked:
                client.conn = h11.Connection(h11.CLIENT)
                H1.written(path, headers, client.conn)
                if left:
                    client.conn.receive_data(left)
                client.head()
                got.append(client.rest())
                left = client.conn.trailing_data[0]
            assert left == b""
        return got

    @staticmethod
    def written(
        path: str, headers: Pairs, conn: h11.Connection | None = None
    ) -> list[bytes]:
        conn = conn or h11.Connection(h11.CLIENT)
        fields = [(b"host", b"matrix.example"), *headers]
        asked = h11.Request(method="GET", target=path, headers=fields)
        return [conn.send(asked), conn.send(h11.EndOfMessage())]
