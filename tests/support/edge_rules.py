"""The rules of `edge_site`, in two versions that may be swapped: `A` and `B`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from sarto import Config, Sarto
from support.edge_site import bistro, member
from support.model_http import Answered, Asked

SECRET = "a secret of the tests, long enough to sign"  # noqa: S105 - it guards nothing
TOML = """
version = 1
languages = ["en", "fa", "pl"]
timezone = "{zone}"
site_timezone = "Europe/Warsaw"
[cache]
edge = "{edge}"
bands = {bands}
[location]
headers = ["cf-ipcountry"]
trusted_proxies = ["127.0.0.1/32"]
[language]
path = "/{{language}}/*"
cookie = "lang"
[consent]
source = "form"
map = {{ personalization = "visits" }}
[signals.looked]
on = "GET /menu/coffee"
[preferences.view]
values = ["simple", "full"]
[app]
reads = {{ "/where" = ["country"] }}

[slots.hero]
pages = ["/", "/menu/*", "/news", "/basket", "/mine", "/spoken", "/club", "/table",
  "/teaser", "/shade", "/fa/*", "/pl/*", "/front"]
show = [
  {{ when = {{ device = {touch} }}, fragment = "touch.html" }},
  {{ when = {{ language = "fa" }}, fragment = "desk.html" }},
]
[slots.place]
pages = ["/", "/menu/*"]
show = [
  {{ when = {{ country = ["IR", "US"] }}, fragment = "far.html" }},
  {{ when = {{ eu = true }}, fragment = "eu.html" }},
]
[slots.named]
pages = "/offers"
show = [
  {{ when = {{ country = ["IR", "US", "PL"] }}, fragment = "named.html" }},
  {{ when = {{ channel = "search" }}, fragment = "found.html" }},
]
[slots.hours]
pages = ["/menu/*", "/evening"]
default = "closed.html"
show = [
  {{ when = {{ time = "00:30-02:30" }}, fragment = "night.html" }},
  {{ when = {{ time = "{morning}-11:30", days = "sat-sun" }}, fragment = "brunch.html" }},
  {{ when = {{ time = "{morning}-11:30" }}, fragment = "morning.html" }},
  {{ when = {{ daypart = ["afternoon", "evening"] }}, fragment = "dinner.html" }},
]
[slots.window]
pages = ["/evening", "/offers"]
show = [
  {{ fragment = "one.html", from = 2026-03-28T22:15:00, until = 2026-03-29T03:30:00 }},
  {{ fragment = "two.html", from = 2026-03-29T12:00:00Z, until = 2026-03-30 }},
  {{ fragment = "one.html", from = 2026-10-25T00:45:00, until = 2026-10-25T04:15:00 }},
  {{ fragment = "two.html", from = 2026-10-25T08:00:00, until = 2026-10-25T18:30:00 }},
]
[slots.letter]
pages = "/offers"
show = [{{ when = {{ query.ref = "news*" }}, fragment = "letter.html" }}]
[slots.greeting]
pages = ["/", "/account"]
show = [{{ when = {{ signed_in = true }}, fragment = "greeting.html" }}]
[slots.guest]
pages = "/table"
default = "nobody.html"
show = [
  {{ when = {{ signed_in = true, level = "expert" }}, fragment = "expert.html" }},
  {{ when = {{ signed_in = true, time = "00:30-02:30" }}, fragment = "night.html" }},
  {{ when = {{ signed_in = true }}, fragment = "guest.html" }},
]
[slots.badge]
pages = "/table"
default = "nobody.html"
show = [{{ when = {{ facts.member = "Anna Canary" }}, fragment = "member.html" }}]
[slots.asked]
pages = "/"
show = [
  {{ when = {{ undecided = true }}, fragment = "ask.html" }},
  {{ when = {{ consent = "personalization" }}, fragment = "thanks.html" }},
]
[slots.level]
pages = "/level"
show = [{{ when = {{ level = "expert" }}, fragment = "expert.html" }}]
[slots.view]
pages = "/level"
show = [{{ when = {{ preference.view = "simple" }}, fragment = "simple.html" }}]
[slots.returning]
pages = "/back"
show = [{{ when = {{ returning = true }}, fragment = "again.html" }}]
[slots.fan]
pages = "/fan"
show = [{{ when = {{ signals.looked = ">=2" }}, fragment = "fan.html" }}]
[slots.shade]
pages = "/shade"
show = [{{ when = {{ color_scheme = "dark" }}, fragment = "dark.html" }}]
[[pages]]
path = "/front"
show = [{{ when = {{ device = "mobile" }}, serve = "/front/small" }}]
[slots.member]
pages = "/club"
show = [{{ fragment = "member.html" }}]
"""
TEASER = """
[slots.teaser]
pages = "/teaser"
show = [{ fragment = "teaser.html", cap = { times = 2, per = "visitor" } }]
"""
TURNS = {  # what a version says otherwise
    "A": {"touch": '["mobile", "tablet"]', "morning": "07:00"},
    "B": {"touch": '"mobile"', "morning": "05:30"},
}
WORDS = [
    *("touch", "desk", "far", "eu", "found", "closed", "night", "brunch", "morning"),
    *("dinner", "one", "two", "letter", "ask", "thanks", "expert", "simple", "again"),
    *("nobody", "fan", "dark", "teaser"),
]
FRAGMENTS = {
    **{f"{name}.html": f"{name} MARK" for name in WORDS},
    "touch.fa.html": "لمس MARK",
    "touch.pl.html": "dotyk MARK",
    "dinner.pl.html": "kolacja MARK",
    "named.html": "named {{ visitor.facts.country }} MARK",
    "greeting.html": 'Hello {{ visitor.facts["traits.name"] }} MARK',
    "guest.html": 'Dear {{ visitor.facts["traits.name"] }} MARK',
    "member.html": 'Member {{ visitor.facts["facts.member"] or "nobody" }} MARK',
}


@dataclass(frozen=True, slots=True)
class Texts:
    """A `FragmentSource` of one version of the site."""

    version: str

    def names(self) -> frozenset[str]:
        return frozenset(FRAGMENTS)

    def text(self, name: str) -> str:
        return FRAGMENTS[name].replace("MARK", self.version)


def config(
    version: str = "A",
    *,
    edge: str = "none",
    zone: str = "Europe/Warsaw",
    bands: bool = False,
) -> Config:
    """Read the site's `sarto.toml`, of a version."""
    said = {"edge": edge, "zone": zone, "bands": str(bands).lower(), **TURNS[version]}
    return Config.loads(TOML.format_map(said), folder=Path(gettempdir()))


def site(
    version: str = "A", app: Any = bistro, clock: Any = None, **more: Any
) -> Sarto:
    """Open the site behind Sarto, under this clock."""
    return Sarto(
        app,
        config=config(version, **more),
        secret=SECRET,
        fragments=Texts(version),
        resolvers={"member": member},
        clock=clock,
        budget=30.0,
    )


class Origin:
    """Asks an application in process, as a server does. `app` may be swapped."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.asked = 0

    async def __call__(self, asked: Asked) -> Answered:
        self.asked += 1
        path, _, query = asked.target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": asked.method,
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [
                (name.encode(), value.encode("latin-1"))
                for name, value in asked.headers.items()
            ],
            "client": ("127.0.0.1", 50000),
            "server": ("site.example", 443),
        }
        answer = Answered(0)
        parts: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                begin(answer, message)
            else:
                parts.append(message.get("body", b""))

        await self.app(scope, receive, send)
        answer.body = b"".join(parts) if asked.method != "HEAD" else b""
        return answer


def begin(answer: Answered, message: Any) -> None:
    answer.status = message["status"]
    tell(answer, message["headers"])


def tell(answer: Answered, headers: Any) -> None:
    """Put lines into an answer; those of one field are joined, but cookies."""
    for name, value in pairs(headers):
        if name == "set-cookie":
            answer.cookies += (value,)
        elif name in answer.headers:
            answer.headers[name] += ", " + value
        else:
            answer.headers[name] = value


def pairs(headers: Any) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        yield bytes(name).decode().lower(), bytes(value).decode("latin-1")
