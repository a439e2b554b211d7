"""What a strict client got: an answer whose every byte its parser took.

Whatever a parser refuses is raised by it, and nobody here catches that. The one
exception is an answer the server cut: it is given, and says that it is not whole.
"""

import gzip
import time
from dataclasses import dataclass, field

Pairs = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Answer:
    """One answer, as far as it came."""

    status: int = 0
    headers: Pairs = field(default_factory=list)  # names in the case they came in
    body: bytes = b""
    informed: list[int] = field(default_factory=list)  # 1xx before it
    is_whole: bool = False
    times: list[float] = field(default_factory=list)  # when each piece came

    def take(self, piece: bytes) -> bytes:
        self.body += piece
        self.times.append(time.monotonic())
        return piece

    def all(self, name: str) -> list[bytes]:
        wanted = name.encode()
        return [value for key, value in self.headers if key.lower() == wanted]

    def get(self, name: str) -> bytes | None:
        found = self.all(name)
        assert len(found) < 2, f"{name} came twice: {found}"
        return found[0] if found else None

    @property
    def content(self) -> bytes:
        """The body, unpacked."""
        return gzip.decompress(self.body) if self.get("content-encoding") else self.body

    @property
    def spread(self) -> float:
        """Seconds between the first piece and the last."""
        return self.times[-1] - self.times[0] if self.times else 0.0

    def is_sound(self) -> bool:
        """Whether what the headers say of the body holds of it."""
        length = self.get("content-length")
        if length is not None and self.get("transfer-encoding") is not None:
            return False
        return length is None or not self.body or int(length) == len(self.body)
