"""Which visitors a rule can match at all: exact, or said to be undecided."""

from sarto.workbench.reasoning.findings import reasoned
from sarto.workbench.reasoning.found import Found
from sarto.workbench.reasoning.reasoner import Reasoner

__all__ = ["Found", "Reasoner", "reasoned"]
