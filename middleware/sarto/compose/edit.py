"""How one answer is changed: its headers, and what becomes of its slots."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from sarto.asgi import Message
from sarto.compose.codings import Coding
from sarto.compose.cuts import cut
from sarto.compose.html.wanted import Wanted
from sarto.compose.inserted import Inserted, nothing
from sarto.compose.outline import Seen
from sarto.compose.rewrite import Rewriter, Terms, rewritten
from sarto.compose.watching import Written
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
    is_waiting: bool = field(
        init=False
    )  # its start goes out with the first of its body
    is_plain: bool = field(init=False)  # only headers change, and slots

    def __post_init__(self) -> None:
        is_waiting = self.failing is not None or self.is_fit is not None
        is_plain = self.coding is None and self.is_fit is None and not self.is_known
        object.__setattr__(self, "is_waiting", is_waiting)
        object.__setattr__(self, "is_plain", is_plain)

    @property
    def is_watched(self) -> bool:
        """Whether it is to be told which places went out."""
        return bool(self.terms and self.terms.watched) and not self.is_known

    def begin(
        self, inserted: Inserted = nothing, written: Written = None
    ) -> Rewriter | None:
        """Start rewriting a body that comes in chunks."""
        return Rewriter(self.terms, inserted, written) if self.terms else None

    def whole(
        self,
        data: bytes,
        find: "Find",
        inserted: Inserted = nothing,
        written: Written = None,
    ) -> bytes:
        """Rewrite a body that came whole."""
        terms = self.terms
        if not (terms and data):
            return data
        seen = find(data, terms.wanted)
        if inserted():
            return rewritten(data, terms, seen, inserted, written)
        return cut(data, terms, seen, written)

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


def announced(headers: Headers) -> bytes | None:
    """Tell how long the body is said to be, so that it may come in one piece."""
    if headers and headers[0][0] == LENGTH:  # where many applications put it
        return headers[0][1]
    lengths = (value for name, value in headers if bytes(name).lower() == LENGTH)
    return next(lengths, None)
