"""The contract's rules read the slow and plain way, straight from the TOML.

Nothing here is Sarto's: an evaluator of its own, to hold the compiled one against. It
takes what `tomllib` read, a table of facts and a moment, and walks everything.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GLOBS = ("path", "host", "query", "campaign", "zone")


def clock(now: datetime, zone: str) -> dict[str, Any]:
    """Tell the facts of a clock."""
    local = now.astimezone(ZoneInfo(zone))
    parts = ["night"] * 6 + ["morning"] * 6 + ["afternoon"] * 6 + ["evening"] * 4
    return {
        "time": local.hour * 60 + local.minute,
        "days": WEEK[local.weekday()],
        "date": local.date(),
        "daypart": (parts + ["night"] * 2)[local.hour],
    }


def matches(glob: str, text: str) -> bool:
    """Match `*` and `?`, one character after another."""
    if not glob:
        return not text
    if glob[0] == "*":
        return any(matches(glob[1:], text[at:]) for at in range(len(text) + 1))
    return bool(text) and glob[0] in ("?", text[0]) and matches(glob[1:], text[1:])


def minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def accepts(fact: str, said: Any, value: Any) -> bool:  # noqa: PLR0911 - a kind a line
    """Whether a condition accepts a known value."""
    if isinstance(said, list):
        return any(accepts(fact, each, value) for each in said)
    if fact == "time":
        start, end = map(minute, said.split("-"))
        is_late, is_early = value >= start, value < end
        return (is_late and is_early) if start < end else (is_late or is_early)
    if fact == "days":
        first, _, last = said.partition("-")
        at, days = WEEK.index(first), [first]
        while days[-1] != (last or first):
            at = (at + 1) % 7
            days.append(WEEK[at])
        return value in days
    if fact == "date":
        first, _, last = said.partition("..")
        return date.fromisoformat(first) <= value <= date.fromisoformat(last or first)
    if fact in ("visits", "days_since_last"):
        return counted(said, value)
    if fact.partition(".")[0] in GLOBS:
        return matches(said, value)
    if fact in ("browser", "os"):
        return said.lower() == value.lower()
    return type(said) is type(value) and said == value


def counted(said: Any, value: float) -> bool:
    if not isinstance(said, str):
        return said == value
    if ".." in said:
        low, high = said.split("..")
        return float(low) <= value <= float(high)
    for sign, holds in (
        (">=", value.__ge__), ("<=", value.__le__), (">", value.__gt__), ("<", value.__lt__)
    ):  # fmt: skip
        if said.startswith(sign):
            return holds(type(value)(said.removeprefix(sign)))
    return float(said.removeprefix("=")) == value


def holds(table: Any, file: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a table of conditions, or an audience by its name, holds."""
    if isinstance(table, str):
        return holds(file["audiences"][table], file, facts)
    for key, said in table.items():
        if key == "any":
            fits = any(holds(each, file, facts) for each in said)
        elif key == "all":
            fits = all(holds(each, file, facts) for each in said)
        elif key == "not":
            fits = not holds(said, file, facts)
        elif isinstance(said, dict):
            fits = holds(
                {f"{key}.{name}": each for name, each in said.items()}, file, facts
            )
        else:
            value = facts.get(key)
            fits = value is not None and accepts(key, said, value)
        if not fits:
            return False
    return True


def is_open(rule: Mapping[str, Any], now: datetime, zone: str) -> bool:
    def moment(said: Any, days: int) -> datetime:
        if isinstance(said, datetime):
            return said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))
        return datetime.combine(said + timedelta(days=days), time(), ZoneInfo(zone))

    start, end = rule.get("from"), rule.get("until")
    late = start is None or moment(start, 0).astimezone(UTC) <= now
    return late and (end is None or now < moment(end, 1).astimezone(UTC))


def decided(
    file: Mapping[str, Any], slot: str, facts: Mapping[str, Any], now: datetime
) -> tuple[str | None, str | None]:
    """Tell the fragment and the audience of one slot."""
    table = file["slots"][slot]
    for rule in table["show"]:
        if rule.get("off") or not is_open(rule, now, file["site_timezone"]):
            continue
        names = rule.get("to", [None])
        for name in [names] if isinstance(names, str) else names:
            to = {} if name is None else file["audiences"][name]
            if holds(to, file, facts) and holds(rule.get("when", {}), file, facts):
                shown = rule["fragment"]
                default = table.get("default")
                return {"keep": None, "default": default}.get(shown, shown), name
    return table.get("default"), None
