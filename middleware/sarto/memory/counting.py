"""How often a signal was seen: ever, lately, since another one.

In comes a profile, out comes a number that is never too high. Where detail was dropped
for want of room, it is the least that is still certain.
"""

from dataclasses import dataclass

from sarto.memory.profile import Profile, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which sightings count: those of the last seconds, those after a signal."""

    within: float | None = None
    since: str | None = None


EVER = Span()


def count(profile: Profile, name: str, now: int, span: Span = EVER) -> int:
    """Count the sightings of a signal."""
    seen = profile.seen(name)
    if seen is None:
        return 0
    if span == EVER:
        return seen.count
    other = profile.seen(span.since) if span.since is not None else None
    if other is None and span.within is None:
        return seen.count  # since never: since ever
    start = float("-inf") if span.within is None else now - span.within
    logged = len(lately(profile, seen, start, other))
    return logged or int(
        seen.last >= start and (other is None or is_later(seen, other))
    )


def lately(profile: Profile, seen: Seen, start: float, other: Seen | None) -> list[int]:
    """List when it was seen from `start` on, and after the last of the other."""
    number = profile.signals.index(seen)
    after = -1 if other is None else profile.signals.index(other)
    found: list[int] = []
    for which, at in profile.log:
        if which == after:
            found.clear()
        elif which == number and at >= start:
            found.append(at)
    return found


def is_later(seen: Seen, other: Seen) -> bool:
    """Whether its last sighting is certainly after the last one of the other."""
    return seen.last > other.last


def value(profile: Profile, name: str, now: int, span: Span = EVER) -> float | None:
    """Give the last value that came with a signal, if such a sighting counts."""
    seen = profile.seen(name)
    is_counted = seen is not None and count(profile, name, now, span) > 0
    return seen.value if seen is not None and is_counted else None


def often(profile: Profile, most: int = 5) -> tuple[str, ...]:
    """Name the signals that were seen most; of equals the one that was seen last."""
    ranked = sorted(profile.signals, key=lambda seen: (-seen.count, -seen.last))
    return tuple(seen.name for seen in ranked[:most])
