"""One place among the workers: who fills it, who follows, and when somebody is due."""

from time import monotonic
from typing import Final

from sarto.workbench.serving.hired import Hired
from sarto.workbench.serving.service import PROBLEMS, Refused

STEADY: Final = 10  # seconds; who lives shorter is replaced later each time
LONGEST: Final = 30  # seconds until another one is tried
DIED: Final = "A worker ended by itself, exit code {}."


class Post:
    """A place; of those at it, at most one serves and stays."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.worker: Hired | None = None
        self.successor: Hired | None = None
        self.leaving: list[Hired] = []
        self.fallen: Refused | None = None  # why nobody is here, until that is told
        self._falls = 0  # one soon after another
        self._due = 0.0  # monotonic

    @property
    def workers(self) -> list[Hired]:
        here = (self.worker, self.successor, *self.leaving)
        return [worker for worker in here if worker is not None]

    @property
    def is_filled(self) -> bool:
        return self.worker is not None and self.worker.is_started

    @property
    def is_due(self) -> bool:
        """Whether somebody is to be hired."""
        return self.worker is None and monotonic() >= self._due

    def look(self) -> None:
        """See who serves now, and who is gone."""
        for worker in self.workers:
            worker.listen()
        self.leaving = [each for each in self.leaving if each.code is None]
        if self.successor is not None:
            self._succeed(self.successor)
        if self.worker is not None and self.worker.code is not None:
            self._fall(self.worker)

    def _succeed(self, successor: Hired) -> None:
        if successor.code is not None:
            self.successor, self.fallen = None, why(successor)
        elif successor.is_started:
            if self.worker is not None:
                self.worker.end()
                self.leaving.append(self.worker)
            self.worker, self.successor = successor, None

    def _fall(self, worker: Hired) -> None:
        self._falls = 1 if worker.lived() >= STEADY else self._falls + 1
        self._due = monotonic() + self.pause
        self.worker, self.successor, self.fallen = self.successor, None, why(worker)

    @property
    def pause(self) -> int:
        """Seconds until another one is tried: none after a first fall."""
        return 0 if self._falls == 1 else min(2 ** min(self._falls, 9), LONGEST)


def why(worker: Hired) -> Refused:
    """Say why a worker is gone."""
    died = Refused(text=DIED.format(worker.code), code=PROBLEMS)
    return worker.refused or died
