"""How one answer is changed: its headers, and what becomes of its slots."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sarto.asgi import Message
from sarto.compose.codings import Coding
from sarto.compose.cuts import cut
from sarto.compose.html.wanted import Wanted
from sarto.compose.outline import Seen
from sarto.compose.rewrite import Rewriter, Terms
from sarto.headers import Headers, without

LENGTH = b"content-length"

Find: TypeAlias = Callable[[bytes, Wanted], Seen]  # the slots of a body that came whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How one answer is changed: its headers, and what becomes of its slots."""

    headers: Headers  # less the length, which changes with the bytes
    terms: Terms | None = None  # None: no slot changes
    is_known: bool = False  # the client has these very bytes: 304
    coding: Coding | None = None  # None: plain bytes come, and go
    failing: Headers | None = None  # for what passes as it came; None: as it came, too
    is_fit: Callable[[bytes], bool] | None = None  # whether a whole body may go out

    @property
    def is_waiting(self) -> bool:
        """Whether its start goes out with the first of its body."""
        return self.failing is not None or self.is_fit is not None

    def begin(self) -> Rewriter | None:
        """Start rewriting a body that comes in chunks."""
        return Rewriter(self.terms) if self.terms else None

    def whole(self, data: bytes, find: "Find") -> bytes:
        """Rewrite a body that came whole."""
        if not (self.terms and data):
            return data
        return cut(data, self.terms, find(data, self.terms.wanted))

    def start(self, start: Message, length: int | None = None) -> Message:
        """Write the changed start; a length only where it is known."""
        headers = self.headers
        if length is not None:
            headers = [*headers, (LENGTH, b"%d" % length)]
        return {**start, "headers": headers}

    def not_modified(self, start: Message) -> Message:
        headers = without(self.headers, b"content-encoding", b"content-type")
        kept = {key: value for key, value in start.items() if key != "trailers"}
        return {**kept, "status": 304, "headers": headers}
