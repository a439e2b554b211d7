"""What one site lets its visitors see and choose on our pages: read of its config."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from sarto.choices.cookies import CookieJar
from sarto.choices.form import FormRecord
from sarto.choices.preferences import Declared
from sarto.config.values import FORM
from sarto.context.visit import KEPT, UNIT
from sarto.site.built_in import declared
from sarto.site.remembering import Means
from sarto.site.site import Site
from sarto.vocabulary.reads import ReadSet

ALWAYS: Final = ("device", "language", "country", "time")
TAKING: Final = ("consent", "preferences", "forget")  # the forms' addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One site, as our pages know it."""

    prefix: str
    form: FormRecord | None  # None: we ask for no consent ourselves
    tools: tuple[str, ...]  # that ask for it besides, or instead
    declared: Declared
    jar: CookieJar
    origins: tuple[str, ...]
    regime: str
    reads: frozenset[str]  # the facts that any page may stand on
    remembering: str | None  # the purpose it needs; None: it needs no consent
    measuring: str | None  # likewise, to take part in experiments
    trials: frozenset[str]  # the facts that tell of those
    budget: float  # seconds that a store may cost one page

    @classmethod
    def of(cls, site: Site) -> "Offer":
        toml, agreed = site.config.toml, site.sources.agreement
        row, measured = map(site.sources.law.row, (KEPT, UNIT))
        asked = toml.consent.source if toml.consent else []
        return cls(
            prefix=toml.prefix.rstrip("/"),
            form=agreed.form if agreed else None,
            tools=tuple(name for name in asked if name != FORM),
            declared=declared(toml),
            jar=site.sources.jar,
            origins=tuple(toml.origins),
            regime=toml.consent.regime if toml.consent else "",
            reads=read_by(site),
            remembering=row.purpose if row else None,
            measuring=measured.purpose if measured else None,
            trials=frozenset(f"arm.{name}" for name in site.sources.trials),
            budget=(site.keeping or Means()).budget,
        )

    def may_remember(self, granted: Container[str]) -> bool:
        """Whether it is enough to be remembered that these purposes are granted."""
        return self.remembering is None or self.remembering in granted

    def may_keep(self, granted: Container[str]) -> bool:
        """Whether that is enough to keep anything at all."""
        is_measured = self.measuring is None or self.measuring in granted
        return is_measured or self.may_remember(granted)

    def is_ours(self, path: str) -> bool:
        """Whether a path inside the site is one of ours."""
        return path.startswith(self.prefix + "/")


def read_by(site: Site) -> frozenset[str]:
    """Gather what rules, fragments and the site's own code can read of a visitor."""
    reads = ReadSet.of(
        fact for facts in site.config.toml.app.reads.values() for fact in facts
    )
    for place in (*site.slots, *site.regions, *site.swaps):
        reads = reads | place.reads
    return frozenset(reads)
