"""Passes: what an author signed, and lets people without accounts do for a while.

In comes a text that anybody may have sent, out comes what was signed, or nothing: what
is forged, over, of another site or of another kind is no pass. Nothing here raises for
any text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, Protocol, TypeVar

from msgspec import DecodeError, Struct, ValidationError, msgpack

from sarto.asgi import Scope
from sarto.memory.token import LARGEST, Seal

COOKIE = b"sarto-preview"  # a part of what our cookie is called, on any site
HEADER = b"x-sarto-explain"
LONGEST: Final = timedelta(days=30)  # that any pass is good for


class Preview(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Leave to see a site as somebody else."""

    ends: int  # seconds since 1970
    path: str  # where to begin
    facts: str  # as after `--as`
    name: str = ""  # of the persona, if it is one

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.ends, UTC)


class Asking(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Leave to ask why a page looks as it does."""

    ends: int


class Ending(Protocol):
    """What was signed: it ends."""

    @property
    def ends(self) -> int: ...


Leave = TypeVar("Leave", bound=Ending)


@dataclass(frozen=True, slots=True)
class Signed(Generic[Leave]):
    """Writes and reads the passes of one kind; each is signed for its own purpose."""

    seal: Seal
    kind: type[Leave]

    def written(self, leave: Leave) -> str:
        return self.seal.sealed(msgpack.encode(leave))

    def read(self, text: str | None, now: datetime) -> Leave | None:
        """Read a pass that is good now."""
        data = self.seal.opened(text) if text else None
        try:
            leave = msgpack.decode(data, type=self.kind) if data else None
        except (DecodeError, ValidationError):  # of another version of ours
            return None
        return leave if leave is not None and now.timestamp() < leave.ends else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """Writes and reads the passes of one site."""

    previews: Signed[Preview]
    askings: Signed[Asking]

    @classmethod
    def of(cls, secrets: Sequence[str], site: str) -> "Passes | None":
        """Derive the keys; `None` where nothing can be signed."""
        try:
            return cls.checked(secrets, site)
        except ValueError:
            return None

    @classmethod
    def checked(cls, secrets: Sequence[str], site: str) -> "Passes":
        """Derive the keys; raises `ValueError` for no secret, or too short a one."""
        return cls(
            previews=Signed(Seal.of(secrets, f"preview.{site}"), Preview),
            askings=Signed(Seal.of(secrets, f"explain.{site}"), Asking),
        )

    def written(self, leave: Preview | Asking) -> str:
        """Write a pass; raises `ValueError` for what is too long to be carried."""
        if isinstance(leave, Preview):
            text = self.previews.written(leave)
        else:
            text = self.askings.written(leave)
        if len(text) > LARGEST:
            raise ValueError(f"that is longer than {LARGEST} characters when signed")
        return text

    def preview(self, text: str | None, now: datetime) -> Preview | None:
        """Read leave to see a site as somebody else."""
        return self.previews.read(text, now)

    def may_ask(self, text: str, now: datetime) -> bool:
        """Whether it is leave to ask why a page looks as it does."""
        return self.askings.read(text, now) is not None


def has_pass(scope: Scope) -> bool:
    """Whether a request may bring a pass of ours: asked of each, so little is done."""
    try:
        for name, value in scope.get("headers") or ():
            if name == HEADER or (name == b"cookie" and COOKIE in value):
                return True
    except (TypeError, ValueError):  # whatever a server hands us: the site answers
        return False
    return False
