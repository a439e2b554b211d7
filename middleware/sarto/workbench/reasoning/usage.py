"""Which audiences are used: by rules, by stages, by audiences that are used."""

from collections.abc import Iterator

from sarto.config.config import Config
from sarto.config.rules import rules


def used(config: Config) -> frozenset[str]:
    """Name the audiences that something stands on, be it switched off."""
    found: set[str] = set()
    waiting = list(named(config))
    while waiting:
        name = waiting.pop()
        if name not in found and name in config.audiences:
            found.add(name)
            waiting += config.audiences[name].names()
    return frozenset(found)


def named(config: Config) -> Iterator[str]:
    """List the audiences that rules and stages name."""
    for _, show in rules(config.toml):
        yield from show.to or ()
    for audience in config.when.values():
        yield from audience.names()
