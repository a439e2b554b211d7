"""What `sarto check` says of rules and audiences that nobody can ever match.

Only what is proven is said: each of these findings comes from a search over all who may
come, and what is too large to search is said to be undecided.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sarto.config.locate import KeyPath
from sarto.decide.conditions import Named, Node
from sarto.decide.rules import Outcome
from sarto.errors import Finding
from sarto.site.site import Site
from sarto.workbench.reasoning.arms import populated
from sarto.workbench.reasoning.gaps import skipped
from sarto.workbench.reasoning.pieces import Piece, fewest, pieces
from sarto.workbench.reasoning.reasoner import on_pages
from sarto.workbench.reasoning.review import SKIPPED, Review, listed
from sarto.workbench.reasoning.ruling import RULE, Ruled, Ruling, rulings
from sarto.workbench.reasoning.usage import used

SHADOWED, UNUSED, IDLE = "SARTO031", "SARTO033", "SARTO034"
PASSED, UNDECIDED = "SARTO035", "SARTO037"

TAKEN: Final = "every visitor {} could match is taken by {}"
HIGHER: Final = "move it above, or take it out"
OVER: Final = "this window has passed: it ended on {:%Y-%m-%d %H:%M} ({})"
LATER: Final = "write a later day, or take the rule out"
NO_DAY: Final = "no day is left on which {} holds"
LARGE: Final = "whether anybody matches {} is too large a question: it is undecided"
SWITCH: Final = "switch one on, or take it out"
NOTHING: Final = "{} does nothing: its rules are switched off, or match nobody"


def reasoned(site: Site) -> tuple[Finding, ...]:
    """List what no visitor can match, and what nobody uses, as warnings."""
    review = Review(site, site.config.report())
    tell_audiences(review)
    for ruling in rulings(site):
        Reading(review, ruling).tell()
    return review.report.all()


def tell_audiences(review: Review) -> None:
    """Look at each audience by itself."""
    wanted = used(review.site.config)
    for name, node in review.named.items():
        path = ("audiences", name)
        if name not in wanted:
            hint = f'name it in a rule, to = "{name}", or take it out'
            review.tell(UNUSED, path, f"nobody uses the audience {name!r}", hint)
        verdict = review.reasoner.find([node]).verdict
        if verdict == "undecided":
            review.tell(UNDECIDED, path, LARGE.format("this audience"))
        elif verdict == "no":
            review.dead.add(name)
            tell_dead(review, node)
        elif review.is_over(node):
            review.passed.add(name)
            review.tell(PASSED, path, NO_DAY.format("this audience"))


def tell_dead(review: Review, audience: Named) -> None:
    """Tell why nobody is of an audience, unless that is told of one inside of it."""
    few = review.fewest(list(pieces(audience.node, is_opened=False)))
    inside = [each.node for each in few if isinstance(each.node, Named)]
    if not any(each.name in review.dead for each in inside):
        opened = [piece for each in few for piece in pieces(each.node)]
        few = review.fewest(opened) if inside else few
        review.contradicted(("audiences", audience.name), "this audience", few)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of one place, read top to bottom."""

    review: Review
    ruling: Ruling

    def tell(self) -> None:
        """Tell of each rule that nobody can match, or reach."""
        alive = [self.is_alive(at) for at in range(len(self.ruling.rules))]
        if self.ruling.is_without_default and not any(alive):
            self.review.tell(
                IDLE, self.ruling.path, NOTHING.format(self.ruling.noun), SWITCH
            )

    def is_alive(self, at: int) -> bool:
        """Whether somebody may be shown a rule; tell it, where nobody is."""
        ruled = self.ruling.rules[at]
        for key, text in skipped(ruled.show, self.review.site):
            self.review.tell(SKIPPED, (*ruled.path, key), text, at_value=True)
        if self.is_over(ruled):
            return False
        earlier = [way.node for each in self.ruling.rules[:at] for way in each.outcomes]
        found = [
            (each, {self.verdict(way, earlier) for way in each.outcomes})
            for each in ruled.each
        ]
        unseen = [each for each, verdicts in found if verdicts == {"no"}]
        if len(unseen) == len(found):
            self.tell_unseen(ruled, at)
            return False
        if not any("yes" in verdicts for _, verdicts in found):
            self.review.tell(UNDECIDED, ruled.path, LARGE.format(RULE))
        for each in unseen:
            self.tell_unseen(each, at)
        return True

    def tell_unseen(self, ruled: Ruled, at: int) -> None:
        """Tell of a rule, or of one of its arms, that nobody is shown it."""
        if any(self.verdict(way) != "no" for way in ruled.outcomes):
            self.tell_shadowed(ruled, at)
        elif not is_empty(ruled, self.review.site):
            self.tell_never(ruled)

    def verdict(self, way: Outcome, fails: Sequence[Node] = ()) -> str:
        found = self.review.reasoner.find([way.node], fails, pages=self.ruling.pages)
        return found.verdict

    def is_over(self, ruled: Ruled) -> bool:
        """Whether a rule's time has passed; tell it, where no audience's had."""
        rule, review = ruled.rule, self.review
        if rule.until and rule.until <= review.now:
            text = OVER.format(rule.until, review.site.sources.site_zone)
            review.tell(PASSED, (*ruled.path, "until"), text, LATER, at_value=True)
            return True
        ways = ruled.outcomes
        is_told = all(way.target.name in review.passed for way in ways)
        if is_told or any(self.verdict(way) == "no" for way in ways):
            return False
        if not all(review.is_over(way.node) for way in ways):
            return False
        review.tell(PASSED, ruled.path, NO_DAY.format(RULE), LATER)
        return True

    def tell_shadowed(self, ruled: Ruled, at: int) -> None:
        """Name the rules above that take everybody, no more of them than it takes."""
        above = self.ruling.rules[:at]

        def is_enough(some: list[Ruled]) -> bool:
            nodes = [way.node for each in some for way in each.outcomes]
            return all(self.verdict(way, nodes) == "no" for way in ruled.outcomes)

        few = fewest(above, is_enough)
        who = "it" if ruled.subject == RULE else ruled.subject
        text = TAKEN.format(who, self.lines(few))
        self.review.tell(SHADOWED, ruled.path, text, HIGHER)

    def lines(self, some: Sequence[Ruled]) -> str:
        """Say where rules are; of those that share a line, at which column."""
        places = [self.review.site.config.places.nearest(each.path) for each in some]
        found = [f"{place.line}" for place in places]
        every = map(self.review.site.config.places.nearest, self.paths)
        if max(Counter(place.line for place in every).values()) > 1:
            found = [f"{place.line}:{place.column}" for place in places]
        return f"line{'' if len(found) == 1 else 's'} {listed(found)}"

    @property
    def paths(self) -> list[KeyPath]:
        return [each.path for each in self.ruling.rules]

    def tell_never(self, ruled: Ruled) -> None:
        """Tell why a rule matches nobody, unless that is told of its audiences."""
        ways = [
            way for way in ruled.outcomes if way.target.name not in self.review.dead
        ]
        if not ways:
            return
        found = list(pieces(ways[0].node))
        if self.ruling.pages is not None:
            node = on_pages(self.ruling.pages)
            found.append(
                Piece(f"pages{node.condition.written.removeprefix('path')}", node)
            )
        few = self.review.fewest(found)
        when = [] if ruled.rule.when is None else list(pieces(ruled.rule.when))
        own = {id(each.node) for each in when}
        is_own = all(id(each.node) in own for each in few)
        path = (*ruled.path, "when") if is_own else ruled.path
        self.review.contradicted(path, ruled.subject, few)


def is_empty(ruled: Ruled, site: Site) -> bool:
    """Whether it is of arms that are given to nobody, which is told of them."""
    trials = site.config.toml.experiments
    return all(
        rule.experiment in trials and rule.arm not in populated(trials[rule.experiment])
        for rule in ruled.rules
    )
