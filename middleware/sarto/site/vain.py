"""Conditions that never hold: of facts that nothing tells, or names that nobody has."""

from collections.abc import Iterator

from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.context.families import meant
from sarto.context.finders import FINDERS
from sarto.decide.conditions import Leaf, walked
from sarto.decide.rules import Rule
from sarto.vocabulary.declared import FAMILY, Declared
from sarto.vocabulary.facts import fact_named
from sarto.vocabulary.patterns import AnyCase


def tell_vain(
    rule: Rule, path: KeyPath, report: Report, declared: Declared | None
) -> None:
    """Warn of what a rule asks in vain."""
    for name in rule.facts():
        if is_untold(name, declared):
            text = f"nothing tells `{name}`, so this condition never holds"
            report.wrong("SARTO021", path, text, severity="warning")
    for fact, word in words_of(rule):
        if theirs := meant(fact, word):
            text = f"no `{fact}` is called {word!r}, so this never holds"
            report.wrong(
                "SARTO019", path, text, f"write {theirs!r}", severity="warning"
            )


def is_untold(name: str, declared: Declared | None) -> bool:
    """Whether no finder and no resolver gives a fact that all may know.

    With nothing declared nobody knows what the resolvers give.
    """
    row = fact_named(name)
    if row is None or row.purpose or row.unknown is not None:
        return False
    if name.startswith(FAMILY):
        return declared is not None and declared.get(name) is None
    return row.name not in FINDERS


def words_of(rule: Rule) -> Iterator[tuple[str, str]]:
    """List the names that a rule's conditions ask for, each with its fact."""
    for leaf in walked(*(way.node for way in rule.outcomes)):
        if isinstance(leaf, Leaf) and isinstance(leaf.condition.pattern, AnyCase):
            for word in leaf.condition.pattern.words:
                yield leaf.condition.fact, word
