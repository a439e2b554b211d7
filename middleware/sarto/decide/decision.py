"""A decision: what one place shows this visitor, and the rule that said so."""

from dataclasses import dataclass, field

from sarto.context.visit import Visit
from sarto.decide.rules import Place, Rule
from sarto.decide.why import Because, because


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided; `fragment` is `None` where the page keeps its own content."""

    place: Place
    fragment: str | None = None
    attrs: tuple[tuple[str, str], ...] = ()
    audience: str | None = None
    rule: Rule | None = None  # None: no rule matched, the place's default holds
    experiment: str | None = None
    arm: str | None = None
    visit: Visit = field(repr=False, compare=False)

    @property
    def because(self) -> tuple[Because, ...]:
        """The conditions of the rule that said so; none for the place's default."""
        return because(self.rule, self.visit) if self.rule else ()

    @property
    def is_own(self) -> bool:
        """Whether the page stays as it is here."""
        return self.fragment is None and not self.attrs
