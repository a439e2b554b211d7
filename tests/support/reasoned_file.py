"""A `sarto.toml` as `tomllib` read it: its conditions one by one, read plainly."""

from collections.abc import Iterator
from typing import Any

from support.oracle import accepts
from support.reasoned_texts import matched

Leaf = tuple[str, str, str | None, str | None]  # fact, what is said, within, since
WORDS = ("any", "all", "not", "within", "since")
GLOBS = ("path", "query", "campaign")
Vector = frozenset[Any]  # the conditions that hold


class File:
    """One file, as `tomllib` read it."""

    def __init__(self, file: dict[str, Any]) -> None:
        self.file = file
        self.asks = "consent" in file
        self.said: dict[Leaf, Any] = {}
        self.stages = [s.get("when", {}) for s in file["journey"]["stages"]]
        self.stage_names = [s["name"] for s in file["journey"]["stages"]]
        self.shows = file["slots"]["hero"]["show"]
        for table in (*file["audiences"].values(), *self.stages):
            self.gather(table)
        for show in self.shows:
            self.gather(show.get("when", {}))
            for arm in self.arms(show):
                self.gather(arm)

    def arms(self, show: Any) -> list[dict[str, Any]]:
        """List what a rule asks besides: of an experiment's, each arm in turn."""
        name = show.get("experiment")
        if name is None:
            return [{}]
        weights = self.file["experiments"][name]["arms"]
        return [{f"arm.{name}": arm} for arm in weights]

    def gather(self, table: Any) -> None:
        for leaf, said in self.leaves(table):
            self.said[leaf] = said
        for inner in self.inner(table):
            if not isinstance(inner, str):
                self.gather(inner)

    def leaves(self, table: Any) -> Iterator[tuple[Leaf, Any]]:
        for key, said in self.flat(table):
            is_signal = key.startswith("signals.")
            within = table.get("within") if is_signal else None
            since = table.get("since") if is_signal else None
            yield (key, repr(said), within, since), said

    def flat(self, table: Any, before: str = "") -> Iterator[tuple[str, Any]]:
        for key, said in table.items():
            if not before and key in WORDS:
                continue
            if isinstance(said, dict):
                yield from self.flat(said, f"{before}{key}.")
            else:
                yield f"{before}{key}", said

    def inner(self, table: Any) -> Iterator[Any]:
        yield from table.get("any", ())
        yield from table.get("all", ())
        if "not" in table:
            yield table["not"]

    def holds(self, leaf: Leaf, value: Any) -> bool:  # noqa: PLR0911 - a kind a line
        fact, said = leaf[0], self.said[leaf]
        if value is None:
            return False
        if isinstance(value, frozenset):
            return not value.isdisjoint(said if isinstance(said, list) else [said])
        if fact.startswith("signals."):
            if isinstance(said, bool):
                return (value > 0) is said
            return accepts("visits", said, value)
        if fact.startswith("traits."):
            return trait(said, value)
        if fact.partition(".")[0] in GLOBS:
            return matched(said, value)
        return accepts(fact, said, value)

    def vector(self, facts: dict[str, Any]) -> Vector:
        return frozenset(
            leaf
            for leaf in self.said
            if leaf[0] in facts and self.holds(leaf, facts[leaf[0]])
        )


def trait(said: Any, value: Any) -> bool:
    """Accept flags as flags, numbers as numbers, words as words."""
    if isinstance(said, bool) or isinstance(value, bool):
        return said is value
    is_comparison = isinstance(said, str) and said[0] in "<>"
    if isinstance(value, str):
        return isinstance(said, str) and not is_comparison and said == value
    return (is_comparison or not isinstance(said, str)) and accepts(
        "visits", said, value
    )
