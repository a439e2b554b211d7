"""The bar under a page in development: who you are now, and a form to be another."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from sarto import headers
from sarto.asgi import Message, Scope, Send
from sarto.compose.codings import known
from sarto.compose.packing import ways
from sarto.site.dress import coding
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from sarto.vocabulary.facts import DEVICES
from sarto.vocabulary.world import countries
from sarto.workbench.shown import counted, parts

FIELDS = ("device", "language", "country", "time", "campaign.name")
ROOM = files("sarto.workbench")
STYLE = (ROOM / "bar.css").read_text("utf-8")
STYLE_NAME = f"dev-{blake2b(STYLE.encode(), digest_size=6).hexdigest()}.css"
PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    (ROOM / "bar.html").read_text("utf-8")
)
END = b"</body>"
GONE = (b"content-length", b"etag", b"cache-control", b"content-encoding")


def asked_for(form: Mapping[str, str]) -> str:
    """Write what the form says as `--as` takes it."""
    if persona := form.get("persona"):
        return f"@{persona}"
    said = [(fact, form.get(fact, "").strip()) for fact in FIELDS]
    words = [f"{fact}={shlex.quote(value)}" for fact, value in said if value]
    return " ".join([*words, form.get("as", "").strip()]).strip()


@dataclass(slots=True, kw_only=True)
class Bar:
    """The bar of one answer; `visitor` is whom the application met."""

    site: Site
    scope: Scope
    text: str
    pins: Mapping[str, object]
    mistake: str
    visitor: Visitor | None = None
    came: str = ""  # the coding of the page, though plain bytes were asked for

    def html(self) -> bytes:
        """Render the bar."""
        query = bytes(self.scope.get("query_string", b"")).decode("latin-1")
        toml, as_ = self.site.config.toml, ["--as", self.text] if self.text else []
        page = self.scope["path"] + (f"?{query}" if query else "")
        rows = [*parts(self.site, self.visitor)] if self.visitor else []
        return PAGE.render(
            action=f"{toml.prefix}/dev",
            style=f"{toml.prefix}/{STYLE_NAME}",
            page=page,
            values=self.values(),
            devices=DEVICES,
            languages=toml.languages,
            countries=sorted(countries()),
            personas=list(toml.personas),
            text=self.text,
            more=self.more(),
            mistake=self.mistake,
            parts=rows,
            counted=counted(rows),
            came=self.came,
            why=shlex.join(["sarto", "explain", page, *as_]),
        ).encode()

    def values(self) -> dict[str, str]:
        """What the form's fields say now."""
        said = {fact: self.pins.get(fact) for fact in FIELDS}
        return {
            fact: ""
            if value is None
            else str(value)[:5]
            if fact == "time"
            else str(value)
            for fact, value in said.items()
        }

    def more(self) -> str:
        """What is pinned besides the fields."""
        try:
            words = shlex.split(self.text) if not self.text.startswith("@") else []
        except ValueError:
            return self.text  # quotes that nothing ends: shown as they were typed
        rest = [word for word in words if word.partition("=")[0] not in FIELDS]
        return " ".join(map(shlex.quote, rest))

    def around(self, send: Send) -> Send:
        """Put the bar last into the page, as it passes."""
        is_page, unpacker = False, None

        async def sent(message: Message) -> None:
            nonlocal is_page, unpacker
            if message["type"] == "http.response.start":
                fields = headers.listed(message.get("headers"))
                is_page = self.is_page(fields)
                if is_page:
                    self.came = coding(fields)
                    unpacker = (
                        ways()[known(self.came)].unpacker() if self.came else None
                    )
                    fields = headers.without(fields, *GONE)
                    fields.append((b"cache-control", b"no-store"))
                    message = {**message, "headers": fields}
            elif is_page:
                body = message.get("body", b"")
                body = b"".join(unpacker.pieces(body)) if unpacker else body
                is_last = not message.get("more_body", False)
                message = {**message, "body": self.placed(body) if is_last else body}
            await send(message)

        return sent

    def is_page(self, fields: headers.Headers) -> bool:
        kind = headers.first(fields, b"content-type") or b""
        is_html = kind.lower().startswith(b"text/html")
        is_readable = known(coding(fields)) or not coding(fields)
        return is_html and bool(is_readable) and self.scope["method"] != "HEAD"

    def placed(self, tail: bytes) -> bytes:
        at = tail.rfind(END)
        at = len(tail) if at < 0 else at
        return tail[:at] + self.html() + tail[at:]
