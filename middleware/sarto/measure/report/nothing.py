"""An `EventStore` of a site that nobody has come to: there is nothing in it."""

from collections.abc import Mapping, Sequence

from sarto.vocabulary.measured import Event, Ledger, Outcomes, Question


class Nothing:
    """Knows nothing, and keeps nothing."""

    def write(self, events: Sequence[Event], ledger: Ledger) -> None:
        raise NotImplementedError("nothing is kept here")

    def subjects(self) -> Sequence[str]:
        return ()

    def outcomes(self, *questions: Question) -> Sequence[Outcomes]:
        return [Outcomes(cells=(), days=()) for _ in questions]

    def crossed(self, question: Question) -> int:  # noqa: ARG002 - the port's
        return 0

    def signals(self, *, since: int, until: int) -> Mapping[str, int]:  # noqa: ARG002 - the port's
        return {}

    def ledgers(self) -> Sequence[Ledger]:
        return ()

    def tidy(self, *, keep_from: int, questions: Sequence[Question]) -> None:
        pass

    def forget(self, unit: bytes) -> None:
        pass

    def close(self) -> None:
        pass
