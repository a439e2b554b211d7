"""What is wrong with the options of `Sarto` that only Python can give.

An author's mistake, told at the start with the line of the function it belongs to.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.errors import ConfigError, Finding
from sarto.site.resolvers import TIERS, Call, Declaration, declaration, listing
from sarto.vocabulary.declared import FAMILY, Declared
from sarto.vocabulary.facts import FACTS, PURPOSES, fact_named
from sarto.vocabulary.ports import Resolver
from sarto.vocabulary.reading import did_you_mean

Resolvers: TypeAlias = Mapping[str, Call] | Iterable[Resolver | Call]
Mistake: TypeAlias = tuple[str, str]  # what is wrong, what to do

CODE: Final = "SARTO023"
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
TOKEN = re.compile(r"[!#$%&'*+.^`|~\w-]+", re.ASCII)  # RFC 9110 §5.6.2
NAMES = tuple(fact.name for fact in FACTS if "*" not in fact.name)
HERE = "Sarto(…)"


def declarations(resolvers: Resolvers) -> tuple[Declaration, ...]:
    """Read the option `resolvers`; raises `ConfigError` with all that is wrong."""
    given = tuple(read(resolvers))
    found = [
        finding(text, hint, each.place) for each in given for text, hint in wrong(each)
    ]
    for name in sorted({each.name for each in given if not found}):
        if len(same := [each for each in given if each.name == name]) > 1:
            text = f"two resolvers give `{FAMILY}{name}`"
            found.append(finding(text, "give one of them another name", same[1].place))
    if found:
        raise ConfigError(tuple(found))
    return given


def read(resolvers: Resolvers) -> Iterator[Declaration]:
    if isinstance(resolvers, Mapping):
        named = cast("Mapping[str, Call]", resolvers)
        yield from (declaration(each, name) for name, each in named.items())
    else:
        yield from map(declaration, listing(resolvers))


def wrong(given: Declaration) -> Iterator[Mistake]:
    """List what is wrong with a declaration."""
    if not is_a(WORD, given.name):
        yield f"{given.name!r} is no name for a fact", "name it by a word like weather"
    fact = f"the resolver of `{FAMILY}{given.name}`"
    if not callable(given.call):
        yield f"{fact} cannot be called", "give a function of one argument"
    if given.tier not in tuple(TIERS):
        yield f"{fact} has no tier {given.tier!r}", near(given.tier, tuple(TIERS))
    for name in given.headers:
        if not is_a(TOKEN, name):
            yield f"{fact} reads no header {name!r}", "name headers in a tuple"
    for name in given.reads:
        if not is_readable(name):
            yield f"{fact} cannot read {name!r}", near(name, NAMES)


def is_a(form: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and form.fullmatch(text) is not None


def is_readable(name: object) -> bool:
    """Whether a resolver may read it: facts there are, but no other resolver's."""
    is_own = isinstance(name, str) and name.startswith(FAMILY)
    return isinstance(name, str) and not is_own and fact_named(name) is not None


def near(word: object, known: tuple[str, ...]) -> str:
    return did_you_mean(str(word), known) or "name facts of the table"


def budget_of(seconds: Any) -> float:  # noqa: ANN401 - an author's own
    """Read the option `budget`; raises `ConfigError` when it is no time."""
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not is_number or not 0 < seconds < math.inf:
        text = f"`budget` is no time: {seconds!r}"
        raise ConfigError((finding(text, "write seconds like 0.025"),))
    return float(seconds)


def finding(text: str, hint: str, place: tuple[str, int] = (HERE, 1)) -> Finding:
    return Finding(code=CODE, message=text, help=hint, file=place[0], line=place[1])


def tell_purposes(declared: Declared, toml: SartoToml, report: Report) -> None:
    """Report purposes that nobody can grant: their facts would never be known."""
    known = (*PURPOSES, *(toml.consent.map if toml.consent else ()))
    for name, row in declared.rows.items():
        if row.purpose is not None and row.purpose not in known:
            text = f"`{name}` is for {row.purpose!r}, which is no purpose here"
            report.wrong(CODE, (), text, did_you_mean(str(row.purpose), known))
