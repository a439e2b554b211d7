"""Random sites and visitors: a `sarto.toml` nobody would write, and requests for it."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sarto.vocabulary.ports import Device
from support.oracle import WEEK, clock
from support.play import scope_of

WORDS = {
    "device": ["mobile", "tablet", "desktop", "tv"],
    "browser": ["Firefox", "chrome", "Safari"],
    "os": ["Android", "iOS", "windows"],
    "language": ["en", "fa", "pl"],
    "country": ["IR", "PL", "US", "JP", "NP"],
    "continent": ["AS", "EU", "NA"],
    "zone": ["Asia/*", "Europe/Warsaw", "Asia/K*", "*o"],
    "path": ["/", "/menu/*", "/m*", "*a*", "/??"],
    "host": ["*.example", "bistro.*", "a?b.example"],
    "query.q": ["a*", "?", "*"],
    "campaign.source": ["news*", "*letter", "ad"],
    "level": ["novice", "expert"],
    "visits": [1, ">=2", "<7", "1..5", "=1"],
    "days_since_last": [">3", "<=7"],
    "daypart": ["morning", "afternoon", "evening", "night"],
}
FLAGS = ["bot", "eu", "save_data", "returning"]
PLACES = {  # country: what follows of it
    "IR": {"continent": "AS", "eu": False, "zone": "Asia/Tehran"},
    "PL": {"continent": "EU", "eu": True, "zone": "Europe/Warsaw"},
    "US": {"continent": "NA", "eu": False},
    "JP": {"continent": "AS", "eu": False, "zone": "Asia/Tokyo"},
    "NP": {"continent": "AS", "eu": False, "zone": "Asia/Kathmandu"},
    None: {},
}
SITE_ZONE = "America/St_Johns"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
FRAGMENTS = [f"{letter}.html" for letter in "abcdefgh"]


class Devices:
    """A `DeviceSource` of agents that say what they are: `mobile;Firefox;iOS;true`."""

    def device(self, user_agent: str) -> Device:
        device, browser, os, bot = user_agent.split(";")
        return Device(device=device, browser=browser, os=os, bot=bot == "true")


@dataclass(frozen=True)
class Someone:
    """A visitor: the request, and what a reader of it must find."""

    scope: dict[str, Any]
    facts: dict[str, Any]
    now: datetime


def moment(rng: Random) -> datetime:
    return NOW + timedelta(seconds=rng.randrange(300 * 86_400))


def said(rng: Random, fact: str) -> Any:
    """Write a condition on a fact."""
    if fact in FLAGS:
        return rng.random() < 0.5
    if fact == "time":
        start = rng.randrange(1440)
        end = (start + rng.randrange(1, 1440)) % 1440
        return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    if fact == "days":
        return rng.choice([rng.choice(WEEK), f"{rng.choice(WEEK)}-{rng.choice(WEEK)}"])
    if fact == "date":
        first = moment(rng).date()
        return f"{first}..{first + timedelta(days=rng.randrange(60))}"
    return rng.choice(WORDS[fact])


FACTS = [*WORDS, *FLAGS, "time", "days", "date"]


def table(rng: Random, names: list[str], depth: int = 0) -> dict[str, Any]:
    """Write a table of conditions; it may name audiences written before."""
    made: dict[str, Any] = {}
    for fact in rng.sample(FACTS, rng.choice([1, 1, 2, 3])):
        listed = rng.random() < 0.25 and fact not in FLAGS
        made[fact] = [said(rng, fact), said(rng, fact)] if listed else said(rng, fact)
    if depth < 3 and rng.random() < 0.4:
        word = rng.choice(["any", "all", "not"])
        inner = [table(rng, names, depth + 1) for _ in range(rng.randrange(1, 4))]
        named = rng.sample(names, min(len(names), 2)) if word == "all" else []
        made[word] = inner[0] if word == "not" else [*inner, *named]
    return made


def rule(rng: Random, names: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"fragment": rng.choice([*FRAGMENTS, "keep", "default"])}
    if names and rng.random() < 0.6:
        some = rng.sample(names, min(len(names), rng.choice([1, 1, 2, 3])))
        made["to"] = some[0] if len(some) == 1 else some
    if rng.random() < 0.6:
        made["when"] = table(rng, names)
    if rng.random() < 0.2:
        made["from"] = rng.choice([moment(rng), moment(rng).date()])
    if rng.random() < 0.2:
        late = datetime(2027, 1, 1, 3, 30)  # noqa: DTZ001 - an author's, of the site's zone
        made["until"] = rng.choice([late, date(2026, 9, 9)])
        made["from"] = NOW.date()
    if rng.random() < 0.1:
        made["off"] = True
    return made


def site(rng: Random, rules: int = 8) -> dict[str, Any]:
    """Make what a `sarto.toml` says."""
    audiences: dict[str, Any] = {}
    for number in range(rng.randrange(1, 6)):
        audiences[f"a{number}"] = table(rng, list(audiences))
    names = list(audiences)
    slots = {}
    for slot in ("hero", "offer"):
        shows = [rule(rng, names) for _ in range(rng.randrange(1, rules))]
        slots[slot] = {"show": shows} | (
            {"default": "a.html"} if rng.random() < 0.5 else {}
        )
    return {
        "version": 1,
        "languages": ["en", "fa", "pl"],
        "timezone": rng.choice(["visitor", "visitor", "Europe/Warsaw"]),
        "site_timezone": SITE_ZONE,
        "location": {"headers": ["cf-ipcountry"], "trusted_proxies": ["127.0.0.1"]},
        "audiences": audiences,
        "slots": slots,
    }


def toml(value: Any) -> str:
    """Write a value, tables inline."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(k)} = {toml(v)}" for k, v in nested(value).items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def nested(table: dict[str, Any]) -> dict[str, Any]:
    """Turn `query.q` into a table in a table."""
    made: dict[str, Any] = {}
    for key, value in table.items():
        family, dot, member = key.partition(".")
        if dot and family in ("query", "campaign"):
            made.setdefault(family, {})[member] = value
        else:
            made[key] = value
    return made


def text(file: dict[str, Any]) -> str:
    return "\n".join(f"{key} = {toml(value)}" for key, value in file.items())


def someone(rng: Random, clock_of: str, **given: Any) -> Someone:
    """Make a visitor; what is given is not left to chance."""
    it: dict[str, Any] = {
        "device": rng.choice(WORDS["device"]),
        "browser": rng.choice(WORDS["browser"]),
        "os": rng.choice(WORDS["os"]),
        "bot": rng.random() < 0.3,
        "language": rng.choice(WORDS["language"]),
        "country": rng.choice([*WORDS["country"], None]),
        "path": rng.choice(["/", "/menu/tea", "/ma", "/x"]),
        "host": rng.choice(["bistro.example", "acb.example", "other.test"]),
        "query.q": rng.choice([None, "a", "abc", ""]),
        "campaign.source": rng.choice([None, "newsletter", "ad"]),
        "save_data": rng.random() < 0.3,
        "now": moment(rng),
    } | given
    now = it.pop("now")
    place = {"zone": SITE_ZONE, **PLACES[it["country"]]}
    zone = place["zone"] if clock_of == "visitor" else clock_of
    remembered = {"visits": 1, "returning": False, "level": "novice"}
    return Someone(scope(it), {**it, **place, **clock(now, zone), **remembered}, now)


def scope(it: dict[str, Any]) -> dict[str, Any]:
    """Make the request that says all this."""
    agent = f"{it['device']};{it['browser']};{it['os']};{str(it['bot']).lower()}"
    sent = [
        ("host", it["host"]),
        ("user-agent", agent),
        ("accept-language", it["language"]),
        ("cf-ipcountry", it["country"] or "XX"),
        ("save-data", "on" if it["save_data"] else "off"),
    ]
    query = {"q": it["query.q"], "utm_source": it["campaign.source"]}
    asked = "&".join(f"{k}={v}" for k, v in query.items() if v is not None)
    made = scope_of(it["path"], headers=sent, query_string=asked.encode())
    return made | {"headers": made["headers"][1:]}  # it brings a host of its own
