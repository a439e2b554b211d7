"""An answer of ours: whole before the first byte of it goes out, and kept by nobody."""

from dataclasses import dataclass, field, replace
from typing import Final

from sarto.asgi import Scope, Send
from sarto.headers import Headers

POLICY: Final = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    b"frame-ancestors 'none'; base-uri 'none'"
)
PRIVATE: Final = (b"cache-control", b"private, no-store")
FOREVER: Final = (b"cache-control", b"public, max-age=31536000, immutable")
SAFE: Final[Headers] = [
    (b"content-security-policy", POLICY),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]
HTML: Final = b"text/html; charset=utf-8"
TEXT: Final = b"text/css; charset=utf-8"
JSON: Final = b"application/json; charset=utf-8"
UNBROKEN: Final = (
    "<!doctype html>\n"
    '<html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    "<title>Not now</title>\n"
    "<h1>This page cannot be shown now</h1>\n"
    "<p>Something went wrong on our side, and nothing was changed. "
    "Please try again in a while.</p></html>\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `keeping` says who may keep it, `policy` what it may load."""

    status: int = 200
    body: bytes = b""
    kind: bytes | None = HTML
    fields: Headers = field(default_factory=list[tuple[bytes, bytes]])
    keeping: tuple[bytes, bytes] = PRIVATE
    policy: bytes = POLICY

    @property
    def headers(self) -> Headers:
        kind = [] if self.kind is None else [(b"content-type", self.kind)]
        length = (b"content-length", b"%d" % len(self.body))
        policy = (b"content-security-policy", self.policy)
        own = {name for name, _ in self.fields}
        safe = [field for field in SAFE[1:] if field[0] not in own]
        return [*kind, length, self.keeping, policy, *safe, *self.fields]

    def also(self, *fields: tuple[bytes, bytes]) -> "Reply":
        """Give the same answer, with more fields."""
        return replace(self, fields=[*self.fields, *fields])

    async def send(self, scope: Scope, send: Send) -> None:
        """Send it; to HEAD without its body."""
        body = b"" if scope.get("method") == "HEAD" else self.body
        start = {"type": "http.response.start", "status": int(self.status)}
        await send({**start, "headers": self.headers})
        await send({"type": "http.response.body", "body": body})


def seen_at(path: str, *cookies: tuple[bytes, bytes]) -> Reply:
    """Send somebody on to see what became of their form."""
    location = (b"location", path.encode("ascii"))
    return Reply(status=303, kind=None, fields=[location, *cookies])


BROKEN: Final = Reply(status=503, body=UNBROKEN.encode())
