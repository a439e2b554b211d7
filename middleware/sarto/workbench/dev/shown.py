"""What a page shows somebody, in rows for the bar: its slots, its layouts, its swap."""

from collections.abc import Iterator
from dataclasses import dataclass

from sarto.compose.fragments import Fragments
from sarto.decide.decision import Decision
from sarto.site.amounts import counted
from sarto.site.site import Site
from sarto.site.visitor import Visitor

OWN = "the page's own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One place of a page: what it shows, for whom, and where that is said."""

    kind: str  # slot, layout or page
    name: str
    shows: str
    audience: str = ""
    rule: str = ""

    @property
    def is_own(self) -> bool:
        return self.shows == OWN


def parts(site: Site, visitor: Visitor) -> Iterator[Part]:
    """List the places of a page that rules are for, as this visitor has them."""
    if path := visitor.serve():
        yield Part(kind="page", name=visitor.facts.path, shows=path)
    for name, place in visitor.plan.slots.items():
        if place.rules or place.default:
            yield part("slot", name, visitor, site.fragments)
    for name, place in visitor.plan.regions.items():
        if place.rules or place.default:
            yield part("layout", name, visitor, site.layouts)


def part(kind: str, name: str, visitor: Visitor, known: Fragments) -> Part:
    decision = visitor.arrange(name) if kind == "layout" else visitor.decide(name)
    return Part(
        kind=kind,
        name=name,
        shows=shown(decision, visitor, known),
        audience=whom(decision),
        rule=decision.rule.where if decision.rule else "",
    )


def whom(decision: Decision) -> str:
    """Say for whom it is shown: an audience, an arm of an experiment."""
    arm = f"{decision.experiment}: {decision.arm}" if decision.experiment else ""
    return ", ".join(filter(None, (decision.audience, arm)))


def shown(decision: Decision, visitor: Visitor, known: Fragments) -> str:
    """Name the very file that is shown, of its language twins, and attributes set."""
    said = [f'{name}="{value}"' for name, value in decision.attrs]
    if decision.fragment is not None:
        twin = known.of(decision.fragment, lambda: visitor.facts.language)
        said.insert(0, twin.name)
    return " ".join(said) or OWN


def changed(rows: list[Part]) -> str:
    """Say for how much of a page something else was decided, in a few words."""
    kinds = [row.kind for row in rows if not row.is_own]
    return ", ".join(
        counted(str(kinds.count(kind)), kind)
        for kind in ("page", "slot", "layout")
        if kind in kinds
    )
