"""Fragments as compiled: templates, their language twins, and what they can read.

Layouts are such templates too, and are compiled by the same rules; what they place of
the page, and may not place twice, is theirs alone (arranging.py).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Template, TemplateError, nodes
from langcodes import tag_is_valid

from sarto.compose.advice import advised
from sarto.compose.arranging import Arrangement
from sarto.compose.extended import is_extended, read_by
from sarto.compose.made import Made, Problem, wrong
from sarto.compose.swap import Html
from sarto.compose.templates import ORIGINAL, Environment, Placing, rendered, spot_of
from sarto.compose.uses import (
    SEEN,
    mistakes,
    own_names,
    references,
)
from sarto.context.language import closest
from sarto.errors import FragmentError
from sarto.vocabulary.ports import FragmentSource
from sarto.vocabulary.reading import did_you_mean
from sarto.vocabulary.reads import ReadSet

IGNORE = "write it, or say `ignore missing` after its name"
PLAIN = ""  # stands for the language of nobody in particular


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """One template; `constant` is its text where nothing of a visit can change it."""

    name: str
    language: str | None  # None: it has no twins, and so speaks for itself
    template: Template
    reads: ReadSet
    constant: Html | None = None
    placing: Placing = ORIGINAL
    is_apart: bool = True  # nothing of the page it stands on is in it

    @cached_property
    def always(self) -> Callable[[], Html] | None:
        """What renders it where nothing of a visit can change it; made once."""
        constant = self.constant
        return None if constant is None else lambda: constant

    def render(self, given: Mapping[str, object]) -> Html:
        """Render for one visit; raises `FragmentError`, with nothing of a visitor's."""
        if self.constant is not None:
            return self.constant
        try:
            return rendered(self.template, given, self.placing)
        except FragmentError as error:
            raise FragmentError(self.name, error.reason) from None
        except Exception as error:  # noqa: BLE001 - templates raise anything
            line = spot_of(error, self.name, frozenset({self.name})).line
            reason = f"{type(error).__name__} at line {line}"
            raise FragmentError(self.name, reason) from None


@dataclass(slots=True)
class Fragments:
    """The fragments one site uses, compiled; filled at start-up, then only read.

    With an `Arrangement` they are layouts, and `slots` those that the file declares.
    """

    source: FragmentSource
    languages: tuple[str, ...]
    placing: Placing = ORIGINAL
    slots: Collection[str] = ()
    problems: list[Problem] = field(default_factory=list[Problem])
    _by_language: dict[tuple[str, str], Fragment] = field(
        default_factory=dict[tuple[str, str], Fragment]
    )
    _environment: Environment = field(init=False)

    def __post_init__(self) -> None:
        self._environment = Environment(self.source)

    def of(self, name: str, language: Callable[[], str]) -> Fragment:
        """Find the twin of a used fragment that suits the visitor best.

        The language is asked for only where the fragment has twins.
        """
        plain = self._by_language[name, PLAIN]
        if plain.language is None:
            return plain
        return self._by_language.get((name, language()), plain)

    def twins(self, name: str) -> dict[str, str]:
        """Map the languages that the files beside a fragment speak to these files.

        The plain one speaks the first; what no visitor can want is no twin.
        """
        stem, dot, suffix = name.rpartition(".")
        found = {self.languages[0]: name}
        for other in sorted(self.source.names()):
            if other.startswith(stem + dot) and other.endswith(dot + suffix):
                tag = other[len(stem) + 1 : -len(suffix) - 1].replace("_", "-")
                if tag and "." not in tag and tag_is_valid(tag):
                    found[tag] = other
        wanted = {closest([language], tuple(found)) for language in self.languages}
        return {tag: file for tag, file in found.items() if tag in wanted}

    def stands_alone(self, name: str) -> bool:
        """Whether what a used fragment shows is made of nothing but itself.

        Neither of the page's own children, nor of what its element is to say.
        """
        fragment = self._by_language.get((name, PLAIN))
        return fragment is not None and fragment.is_apart and not fragment.language

    def is_extended(self, name: str) -> bool:
        """Whether it is a layout that only templates of the site's own can read."""
        is_layout = isinstance(self.placing, Arrangement)
        return is_layout and is_extended(self.source, name)

    def unreadable(self, name: str) -> str | None:
        """Tell why a file that is there is no fragment."""
        unreadable: Mapping[str, str] = getattr(self.source, "unreadable", {})
        return unreadable.get(name)

    def use(self, name: str) -> ReadSet:
        """Compile a fragment and its twins; tell what showing it can read."""
        twins = self.twins(name)
        has_twins = set(twins.values()) != {name}
        files = {name: self.languages[0]} | {file: tag for tag, file in twins.items()}
        reads = ReadSet.of(("language",) if has_twins else ())
        for file, tag in files.items():
            fragment = self._compiled(file, tag if has_twins else None)
            if fragment is None:
                continue
            reads = reads | fragment.reads
            if file == name:
                self._by_language[name, PLAIN] = fragment
            for language in self.languages:
                if twins.get(closest([language], tuple(twins)) or "") == file:
                    self._by_language[name, language] = fragment
        return reads

    def _unread(self, name: str, language: str | None) -> Fragment:
        """Make a layout of the site's own: little is known of it but its text."""
        text = self.source.text(name)
        return Fragment(
            name=name,
            language=language,
            template=self._environment.from_string(""),
            reads=read_by(text, self._environment),
            constant=(text,),
            placing=self.placing,
        )

    def _compiled(self, name: str, language: str | None) -> Fragment | None:
        if self.is_extended(name):
            return self._unread(name, language)
        try:
            made = self._made(name)
            self._tell(*made.problems)
            if any(problem.severity == "error" for problem in made.problems):
                return None
            for file in made.trees:  # now, and not while a visitor waits
                self._environment.get_template(file)
            template = self._environment.get_template(name)
            text = rendered(template, {}, self.placing) if made.is_constant else None
            return Fragment(
                name=name,
                language=language,
                template=template,
                reads=made.reads,
                constant=text,
                placing=self.placing,
                is_apart=not made.is_open and "original" not in made.wanted,
            )
        except Exception as error:  # noqa: BLE001 - templates raise anything
            self._tell(self._problem(name, error))
            return None

    @property
    def noun(self) -> str:
        """What an author calls one of them."""
        return "layout" if isinstance(self.placing, Arrangement) else "fragment"

    def _made(self, name: str) -> Made:
        """Parse a fragment, and all that it names to be made of."""
        trees: dict[str, nodes.Template] = {}
        waiting, problems, is_open = [name], list[Problem](), False
        names = self.source.names()
        while waiting:
            current = waiting.pop()
            text = self.source.text(current)
            trees[current] = self._environment.parse(text, current)
            for other in references(trees[current]):
                if other.name is None:
                    is_open = True
                elif other.name in names:
                    waiting += () if other.name in trees else (other.name,)
                elif not other.may_miss:
                    text = f"there is no {self.noun} {other.name!r} to be included"
                    if reason := self.unreadable(other.name):
                        text = f"{other.name!r} is no {self.noun}: {reason}"
                    hint = did_you_mean(other.name, tuple(sorted(names)))
                    hint = hint if hint.startswith("did") else IGNORE
                    found = current, other.line, text, hint, other.name
                    problems.append(wrong("SARTO011", *found))
        problems += self._mistakes(trees)
        return Made(trees, is_open, tuple(problems))

    def _mistakes(self, trees: Mapping[str, nodes.Template]) -> Iterator[Problem]:
        own = map(own_names, trees.values())  # those that are included see them too
        given = frozenset(self._environment.globals).union(*own)
        visible = {**SEEN, **dict.fromkeys(self.placing.names, frozenset[str]())}
        for file, tree in trees.items():
            found = [*mistakes(tree, self._environment, given, visible)]
            if isinstance(self.placing, Arrangement):
                found += self.placing.mistakes(tree, self.slots)
            for each in found:
                yield Problem(
                    code="SARTO012" if each.is_name else "SARTO011",
                    fragment=file,
                    line=each.line,
                    message=each.message,
                    help=each.help,
                    severity="warning" if each.is_doubt else "error",
                    word=each.word,
                )

    def _problem(self, name: str, error: Exception) -> Problem:
        spot = spot_of(error, name, self.source.names())
        text = f"{type(error).__name__}: {error}"
        if isinstance(error, FragmentError):
            text = error.reason
        elif isinstance(error, TemplateError):
            text = str(error.message)
        return wrong("SARTO011", spot.template, spot.line, *advised(text))

    def _tell(self, *problems: Problem) -> None:
        self.problems += [each for each in problems if each not in self.problems]
