"""A client that speaks HTTP/2 by the letter: h2, with prior knowledge, on a socket."""

import socket
from collections import deque
from contextlib import suppress
from typing import Any, Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    InformationalResponseReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
)
from h2.exceptions import StreamClosedError

from support.matrix.answers import Answer, Pairs

PATIENCE = 15  # seconds
FRAME = 16_384
OF_ONE_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade"}


class EndedError(Exception):
    """The server hung up."""


class H2:
    """One connection of many streams; each answer is read by its own."""

    def __init__(self, port: int, *, window: int | None = None) -> None:
        self.peer = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.conn = H2Connection(H2Configuration(header_encoding=None))
        self.conn.initiate_connection()
        self.flush()
        self.window = window
        self.events: dict[int, deque[Any]] = {}
        self.stream = 0
        self.answer = Answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.peer.close()

    def flush(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # what it said is read
            self.peer.sendall(self.conn.data_to_send())

    def begin(self, path: str, **request: Any) -> Answer:
        """Send a request; give the answer as soon as its head is there."""
        self.stream = self.sent(path, **request)
        return self.head()

    def sent(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Pairs = (),
        body: bytes = b"",
        ends: bool = True,
    ) -> int:
        stream = self.conn.get_next_available_stream_id()
        self.events[stream] = deque()
        length = [(b"content-length", b"%d" % len(body))] if body else []
        pseudo = [(b":method", method.encode()), (b":scheme", b"http")]
        pseudo += [(b":authority", b"matrix.example"), (b":path", path.encode())]
        fields = [*pseudo, *headers, *length]
        self.conn.send_headers(stream, fields, end_stream=ends and not body)
        self.flush()
        while body:
            room = min(self.conn.local_flow_control_window(stream), FRAME)
            if not room:
                self.pump()
                continue
            self.conn.send_data(stream, body[:room], end_stream=len(body) <= room)
            body = body[room:]
            self.flush()
        return stream

    def pump(self) -> None:
        """Read some; what the parser refuses is raised here."""
        data = self.peer.recv(65_536)
        if not data:
            raise EndedError
        for event in self.conn.receive_data(data):
            if isinstance(event, DataReceived):
                length = event.flow_controlled_length
                if length:
                    self.conn.acknowledge_received_data(length, event.stream_id)
            if isinstance(event, ConnectionTerminated):
                assert event.error_code == ErrorCodes.NO_ERROR, event
            if getattr(event, "stream_id", 0) in self.events:
                self.events[event.stream_id].append(event)
        self.flush()

    def event(self) -> Any:
        while not (events := self.events[self.stream]):
            self.pump()
        return events.popleft()

    def head(self) -> Answer:
        self.answer = Answer()
        while not isinstance(event := self.event(), ResponseReceived):
            if isinstance(event, InformationalResponseReceived):
                self.answer.informed.append(int(dict(event.headers)[b":status"]))
            assert not isinstance(event, StreamReset), event
        (_, status), *self.answer.headers = event.headers
        self.answer.status = int(status)
        names = {name for name, _ in self.answer.headers}
        assert all(name == name.lower() for name in names), names
        assert not names & OF_ONE_HOP, names
        return self.answer

    def piece(self) -> bytes | None:
        """Give the next bytes of the body; None at its end, or where it was cut."""
        while True:
            try:
                event = self.event()
            except EndedError:
                return None
            if isinstance(event, DataReceived):
                if event.data:
                    return self.answer.take(event.data)
            elif isinstance(event, StreamEnded):
                self.answer.is_whole = True
                return None
            elif isinstance(event, StreamReset):
                return None

    def ask(self, path: str, **request: Any) -> Answer:
        """Send a request and read all of its answer."""
        self.begin(path, **request)
        return self.rest()

    def rest(self) -> Answer:
        while self.piece() is not None:
            pass
        assert self.answer.is_sound(), self.answer.headers
        return self.answer

    def leave(self) -> None:
        """Give up the answer that is under way; the connection goes on."""
        with suppress(StreamClosedError, OSError):  # or it has ended by itself
            self.conn.reset_stream(self.stream, ErrorCodes.CANCEL)
            self.flush()

    def has_nothing_left(self) -> bool:
        """Whether every event belongs to an answer that was read."""
        return not self.events[self.stream]

    @staticmethod
    def together(port: int, asked: list[tuple[str, Pairs]]) -> list[Answer]:
        """Open streams in one go, before any answer; read them one by one."""
        got = []
        with H2(port) as client:
            streams = [client.sent(path, headers=fields) for path, fields in asked]
            for client.stream in streams:
                client.head()
                got.append(client.rest())
        return got
