"""`sarto explain`, for people: what each slot of a page shows, and why."""

from collections.abc import Iterator
from typing import cast

from sarto.site.explained import Json

WHERE = "Decided for such a visitor, where these stand on the page:"


def as_text(told: Json) -> str:
    """Write an explanation for people."""
    swapped = f" is swapped for {told['serve']}" if told["serve"] else ""
    lines = [f"{told['path']}{swapped}", *fact_lines(told["facts"])]
    if told["slots"] or told["layouts"]:
        lines += ["", WHERE]
    for name, slot in told["slots"].items():
        lines += ["", *part_lines(name, slot, "fragment")]
    for name, layout in told["layouts"].items():
        lines += ["", *part_lines(f"layout {name}", layout, "layout")]
    if not (told["slots"] or told["layouts"]):
        lines += ["", "No slot may change on this page."]
    return "\n".join(lines)


def fact_lines(facts: Json) -> Iterator[str]:
    for name, fact in facts.items():
        value = "unknown" if fact["value"] is None else spelt(fact["value"])
        yield f"  {name} = {value}  ({fact['from']})"


def part_lines(name: str, slot: Json, key: str) -> Iterator[str]:
    attrs = "".join(f' {key}="{value}"' for key, value in slot["attrs"].items())
    yield f"{name}: {shown(slot[key])}{attrs}"
    yield f"  {ground(slot)}"
    for each in slot["because"]:
        mark = "yes" if each["holds"] else "no "
        value = "unknown" if each["value"] is None else spelt(each["value"])
        yield f"  {mark}  {each['condition']}  (it is {value})"
    if slot["until"]:
        yield f"  until {slot['until']}"
    for each in slot["near"]:
        yield f"  near: {shown(each[key])}, if {each['would']}{window(each)}"
    if slot.get("more"):
        yield "  more rules may be near: they were too many to try"


def ground(slot: Json) -> str:
    """Say which rule it was, and whom it is for."""
    if slot["rule"] is None:
        return "no rule holds, so the default stands"
    whom = f"for {slot['audience']}" if slot["audience"] else "by its conditions"
    if slot["experiment"]:
        whom = f"{whom}, in the arm {slot['arm']} of {slot['experiment']}"
    elif not slot["because"]:
        whom = "for everybody"
    return f"{whom} ({slot['rule']})"


def shown(name: str | None) -> str:
    return name or "the page's own content"


def spelt(value: object) -> str:
    """Write a value without the brackets of a list."""
    is_many = isinstance(value, list)
    words = cast("list[object]", value) if is_many else (value,)
    return ", ".join(map(worded, words)) or "none"


def worded(value: object) -> str:
    """Write a word as the config does."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def window(miss: Json) -> str:
    """Say when a rule holds at all, where it is shut now."""
    ends = miss.get("window")
    if ends is None:
        return ""
    said = [f"{word} {ends[word]}" for word in ("from", "until") if ends[word]]
    return f" (it holds {' '.join(said)})"
