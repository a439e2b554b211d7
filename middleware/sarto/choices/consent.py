"""Consent, and the gate that every gated fact passes."""

from dataclasses import dataclass

from sarto.vocabulary.facts import Fact


@dataclass(frozen=True, slots=True)
class Consent:
    """The purposes one visitor granted, as the site's own consent record says."""

    granted: frozenset[str] = frozenset()

    def opens(self, fact: Fact) -> bool:
        """Whether the fact may be looked up at all for this visitor."""
        return fact.purpose is None or fact.purpose in self.granted


NO_CONSENT = Consent()
