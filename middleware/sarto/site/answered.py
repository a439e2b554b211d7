"""What is known of the answer to a request, from its start on."""

from sarto.decide.decision import Decision
from sarto.site.decided import Ways
from sarto.vocabulary.once import once
from sarto.vocabulary.served import Part


class Answered:
    """What is known of the answer to a request, once it starts."""

    status = 0  # the application's
    is_page = False
    is_visit = False  # a page that rules can change: visits are made of those
    is_dressed = False  # its headers say that it may be another's otherwise
    is_again = False  # the visitor has it already, and is told so: 304
    is_whole = False  # all of it was made before its start went out
    parts: list[Part] | None = None  # what is told of it, once somebody is
    ways: Ways = ()  # what was decided of it
    asked: tuple[Decision, ...] = ()  # what the site's code asked of an experiment

    @once
    def shown(self) -> set[str]:
        """Name the capped slots that it has."""
        return set()

    def has_shown(self, place: str, fragment: str | None) -> bool:
        """Whether a slot is on the page; where that is not known yet, it is."""
        if self.is_again:
            return False
        return not self.is_whole or fragment is None or place in self.shown
