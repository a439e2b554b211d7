"""What one fragment is made of, as parsed, and what is wrong with its own text."""

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import nodes

from sarto.compose.uses import EVERYTHING, asked_for, reads_of
from sarto.errors import Severity
from sarto.vocabulary.reads import ReadSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in a fragment's own text."""

    code: str
    fragment: str
    line: int
    message: str
    help: str = ""
    severity: Severity = "error"
    word: str = ""  # as it stands in the line, where that is known


@dataclass(frozen=True, slots=True)
class Made:
    """All the templates that one fragment is made of, as parsed."""

    trees: Mapping[str, nodes.Template]
    is_open: bool  # it chooses others while it is rendered
    problems: tuple[Problem, ...]

    @property
    def reads(self) -> ReadSet:
        reads = EVERYTHING if self.is_open else ReadSet()
        for tree in self.trees.values():
            reads = reads | reads_of(tree)
        return reads

    @property
    def wanted(self) -> frozenset[str]:
        """The variables that it wants from outside."""
        return frozenset[str]().union(*map(asked_for, self.trees.values()))

    @property
    def is_constant(self) -> bool:
        """Whether nothing of a visit can change what it renders to."""
        return not self.is_open and self.wanted.isdisjoint({"visitor", "page"})


def wrong(  # noqa: PLR0913, PLR0917 - the parts of a problem
    code: str, file: str, line: int, message: str, hint: str = "", word: str = ""
) -> Problem:
    return Problem(
        code=code, fragment=file, line=line, message=message, help=hint, word=word
    )
