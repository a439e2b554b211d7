"""`Report`: all that is known of a site's experiments and places, at one moment.

In: what the file says, a store, and the moment. Out: one frozen value that the text,
the JSON and the pages are made of. What the store raises is not caught here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sarto.config.model import SartoToml
from sarto.measure.report.figures import Losses
from sarto.measure.report.judging import judged
from sarto.measure.report.places import Place, place
from sarto.measure.report.plan import goals, places, plans
from sarto.measure.report.result import Answers, Result, result
from sarto.vocabulary.measured import EXPERIMENTS, Ledger
from sarto.vocabulary.ports import EventStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of it."""

    made: int  # seconds since 1970
    results: tuple[Result, ...]
    places: tuple[Place, ...]
    losses: Losses
    gone: tuple[str, ...]  # experiments that the file does not have any more

    @property
    def is_empty(self) -> bool:
        """Whether nobody was shown anything that is told of here."""
        return not (self.places or any(each.units for each in self.results))

    @property
    def has_problems(self) -> bool:
        """Whether any figure cannot be trusted."""
        return any(each.verdict.kind == "distrust" for each in self.results)


def reported(toml: SartoToml, store: EventStore, now: int) -> Report:
    """Ask a store for everything, in seconds since 1970."""
    subjects, ledgers = store.subjects(), store.ledgers()
    wanted = plans(toml)
    known = {plan.subject for plan in wanted}
    signals = goals(toml)
    results: list[Result] = []
    for plan in wanted:
        answers = Answers.of(store, plan, now)
        results.append(result(plan, answers, judged(plan, answers, ledgers, now)))
    return Report(
        made=now,
        results=tuple(results),
        places=tuple(place(store, each, signals) for each in places(subjects)),
        losses=losses(ledgers),
        gone=tuple(
            each.partition(".")[2]
            for each in subjects
            if each.startswith(f"{EXPERIMENTS}.") and each not in known
        ),
    )


def losses(ledgers: Sequence[Ledger]) -> Losses:
    return Losses(
        seen=sum(each.seen for each in ledgers),
        stored=sum(each.stored for each in ledgers),
        dropped=sum(each.dropped for each in ledgers),
    )
