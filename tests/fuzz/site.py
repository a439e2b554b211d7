"""One site that reads every fact: in rules, in fragments and in its own code."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sarto import Config, Sarto, visitor
from sarto.context.finders import FINDERS
from support.templates import Texts

DATABASE = Path(__file__).parents[1] / "data" / "geoip" / "GeoIP2-City-Test.mmdb"
LANGUAGES = ("en", "fa", "pt-BR")
CONFIG = f"""
languages = {list(LANGUAGES)}
[location]
database = "{DATABASE}"
headers = ["cf-ipcountry", "x-country"]
trusted_proxies = ["10.0.0.0/8", "::1"]
[language]
cookie = "lang"
path = "/{{language}}/*"
[audiences]
held.device = "mobile"
far.not.country = ["GB", "US"]
cheap.any = [{{ channel = "paid" }}, {{ campaign.medium = "c*" }}, {{ query.q = "a?*" }}]
[slots.hero]
show = [
  {{ to = "held", when = {{ browser = "Firefox", os = "iOS" }}, attrs = {{ class = "a" }} }},
  {{ when = {{ bot = true }}, attrs = {{ class = "b" }} }},
  {{ to = "cheap", fragment = "hero.html" }},
  {{ when = {{ eu = true, daypart = "night" }}, fragment = "twin.html" }},
  {{ when = {{ host = "*.example", save_data = true }}, fragment = "keep" }},
  {{ when = {{ region = "GB-ENG" }}, attrs = {{ class = "c" }} }},
  {{ when = {{ zone = "A*", holiday = true }}, attrs = {{ class = "d" }} }},
  {{ when = {{ language = "fa", returning = false }}, fragment = "twin.html" }},
]
[slots.said]
show = [{{ fragment = "said.html" }}]
[slots.found]
selector = "div > .x[title]"
show = [{{ to = "far", attrs = {{ id = "y" }} }}]
[[pages]]
path = "/swap*"
show = [{{ to = "held", serve = "/held" }}]
"""
SPOKEN = [  # to visitors, by a fragment
    "host",
    "path",
    "query.q",
    "query.a",
    "campaign.source",
    "browser",
    "os",
    "channel",
    "zone",
    "region",
]
TEXTS = Texts(
    {
        "hero.html": "<b>سلام</b>",
        "twin.html": "twin",
        "twin.fa.html": "دوقلو",
        "said.html": "".join(f"{{{{ visitor.facts['{name}'] }}}}|" for name in SPOKEN),
    }
)
PAGE = (
    '<!doctype html><html lang="en"><p data-sarto="hero">own</p><p data-sarto="said">own</p>'
    '<div><i class="x" title="t">own</i></div>{}</html>'.format("<br>" * 150)
).encode()
LIKE = re.compile(
    rb'<!doctype html><html lang="en"><p data-sarto="hero"(?: class="[abcd]"| lang="fa" dir="rtl")?>'
    rb'(?:own|<b>[^<>]*</b>|twin|[^<>]*)</p><p data-sarto="said">(?:own|[^<>"\']*)</p>'
    rb'<div><i class="x" title="t"(?: id="y")?>own</i></div>'
    + b"<br>" * 150
    + b"</html>"
)
NOW = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)


class Server:
    """The site behind Sarto: answers as it is told, and reads every fact first."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: list[tuple[bytes, bytes]] = []
        self.chunks = [PAGE]
        self.facts: dict[str, object] = {}
        self.served = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        facts = visitor(scope).facts
        self.served = scope["path"]
        self.facts = {name: facts[name.replace("*", "q")] for name in FINDERS}
        start = {"type": "http.response.start", "status": self.status}
        await send({**start, "headers": list(self.headers)})
        for number, chunk in enumerate(self.chunks, 1):
            more = number < len(self.chunks)
            await send({"type": "http.response.body", "body": chunk, "more_body": more})


SERVER = Server()
APP = Sarto(
    SERVER,
    config=Config.loads(CONFIG, folder=Path(__file__).parent),
    fragments=TEXTS,
    clock=lambda: NOW,
)
assert APP.current is not None
APP.current.is_watched = True
SITE = APP.current.site
