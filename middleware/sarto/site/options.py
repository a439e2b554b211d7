"""The options of `Sarto`, made ready once: every version of a site has the same."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sarto.clock import Clock
from sarto.config.config import Config
from sarto.errors import Failures, wordless
from sarto.memory.keeper import Keeper
from sarto.site.compile import compile_site
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

    def compiled(self, config: Config, before: Site | None) -> Site:
        """Compile a version of the site; raises `ConfigError`."""
        return compile_site(
            config,
            clock=self.clock,
            fragments=self.fragments,
            failures=self.failures,
            before=before,
            declared=self.declared,
            means=self.means,
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
