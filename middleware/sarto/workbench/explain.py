"""`sarto explain`: what a page shows a visitor and why, by the very same decisions."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sarto.asgi import Scope
from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from sarto.decide.why import plain, wishes
from sarto.site.site import Site
from sarto.site.visitor import PINS
from sarto.vocabulary.reading import ConditionError

Json: TypeAlias = dict[str, Any]
Pins: TypeAlias = Mapping[str, object]


def scope_of(page: str, pins: Pins) -> Scope:
    """Make the request of a visitor of whom only the pinned facts are known."""
    path, _, query = page.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [],
        PINS: pins,
    }


def explained(site: Site, page: str, pins: Pins) -> Json:
    """Explain a page in the contract's shape."""
    scope = scope_of(page, pins)
    visitor = site.meet(scope)
    visit = Visit(scope, site.sources, pins=pins)
    slots = {
        name: part_json(site, visitor.decide(name), visit, "fragment")
        for name in visitor.plan.slots
    }
    layouts = {
        name: part_json(site, visitor.arrange(name), visit, "layout")
        for name in visitor.plan.regions
    }
    facts = sorted({*visitor.plan.reads, *pins})
    return {
        "path": visit.path,
        "facts": {
            name: {"value": plain(visit[name]), "from": visit.known(name)[1]}
            for name in facts
        },
        "slots": slots,
        "layouts": layouts,
        "serve": visitor.serve(),
    }


def part_json(site: Site, decision: Decision, visit: Visit, shown: str) -> Json:
    """Explain a slot or a region; `shown` is what it shows, by the contract's word."""
    return {
        shown: decision.fragment,
        "audience": decision.audience,
        "experiment": decision.experiment,
        "arm": decision.arm,
        "attrs": dict(decision.attrs),
        "rule": decision.rule.where if decision.rule else None,
        "because": [
            {"condition": each.condition, "value": each.value, "holds": each.holds}
            for each in decision.because
        ],
        "near": list(near(site, decision, visit, shown)),
        "reads": list(decision.reads),
        "until": decision.until and decision.until.isoformat(),
    }


def near(site: Site, decision: Decision, visit: Visit, shown: str) -> Iterator[Json]:
    """List the ways above the shown one that a few other facts would have gone.

    Each is tried: granted what it says, the very same decision goes that way.
    """
    for outcome in decision.place.outcomes:
        if outcome is decision.outcome:
            return
        wished = wishes(outcome.node, visit)
        pins = pinned(site, wished)
        other = decide_with(site, decision.place, visit, pins) if pins else decision
        if other.outcome is outcome:
            would = " ".join(f"{fact}={shlex.quote(v)}" for fact, v in wished.items())
            yield {shown: outcome.rule.shows, "would": would}


def pinned(site: Site, wished: Mapping[str, str]) -> Pins:
    found: dict[str, object] = {}
    for fact, text in wished.items():
        kind = site.config.dictionary.kind(fact)
        try:
            found[fact] = kind.value(text) if kind else text
        except ConditionError:
            return {}
    return found


def decide_with(site: Site, place: Place, visit: Visit, pins: Pins) -> Decision:
    """Decide a place again for the same visitor with other facts pinned besides."""
    other = Visit(visit.scope, site.sources, pins={**visit.pins, **pins})
    return decide(other, place)


def as_text(told: Json) -> str:
    """Write an explanation for people."""
    lines = [
        f"{told['path']}"
        + (f" is swapped for {told['serve']}" if told["serve"] else "")
    ]
    for name, fact in told["facts"].items():
        value = "unknown" if fact["value"] is None else fact["value"]
        lines.append(f"  {name} = {value}  ({fact['from']})")
    for name, slot in told["slots"].items():
        lines += ["", *part_lines(name, slot, "fragment")]
    for name, layout in told["layouts"].items():
        lines += ["", *part_lines(f"layout {name}", layout, "layout")]
    if not (told["slots"] or told["layouts"]):
        lines += ["", "No slot may change on this page."]
    return "\n".join(lines)


def part_lines(name: str, slot: Json, key: str) -> Iterator[str]:
    shown = slot[key] or "the page's own content"
    attrs = "".join(f' {key}="{value}"' for key, value in slot["attrs"].items())
    yield f"{name}: {shown}{attrs}"
    if slot["rule"] is None:
        yield "  no rule holds, so the default stands"
    else:
        for_whom = (
            f"for {slot['audience']}" if slot["audience"] else "by its conditions"
        )
        yield f"  {for_whom} ({slot['rule']})"
    for each in slot["because"]:
        mark = "yes" if each["holds"] else "no "
        yield f"  {mark}  {each['condition']}  (it is {each['value']})"
    if slot["until"]:
        yield f"  until {slot['until']}"
    for each in slot["near"]:
        shown = each[key] or "the page's own content"
        yield f"  near: {shown}, if {each['would']}"
