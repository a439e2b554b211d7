"""Fragments as compiled: templates, their language twins, and what they can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jinja2 import Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment
from langcodes import tag_is_valid

from sarto.compose.swap import Html
from sarto.compose.templates import (
    ORIGINAL,
    environment,
    reads_of,
    unknown_names,
)
from sarto.context.language import closest
from sarto.errors import FragmentError
from sarto.vocabulary.ports import FragmentSource
from sarto.vocabulary.reads import ReadSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """One template; `constant` is its text where nothing of a visit can change it."""

    name: str
    language: str | None  # None: it has no twins, and so speaks for itself
    template: Template
    reads: ReadSet
    constant: Html | None = None

    def render(self, given: Mapping[str, object]) -> Html:
        """Render for one visit; raises `FragmentError`."""
        if self.constant is not None:
            return self.constant
        try:
            return parted(self.template.render(given, original=ORIGINAL))
        except FragmentError as error:
            raise FragmentError(self.name, error.reason) from None
        except Exception as error:
            raise FragmentError(
                self.name, f"{type(error).__name__}: {error}"
            ) from error


def parted(text: str) -> Html:
    """Part rendered text where the page's own children belong."""
    parts = tuple(text.split(ORIGINAL.mark))
    if any(ORIGINAL.mark in part.lower() for part in parts):
        raise FragmentError("", "`original` can be placed, not changed by filters")
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in a fragment's own text."""

    code: str
    fragment: str
    line: int
    message: str


@dataclass(slots=True)
class Fragments:
    """The fragments one site uses, compiled; filled at start-up, then only read."""

    source: FragmentSource
    languages: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list[Problem])
    _by_language: dict[tuple[str, str], Fragment] = field(
        default_factory=dict[tuple[str, str], Fragment]
    )
    _environment: SandboxedEnvironment = field(init=False)

    def __post_init__(self) -> None:
        self._environment = environment(self.source)

    def of(self, name: str, language: Callable[[], str]) -> Fragment:
        """Find the twin of a used fragment that suits the visitor best.

        The language is asked for only where the fragment has twins.
        """
        first = self._by_language[name, self.languages[0]]
        if first.language is None:
            return first
        return self._by_language.get((name, language()), first)

    def twins(self, name: str) -> dict[str, str]:
        """Map languages to the files that speak them; the plain one speaks the first."""
        stem, dot, suffix = name.rpartition(".")
        found = {self.languages[0]: name}
        for other in self.source.names():
            if other.startswith(stem + dot) and other.endswith(dot + suffix):
                tag = other[len(stem) + 1 : -len(suffix) - 1]
                if tag and "." not in tag and tag_is_valid(tag):
                    found[tag] = other
        return found

    def use(self, name: str) -> ReadSet:
        """Compile a fragment and its twins; tell what showing it can read."""
        twins = self.twins(name)
        compiled = {
            tag: self._compiled(file, tag if len(twins) > 1 else None)
            for tag, file in twins.items()
        }
        first = compiled[self.languages[0]]
        for language in self.languages:
            tag = closest([language], tuple(compiled))
            fragment = compiled[tag] if tag else first
            if fragment is not None:
                self._by_language[name, language] = fragment
        reads = ReadSet.of(("language",) if len(twins) > 1 else ())
        for fragment in compiled.values():
            reads = reads | fragment.reads if fragment else reads
        return reads

    def _compiled(self, name: str, language: str | None) -> Fragment | None:
        try:
            reads, is_constant = self._inspected(name, frozenset())
            template = self._environment.get_template(name)
            constant = (
                parted(template.render(original=ORIGINAL)) if is_constant else None
            )
        except TemplateError as error:
            line = getattr(error, "lineno", None) or 1
            message = str(error.message or error)
            self._problem("SARTO011", name, line, message)
            return None
        except FragmentError as error:
            self._problem("SARTO011", name, 1, error.reason)
            return None
        return Fragment(
            name=name,
            language=language,
            template=template,
            reads=reads,
            constant=constant,
        )

    def _inspected(self, name: str, seen: frozenset[str]) -> tuple[ReadSet, bool]:
        """Tell what a template and all it includes can read, and if that is nothing."""
        text, _, _ = self._environment.loader.get_source(self._environment, name)  # type: ignore[union-attr] # we gave it one
        tree = self._environment.parse(text, name)
        for unknown in unknown_names(tree):
            kind = "fact" if unknown.is_fact else "variable"
            message = f"there is no {kind} called `{unknown.name}`"
            self._problem("SARTO012", name, unknown.line, message)
        given = meta.find_undeclared_variables(tree) - {"original"}
        reads, is_constant = reads_of(tree), not given
        for other in meta.find_referenced_templates(tree):
            if other is None:
                is_constant = False
            elif other not in seen:
                more, is_plain = self._inspected(other, seen | {name})
                reads, is_constant = reads | more, is_constant and is_plain
        return reads, is_constant

    def _problem(self, code: str, fragment: str, line: int, message: str) -> None:
        problem = Problem(code=code, fragment=fragment, line=line, message=message)
        if problem not in self.problems:
            self.problems.append(problem)
