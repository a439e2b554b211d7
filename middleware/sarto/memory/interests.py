"""What a visitor cares for, of the topics they looked at: counted, fading, few."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import Pattern
from urllib.parse import parse_qsl

from sarto.choices.preferences import word
from sarto.memory.level import faded
from sarto.memory.profile import DAY, Topic

MOST = 20  # topics that are remembered
FIELDS = 64  # of a query; more are not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Curiosity:
    """Where topics are named, how often makes an interest, what is never one."""

    paths: tuple[Pattern[str], ...] = ()
    parameters: frozenset[str] = frozenset()
    least: int = 3
    never: Pattern[str] | None = None
    half_life: float = 30 * DAY  # seconds

    def topics(self, path: str, query: bytes) -> tuple[str, ...]:
        """List the topics that a request names; those that are never kept are not."""
        if not (self.paths or self.parameters):
            return ()
        named = map(cleaned, (*self.of_path(path), *self.of_query(query)))
        kept = (topic for topic in named if topic and not self.is_never(topic))
        return tuple(dict.fromkeys(kept))

    def of_path(self, path: str) -> Iterator[str]:
        for pattern in self.paths:
            if found := pattern.fullmatch(path):
                yield "/".join(found.groups())

    def of_query(self, query: bytes) -> Iterator[str]:
        if not (self.parameters and query):
            return
        try:
            fields = parse_qsl(query.decode("ascii"), max_num_fields=FIELDS)
        except ValueError:  # too many, or no ASCII
            return
        yield from (value for name, value in fields if name in self.parameters)

    def is_never(self, topic: str) -> bool:
        return self.never is not None and self.never.fullmatch(topic) is not None

    def held(self, topics: Iterable[Topic], now: int) -> frozenset[str]:
        """Name the interests: seen often enough, and not faded to half of that."""
        return frozenset(
            topic.name
            for topic in topics
            if topic.count >= self.least
            and faded(topic.weight, now - topic.at, self.half_life) >= self.least / 2
            and not self.is_never(topic.name)
        )

    def looked(
        self, topics: tuple[Topic, ...], named: Iterable[str], now: int
    ) -> tuple[Topic, ...]:
        """Note that topics were looked at; the faintest makes room for a new one."""
        known = {topic.name: topic for topic in topics}
        for name in named:
            old = known.get(name) or Topic(name, 0, 0.0, now)
            weight = faded(old.weight, now - old.at, self.half_life) + 1
            known[name] = Topic(name, old.count + 1, weight, max(now, old.at))
            if len(known) > MOST:
                others = (topic for topic in known.values() if topic.name != name)
                del known[min(others, key=lambda t: self.left(t, now)).name]
        return tuple(known.values())

    def left(self, topic: Topic, now: int) -> float:
        return faded(topic.weight, now - topic.at, self.half_life)


def cleaned(text: str) -> str:
    """Give a topic in the one way it is remembered; `""` for what names none."""
    return "" if "," in text else word(text)  # in conditions a comma parts words
