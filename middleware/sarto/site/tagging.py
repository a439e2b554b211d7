"""What the tags of templates showed on one page, for the rest of the page to go by."""

from dataclasses import dataclass, field

from sarto.compose.inserted import Text
from sarto.compose.swap import Swap
from sarto.site.decided import Decided


@dataclass(slots=True)
class Tagging:
    """What is known once a page has a tag."""

    swapped: dict[str, Swap | None] = field(default_factory=dict[str, "Swap | None"])
    inserted: dict[Text, None] = field(default_factory=dict[Text, None])
    placed: set[str] = field(default_factory=set[str])  # slots shown as decided
    extended: set[str] = field(default_factory=set[str])  # layouts, by name
    known: Decided | None = None  # what was decided lately for the very same facts
    has_looked: bool = False  # for that
