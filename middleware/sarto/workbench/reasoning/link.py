"""The address that was asked for: path, host, query, campaign, and the channel.

A parameter of the query is one text, under whatever name it is asked for; and what a
link says of its own medium decides the channel before anything else does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from sarto.context.media import CLICKS, UNCERTAIN, WORDS, kind_of_medium
from sarto.context.referrers import KNOWN, kind_of_source
from sarto.decide.conditions import Leaf
from sarto.vocabulary.facts import CHANNELS
from sarto.vocabulary.globs import glob
from sarto.vocabulary.patterns import Globs
from sarto.workbench.reasoning.atoms import Answers, Atom, ExhaustedError
from sarto.workbench.reasoning.cases import Values
from sarto.workbench.reasoning.reach import Shape, Wanted, reached

Text: TypeAlias = str | None  # what a parameter says; None: it is not there

HOST: Final = Shape(
    letters="abcdefghijklmnopqrstuvwxyz0123456789_-.", joint=".", least=1
)
SHAPES: Final = {"path": Shape(first="/", least=1), "host": HOST}
SOME: Final = Shape(least=1)
UTM: Final = {"name": "utm_campaign"}
MEDIUM, SOURCE = "utm_medium", "utm_source"
WILD: Final = frozenset("*?[{")
SAID: Final = {  # words of every kind that a link may name
    MEDIUM: ("cpc", "email", "social", "affiliate", "push", *WORDS),
    SOURCE: ("google", "facebook", "gmail", "reddit", "chatgpt"),
}
NONE, EVERY = frozenset[str](), frozenset(CHANNELS)
MEDIA: Final = frozenset({*WORDS.values(), "paid", "app"})  # what a medium can tell
SOURCES: Final = frozenset(KNOWN.values())
UNTAGGED: Final = frozenset(CHANNELS) - {"paid"}  # what referrers and browsers tell


def parameter(fact: str) -> str:
    """Name what a fact reads: a parameter of the query, or itself."""
    family, _, member = fact.partition(".")
    if family == "query":
        return member
    return UTM.get(member, f"utm_{member}") if family == "campaign" else fact


@dataclass(frozen=True, slots=True)
class Parameter:
    """One text, and what is asked of it by which fact."""

    name: str
    asked: tuple[tuple[str, Wanted], ...] = ()

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return tuple(each for _, each in self.asked)

    def is_so(self, text: Text) -> bool:
        """Whether it may say that, or be away (`None`); no campaign is empty."""
        return all(
            holds
            is (
                text is not None
                and bool(text or fact.startswith("query"))
                and match(globs, text)
            )
            for fact, (globs, holds) in self.asked
        )

    @property
    def is_wild(self) -> bool:
        """Whether it may say more than can be listed, and something is asked of it."""
        plain = (
            WILD.isdisjoint("".join(globs)) for globs, holds in self.wanted if holds
        )
        return bool(self.asked) and not any(plain)

    def unlisted(
        self, tells: Callable[[Text], bool], able: frozenset[str]
    ) -> frozenset[str]:
        """List the channels of texts it may say that `texts` does not list.

        `able` are those that it can tell at all; of texts that tell nothing, one is as
        good as any other.
        """
        if not self.is_wild:
            return NONE
        return EVERY if all(map(tells, self.texts())) else able

    def texts(self) -> tuple[Text, ...]:
        """List what it may say, as `said` has it; each is sought once."""
        return sought(self)

    def said(self) -> Iterator[Text]:
        """List what it may say: nothing, and a text of each kind that matters."""
        if self.name != "path":
            yield from (text for text in (None, "") if self.is_so(text))
        shape = SHAPES.get(self.name, SOME)
        alone = [
            ((glob,), True) for globs, holds in self.wanted if holds for glob in globs
        ]
        kinds = [(forms(word), True) for word in SAID.get(self.name, ())]
        for more in (*alone, *kinds, None):
            text = reached((*self.wanted, *((more,) if more else ())), shape)
            if text is not None:
                yield text


@lru_cache(maxsize=4096)
def sought(parameter: Parameter) -> tuple[Text, ...]:
    return tuple(parameter.said())


def match(globs: tuple[str, ...], text: str) -> bool:
    return any(glob(each).fullmatch(text) for each in globs)


def forms(word: str) -> tuple[str, ...]:
    """Write the texts that have a word among others."""
    return word, f"{word}-*", f"*-{word}", f"*-{word}-*"


@dataclass(frozen=True)
class Link:
    """The group of texts that a request's address is made of."""

    atoms: Mapping[int, Atom]
    everybody: int
    _known: dict[Answers, "Values | None"] = field(
        default_factory=dict["Answers", "Values | None"]
    )

    def standings(self, answers: Answers) -> int:
        """Tell how visitors may stand who ask for such an address: anyhow."""
        return 0 if self.found(answers) is None else self.everybody

    def values(self, answers: Answers, standing: int) -> Values:
        """Give the texts of such an address, by their parameters."""
        del standing
        return self.found(answers) or {}

    def found(self, answers: Answers) -> Values | None:
        if answers not in self._known:
            self._known[answers] = self.sought(answers)
        return self._known[answers]

    def sought(self, answers: Answers) -> Values | None:
        """Find a text for each parameter that is asked for, and a channel."""
        asked: dict[str, list[tuple[str, Wanted]]] = {}
        channels = frozenset(CHANNELS)
        for number, holds in sorted(answers):
            leaf = self.atoms[number].asked
            if not isinstance(leaf, Leaf):
                continue
            fact, pattern = leaf.condition.fact, leaf.condition.pattern
            if isinstance(pattern, Globs):
                one = (fact, (pattern.globs, holds))
                asked.setdefault(parameter(fact), []).append(one)
            else:
                channels &= {each for each in CHANNELS if pattern.holds(each) is holds}
        parameters = {
            name: Parameter(name, tuple(each)) for name, each in asked.items()
        }
        texts = {
            name: next(iter(each.texts()), ...) for name, each in parameters.items()
        }
        if ... in texts.values() or not channels:
            return None
        if channels == frozenset(CHANNELS):
            return texts
        return tagged(parameters, texts, channels)


def tagged(
    asked: Mapping[str, Parameter], texts: Values, channels: frozenset[str]
) -> Values | None:
    """Find tags that let the channel be one of these."""
    medium, source = (asked.get(name) or Parameter(name) for name in (MEDIUM, SOURCE))
    for said, by in product(medium.texts(), source.texts()):
        found = channels & possible(said or "", by or "", asked)
        if found:
            tags = {MEDIUM: said, SOURCE: by}
            return {**texts, **tags, "channel": min(found, key=CHANNELS.index)}
    is_open = not all(map(decides, medium.texts()))
    unlisted = medium.unlisted(decides, MEDIA) | (
        source.unlisted(names, SOURCES) if is_open else NONE
    )
    if channels & unlisted:
        raise ExhaustedError  # some other text may be of that kind
    return None


def names(source: Text) -> bool:
    """Whether a source tells the channel, where no medium does."""
    return kind_of_source(source or "") is not None


def decides(medium: Text) -> bool:
    """Whether a medium tells the channel, whatever the source is."""
    said = medium or ""
    return kind_of_medium(said) is not None and said.strip().lower() != UNCERTAIN


def possible(
    medium: str, source: str, asked: Mapping[str, Parameter]
) -> frozenset[str]:
    """List the channels of a link that says so, as `context.arrival` has them."""
    named = kind_of_medium(medium)
    if named and decides(medium):
        return frozenset((named,))
    found: set[str] = set()
    for click, kind in CLICKS.items():
        texts = list((asked.get(click) or Parameter(click)).texts())
        found |= {kind} if any(texts) else set()
        if all(texts):
            return frozenset(found)
    known = kind_of_source(source)
    if named:
        return frozenset({*found, "social" if known == "social" else named})
    return frozenset({*found, known}) if known else UNTAGGED | found
