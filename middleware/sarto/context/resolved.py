"""The facts that a site's own resolvers give, and what a resolver is given to ask.

In come the values that were resolved for this request, out comes each under its name.
A resolver sees a visit of its own, so that one that comes late touches no page. One
whose fact visitors share sees only what it declared: what it cannot see, it cannot
mix into somebody else's page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import cast

from sarto.asgi import Scope
from sarto.context.facts import Facts
from sarto.context.finders import UNKNOWN, Known, finds
from sarto.context.visit import Visit
from sarto.headers import listed
from sarto.vocabulary.facts import Fact, Tier
from sarto.vocabulary.reads import ReadSet

LONGEST = 256  # characters of a text
LARGEST = 2**63  # of a whole number
RESOLVED = "resolved"  # where a visit's memo holds the values
EVERYBODYS = frozenset(  # what in a scope is nobody's own, or part of the URL
    {
        "type",
        "asgi",
        "app",
        "http_version",
        "method",
        "path",
        "query_string",
        "raw_path",
        "root_path",
        "scheme",
        "server",
    }
)

ADDRESS = frozenset(  # of the page, which an edge does not say when it asks
    {"method", "path", "query_string", "raw_path", "root_path"}
)


class UndeclaredError(LookupError):
    """Raised where a resolver reads a fact that it did not declare."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(f"`{fact}` is read, but not declared: add it to `reads`")


class UnusableError(ValueError):
    """Raised for an answer that is no value; its text is for the author."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a resolver is given: who is asking, and the request as it came.

    `facts` are the visitor's, lazy; without consent a gated one is that of a visitor
    nobody knows. `scope` is a copy of the ASGI scope, for `Request(asked.scope)`. One
    whose fact is of the tier `segment` or `band` finds in them only the facts and the
    headers that it declared, and never the address.
    """

    facts: Facts
    scope: Scope


class OnlyDeclared:
    """Reads of a visit what may be read, and nothing else."""

    def __init__(self, visit: Visit, declared: frozenset[str]) -> None:
        self._visit = visit
        self._declared = declared

    def __getitem__(self, name: str) -> object:
        if name not in self._declared:
            raise UndeclaredError(name)
        return self._visit[name]


def asked(visit: Visit, fact: Fact) -> Asked | None:
    """Open a visit to a fact's resolver; `None` where consent or a pin closes it."""
    if fact.name in visit.pins:
        return None
    # Not by `visit.permit`: no answer shows that somebody was asked, so none read it.
    if fact.purpose is not None and visit.consent.permit(fact, fact.name) is None:
        return None
    own = visit.apart()
    if fact.tier is Tier.PERSONAL:
        return Asked(Facts(own), own.scope)
    reader = OnlyDeclared(own, ReadSet.of(fact.made_of).facts)
    may_see = EVERYBODYS - ADDRESS if visit.sources.is_shared else EVERYBODYS
    scope = shared(visit.scope, fact.headers, may_see)
    return Asked(Facts(cast("Visit", reader)), scope)


def shared(
    scope: Scope, declared: tuple[str, ...], may_see: frozenset[str] = EVERYBODYS
) -> Scope:
    """Copy of a scope what is nobody's own, and the headers that are declared."""
    names = {name.lower().encode() for name in declared}
    kept: Scope = {key: value for key, value in scope.items() if key in may_see}
    kept["headers"] = [
        pair for pair in listed(scope.get("headers")) if pair[0] in names
    ]
    return kept


def checked(answer: object) -> str | float | None:
    """Give a resolver's answer as a plain value; raises `UnusableError` for others.

    Plain: a text that says it is safe to print would pass through templates unescaped.
    """
    if answer is None or isinstance(answer, bool):
        return answer
    if isinstance(answer, str) and len(answer) <= LONGEST and is_written(answer):
        return str.__str__(answer)
    if isinstance(answer, int) and -LARGEST <= answer < LARGEST:
        return int.__int__(answer)
    if isinstance(answer, float) and isfinite(answer):
        return float.__float__(answer)
    text = "is no text, number or flag, or too large a one"
    raise UnusableError(f"what it gave ({type(answer).__name__}) {text}")


def is_written(text: str) -> bool:
    """Whether a text can be sent; half a character cannot."""
    return text.isascii() or text.encode(errors="ignore").decode() == text


def learn(visit: Visit, values: Mapping[str, object]) -> None:
    """Keep what was resolved for a visit, by the facts' whole names."""
    visit.memo[RESOLVED] = values


@finds("facts.*")
def resolved(visit: Visit, name: str) -> Known:
    """Give what the resolver said; a fact that nothing here reads was not resolved."""
    row = visit.sources.declared.get(name)
    if row is None:
        return UNKNOWN
    visit.reads.update(row.made_of)
    values: Mapping[str, object] = visit.memo.get(RESOLVED, {})
    if name not in values:
        text = f"`{name}` is read where it was not resolved: name it in [app] reads"
        visit.sources.failures.tell(f"fact {name}", text)
    value = values.get(name)
    return UNKNOWN if value is None else (value, "resolver")
