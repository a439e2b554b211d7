"""How long Sarto took over one request, where somebody is told of it."""

from time import perf_counter_ns, time_ns
from typing import TYPE_CHECKING

from sarto.compose.edit import Edit
from sarto.compose.page import Edits
from sarto.headers import Headers
from sarto.vocabulary.served import Took

if TYPE_CHECKING:
    from sarto.site.answer import Answer


class Times:
    """The marks of one request, in nanoseconds of a clock that never steps back."""

    __slots__ = ("_asked", "_began", "_came", "_decided", "_wall")

    def __init__(self) -> None:
        self._wall, self._came = time_ns(), perf_counter_ns()
        self._asked = self._began = self._came
        self._decided = 0

    def edits_of(self, answer: "Answer") -> Edits:
        """Note that the site's code is asked now; give the answer's edits, timed."""
        answer.visitor.times = self
        self._asked = self._began = perf_counter_ns()

        def edits(status: int, headers: Headers) -> Edit | None:
            self._began = perf_counter_ns()
            try:
                return answer.edits(status, headers)
            finally:
                self._decided = perf_counter_ns() - self._began

        return edits

    def took(self) -> Took:
        """Sum it up."""
        return Took(
            began=self._wall,
            met=self._asked - self._came,
            until=self._began - self._came,
            decided=self._decided,
        )
