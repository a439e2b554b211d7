"""Random sites whose rules may well contradict one another: a few facts, much said."""

import json
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from support.reasoned_people import SITE_ZONE, START

FIRST = START.date() + timedelta(days=12)
HALF_HOURS = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(48)]
COUNTS = (0, 1, 2, ">=1", ">=2", "<1", "<2", "1..2", ">2", True, False)
WITHIN = ("1d", "7d")

THEMES: dict[str, dict[str, Any]] = {
    "client": {
        "device": ["mobile", "tablet", "desktop"],
        "save_data": [True, False],
        "bot": [True, False],
    },
    "place": {
        "country": ["IR", "PL", "US", "JP", "GB", "AU"],
        "continent": ["AS", "EU", "NA"],
        "eu": [True, False],
        "region": ["US-WA", "US-CA", "PL-14"],
    },
    "clock": {
        "time": None,
        "days": ["mon", "sat-sun", "tue-thu", "fri-mon", "mon-fri"],
        "date": None,
        "daypart": ["morning", "afternoon", "evening", "night"],
    },
    "visits": {
        "visits": [1, ">=2", "<3", "2..4", ">4", "=2"],
        "returning": [True, False],
        "days_since_last": [">3", "<=7", ">=0", 5],
    },
    "level": {
        "level": ["novice", "regular", "expert"],
        "preference.level": ["novice", "expert"],
        "levels.booking": ["novice", "expert"],
    },
    "language": {
        "language": ["en", "fa", "pl"],
        "preference.language": ["en", "fa"],
    },
    "signals": {
        "signals.booked": COUNTS,
        "signals.left": COUNTS,
        "signals.booked.value": [">50", "<20", 10, ">=10"],
    },
    "interest": {
        "interest": ["tea", "fish", "bread"],
        "preference.interests": ["tea", "bread"],
    },
    "stage": {"stage": ["newcomer", "again", "guest"]},
    "consent": {
        "consent": ["personalization", "analytics"],
        "undecided": [True, False],
        "bot": [True],
    },
    "identity": {
        "signed_in": [True, False],
        "traits.tier": ["gold", "tin", 3, ">2", True],
        "traits.age": ["<30", ">=18"],
    },
    "link": {
        "campaign.medium": ["email", "cpc", "organic", "*e*", "qr"],
        "campaign.source": ["google", "letter", "f*"],
        "query.utm_medium": ["email", "*"],
        "channel": ["email", "paid", "search", "social", "direct", "app"],
    },
    "path": {"path": ["/", "/a*", "*b", "/?", "/ab", "/{x}/b", "/[ab]*", "*/*/*"]},
    "query": {"query.q": ["a*", "*b", "?", "*", "ab", "{x}b"]},
    "view": {"preference.view": ["simple", "full"]},
    "arms": {
        "arm.photo": ["no", "yes", "rest"],
        "arm.words": ["short", "long"],
        "arm.colour": ["red", "blue"],
        "consent": ["personalization", "analytics"],
        "bot": [True],
    },
}
TRIALS: dict[str, dict[str, Any]] = {  # photo and words share nobody
    "photo": {
        "arms": {"no": 50, "yes": 50, "rest": 0},
        "goal": "booked",
        "group": "front",
        "traffic": 50,
    },
    "words": {
        "arms": {"short": 10, "long": 90},
        "goal": "booked",
        "group": "front",
        "traffic": 50,
    },
    "colour": {"arms": {"red": 1, "blue": 1}, "goal": "booked"},
}
LISTS = {
    "arm.words",
    "device",
    "country",
    "continent",
    "level",
    "language",
    "stage",
    "consent",
}


def said(rng: Random, fact: str, words: Any) -> Any:
    """Write a condition on a fact."""
    if fact == "time":
        start, end = rng.sample(HALF_HOURS, 2)
        return f"{start}-{end}"
    if fact == "date":
        first = FIRST + timedelta(days=rng.randrange(16))
        return f"{first}..{first + timedelta(days=rng.choice([0, 0, 1, 3, 8]))}"
    if fact in LISTS and len(words) > 1 and rng.random() < 0.3:
        return rng.sample(list(words), 2)
    return rng.choice(words)


def conditions(rng: Random, facts: dict[str, Any]) -> dict[str, Any]:
    some = rng.sample(list(facts), min(len(facts), rng.choice([1, 1, 2, 3])))
    made = {fact: said(rng, fact, facts[fact]) for fact in some}
    return apart(rng, made)


def apart(rng: Random, made: dict[str, Any]) -> dict[str, Any]:
    """Say when signals count; a count and a value of one cannot share a table."""
    signals = [fact for fact in made if fact.startswith("signals.")]
    if "signals.booked" in made and "signals.booked.value" in made:
        del made["signals.booked.value"]
    if signals and rng.random() < 0.4:
        made["within"] = rng.choice(WITHIN)
    if signals and rng.random() < 0.3:
        made["since"] = rng.choice(["booked", "left"])
    return made


def table(rng: Random, facts: dict[str, Any], names: list[str], depth: int = 0) -> Any:
    made = conditions(rng, facts)
    if depth < 2 and rng.random() < 0.45:
        word = rng.choice(["any", "all", "not", "not"])
        inner = [
            table(rng, facts, names, depth + 1) for _ in range(rng.randrange(1, 3))
        ]
        named = rng.sample(names, min(len(names), 1)) if word == "all" else []
        made[word] = inner[0] if word == "not" else [*inner, *named]
    return made


def rule(rng: Random, facts: dict[str, Any], names: list[str], is_timed: bool) -> Any:
    made: dict[str, Any] = {"fragment": "keep"}
    if "arm.photo" in facts and rng.random() < 0.4:
        made["experiment"] = rng.choice(list(TRIALS))
    if names and rng.random() < 0.5:
        some = rng.sample(names, min(len(names), rng.choice([1, 1, 2])))
        made["to"] = some[0] if len(some) == 1 else some
    if rng.random() < 0.75:
        made["when"] = table(rng, facts, names)
    if is_timed and rng.random() < 0.3:
        made["from"] = moment(rng)
    if is_timed and rng.random() < 0.3:
        made["until"] = moment(rng) + timedelta(days=17)
    if rng.random() < 0.1:
        made["cap"] = {
            "times": rng.choice([1, 3]),
            "per": rng.choice(["visit", "visitor"]),
        }
    return made


def moment(rng: Random) -> Any:
    """Write an author's moment: a day, or a half hour of it in the site's zone."""
    day = FIRST + timedelta(days=rng.randrange(16))
    if rng.random() < 0.5:
        return day
    hour = time(rng.randrange(3, 24), rng.choice([0, 30]))
    return datetime.combine(day, hour)


def site(rng: Random) -> dict[str, Any]:
    """Make what a `sarto.toml` says, of two themes or three."""
    chosen = rng.sample(list(THEMES), rng.choice([1, 2, 2, 3]))
    facts = {fact: words for theme in chosen for fact, words in THEMES[theme].items()}
    audiences: dict[str, Any] = {}
    for number in range(rng.randrange(0, 4)):
        audiences[f"a{number}"] = table(rng, facts, list(audiences))
    names = list(audiences)
    is_timed = "clock" in chosen
    shows = [rule(rng, facts, names, is_timed) for _ in range(rng.randrange(2, 7))]
    return {
        "version": 1,
        "languages": ["en", "fa", "pl"],
        "timezone": rng.choice(["visitor", "Europe/Warsaw"]),
        "site_timezone": SITE_ZONE,
        **({"consent": {"source": "form"}} if rng.random() < 0.8 else {}),
        "preferences": {"view": {"values": ["simple", "full"]}},
        "signals": {
            "booked": {"on": "POST /book", "points": 5, "area": "booking"},
            "left": {"on": "GET /bye"},
        },
        "interests": {"from": ["/menu/{topic}"]},
        **({"experiments": TRIALS} if "arms" in chosen else {}),
        "journey": {"stages": journey(rng, facts)},
        "audiences": audiences,
        "slots": {"hero": {"show": shows}},
    }


def journey(rng: Random, facts: dict[str, Any]) -> list[dict[str, Any]]:
    others = {fact: words for fact, words in facts.items() if fact != "stage"}
    others = others or THEMES["visits"]
    later = [{"name": n, "when": conditions(rng, others)} for n in ("again", "guest")]
    return [{"name": "newcomer"}, *later]


def toml(value: Any) -> str:
    """Write a value, tables inline."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(k)} = {toml(v)}" for k, v in nested(value).items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def nested(made: dict[str, Any]) -> dict[str, Any]:
    """Turn `query.q` into a table in a table, but for a signal's value."""
    found: dict[str, Any] = {}
    for key, value in made.items():
        family, dot, member = key.partition(".")
        if key == "signals.booked.value":
            found.setdefault("signals", {})["booked"] = {"value": value}
        elif dot:
            found.setdefault(family, {})[member] = value
        else:
            found[key] = value
    return found


def text(file: dict[str, Any]) -> str:
    return "\n".join(f"{key} = {toml(value)}" for key, value in file.items())
