"""The options of `Sarto`, made ready once: every version of a site has the same."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from sarto.clock import Clock
from sarto.config.config import Config
from sarto.errors import Failures, wordless
from sarto.memory.keeper import Keeper
from sarto.site.compile import compile_site
from sarto.site.naming import Naming
from sarto.site.onlookers import onlookers
from sarto.site.operations import in_force
from sarto.site.recent import Recent
from sarto.site.recording import Recording
from sarto.site.remembering import Means
from sarto.site.site import Site
from sarto.site.stores import store_of
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.ports import FragmentSource, ProfileStore

SECRET = "SARTO_SECRET"  # noqa: S105 - where it is, not what


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a site is compiled with besides its file."""

    clock: Clock
    fragments: FragmentSource | None
    failures: Failures
    declared: Declared
    means: Means
    recording: Recording
    recent: Recent = field(default_factory=Recent)  # what it kept outlives a version

    def compiled(self, config: Config, before: Site | None) -> Site:
        """Compile a version of the site; raises `ConfigError`."""
        site = compile_site(
            config,
            clock=self.clock,
            fragments=self.fragments,
            failures=self.failures,
            before=before,
            declared=self.declared,
            means=self.means,
        )
        site = replace(site, measuring=self.recording.measuring(site))
        console = config.toml.console
        looking = onlookers(site, before, self.shadowed)
        self.recent.resize(console.recent if console else 0)  # all else is right by now
        self.recent.naming = Naming.of(site)
        watchers = (*((self.recent,) if self.recent.most else ()), *looking)
        told = in_force(watchers)
        self.failures.hears = told.failed if told else None
        is_timed = told is not None
        return replace(site, watchers=watchers, is_timed=is_timed) if watchers else site

    def shadowed(self, config: Config) -> Site:
        """Compile the config of a shadow: it remembers nobody, and counts apart."""
        return compile_site(
            config,
            clock=self.clock,
            fragments=self.fragments,
            failures=Failures(),
            declared=self.declared,
        )


def means_of(
    secret: str | Sequence[str],
    profiles: str | ProfileStore | None,
    budget: float,
    failures: Failures,
) -> Means:
    """Make ready what remembering takes; raises `ValueError` for no usable store."""
    store = store_of(profiles)

    def note(kind: str, error: BaseException) -> None:
        failures.note(kind, wordless(cast("Exception", error)))  # a key may be in it

    return Means(
        secrets=secrets(secret),
        keeper=Keeper(store, budget=budget, note=note) if store else None,
        budget=budget,
    )


def secrets(given: str | Sequence[str]) -> tuple[str, ...]:
    """List the secrets, newest first; by default that of the environment."""
    given = given or os.environ.get(SECRET, "")
    if isinstance(given, str):
        return (given,) if given else ()
    return tuple(given)
