"""`sarto diff`, told: for people, and as JSON for programs."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, TypeAlias

from sarto.workbench.diff.difference import Difference
from sarto.workbench.diff.pairs import Pair
from sarto.workbench.diff.ways import SWAPS, Way
from sarto.workbench.diff.weighing import Share

Json: TypeAlias = dict[str, object]

NOTHING: Final = "Nobody would see anything else."
OPEN: Final = "where the page still has it: a layout, or another page, may be shown"


def as_text(found: Difference, shares: Iterable[Share] | None = None) -> str:
    """Write it for people."""
    blocks = [
        "\n".join([titled(place), *(line for p in pairs for line in pair_lines(p))])
        for place, pairs in groupby(found.pairs, key=lambda pair: pair.place)
    ]
    if found.settings:
        told = (f"  {s.title}: {s.means}" for s in found.settings)
        blocks.append("\n".join(["settings", *told]))
    if not blocks:
        blocks.append(NOTHING)
    if shares is not None:
        blocks.append("\n".join(share_lines(shares)))
    return "\n\n".join(blocks)


def titled(place: str) -> str:
    """Name a place for people."""
    table, _, name = place.partition(".")
    if place == SWAPS:
        return "pages swapped for others"
    return f"layout {name}" if table == "layouts" else name


def pair_lines(pair: Pair) -> Iterator[str]:
    languages = f" (in {', '.join(pair.languages)})" if pair.languages else ""
    yield f"  {pair.old.sight.title} -> {changed(pair)}{languages}"
    yield f"    was {ground(pair.old)}; is {ground(pair.new)}"
    if not pair.found:
        yield "    whether anybody would see that is too large a question"
        return
    words = f"example {pair.found.words}" if pair.found.words else "anybody"
    yield f"    for {words}, on {pair.found.path}{shown_before(pair)}"
    if pair.is_open:
        yield f"    {OPEN}"


def changed(pair: Pair) -> str:
    is_same = pair.old.sight.title == pair.new.sight.title
    return f"{pair.new.sight.title}{', whose text is another' if is_same else ''}"


def ground(way: Way) -> str:
    """Say which rule it is by."""
    if not way.where:
        return "what stands where no rule holds"
    return f"{way.where}{f' for {way.audience}' if way.audience else ''}"


def shown_before(pair: Pair) -> str:
    """Say what no pin can: that a rule was shown before."""
    told = (n for each in pair.found.shown.values() for n in each.values())
    most = max((n for n in told if isinstance(n, int)), default=0)
    return f", who was shown it {most} times before" if most else ""


def share_lines(shares: Iterable[Share]) -> Iterator[str]:
    """Say how many it concerns, by the traffic that was recorded."""
    listed = list(shares)
    yield "by the traffic that was recorded"
    for each in listed:
        on = f"visitors on {each.path or 'other pages'}"
        yield (
            f"  {each.part:.1%} of {on} would see {each.new} instead of {each.old} in "
            f"{titled(each.place)} ({each.count:,} of {each.total:,} requests)"
        )
    if not listed:
        yield "  nobody would have seen anything else"


def as_json(found: Difference, shares: Iterable[Share] | None = None) -> Json:
    """Write it for programs."""
    told: Json = {
        "differs": bool(found),
        "pairs": [pair_json(pair) for pair in found.pairs],
        "settings": [
            {"setting": s.name, "old": s.old, "new": s.new, "means": s.means}
            for s in found.settings
        ],
    }
    if shares is not None:
        told["traffic"] = [share_json(each) for each in shares]
    return told


def pair_json(pair: Pair) -> Json:
    is_found = bool(pair.found)
    return {
        "place": pair.place,
        "old": way_json(pair.old),
        "new": way_json(pair.new),
        "languages": list(pair.languages),
        "verdict": pair.verdict,
        "path": pair.found.path if is_found else None,
        "as": pair.found.words if is_found else None,
        "moment": pair.found.moment.isoformat() if is_found else None,
        "open": pair.is_open,
    }


def way_json(way: Way) -> Json:
    attrs: Mapping[str, str] = dict(way.sight.attrs)
    return {
        "shows": way.sight.name,
        "attrs": attrs,
        "rule": way.where or None,
        "audience": way.audience,
    }


def share_json(each: Share) -> Json:
    return {
        "path": each.path,
        "place": each.place,
        "old": each.old,
        "new": each.new,
        "count": each.count,
        "total": each.total,
    }
