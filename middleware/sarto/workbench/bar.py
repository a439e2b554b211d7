"""The bar under a page in development: who you are now, and a form to be another."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from sarto import headers
from sarto.asgi import Message, Scope, Send
from sarto.site.site import Site
from sarto.vocabulary.facts import DEVICES
from sarto.vocabulary.world import countries

FIELDS = ("device", "language", "country", "time", "campaign.name")
ROOM = files("sarto.workbench")
STYLE = (ROOM / "bar.css").read_text("utf-8")
STYLE_NAME = f"dev-{blake2b(STYLE.encode(), digest_size=6).hexdigest()}.css"
PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    (ROOM / "bar.html").read_text("utf-8")
)
END = b"</body>"


def asked_for(form: Mapping[str, str]) -> str:
    """Write what the form says as `--as` takes it."""
    if persona := form.get("persona"):
        return f"@{persona}"
    said = [(fact, form.get(fact, "").strip()) for fact in FIELDS]
    words = [f"{fact}={shlex.quote(value)}" for fact, value in said if value]
    return " ".join([*words, form.get("as", "").strip()]).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The bar of one answer."""

    site: Site
    scope: Scope
    text: str
    pins: Mapping[str, object]
    mistake: str

    def html(self) -> bytes:
        """Render the bar."""
        query = bytes(self.scope.get("query_string", b"")).decode("latin-1")
        toml = self.site.config.toml
        return PAGE.render(
            action=f"{toml.prefix}/dev",
            style=f"{toml.prefix}/{STYLE_NAME}",
            page=self.scope["path"] + (f"?{query}" if query else ""),
            values=self.values(),
            devices=DEVICES,
            languages=toml.languages,
            countries=sorted(countries()),
            personas=list(toml.personas),
            text=self.text,
            more=self.more(),
            mistake=self.mistake,
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
        is_page = False

        async def sent(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                fields = headers.listed(message.get("headers"))
                is_page = self.is_page(fields)
                if is_page:
                    gone = (b"content-length", b"etag", b"cache-control")
                    fields = headers.without(fields, *gone)
                    fields.append((b"cache-control", b"no-store"))
                    message = {**message, "headers": fields}
            elif is_page and not message.get("more_body", False):
                message = {**message, "body": self.placed(message.get("body", b""))}
            await send(message)

        return sent

    def is_page(self, fields: headers.Headers) -> bool:
        kind = headers.first(fields, b"content-type") or b""
        is_plain = headers.first(fields, b"content-encoding") is None
        is_html = kind.lower().startswith(b"text/html")
        return is_html and is_plain and self.scope["method"] != "HEAD"

    def placed(self, tail: bytes) -> bytes:
        at = tail.rfind(END)
        at = len(tail) if at < 0 else at
        return tail[:at] + self.html() + tail[at:]
