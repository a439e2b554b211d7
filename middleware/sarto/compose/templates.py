"""The templates that fragments are written in: sandboxed, escaping, bounded.

What comes out of one holds no value of a visitor's unescaped, whatever its author
wrote: nothing in the environment marks text as safe. Nothing in it is random, so that
equal facts give equal bytes. A runaway template raises `FragmentError` in time.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Protocol

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    Template,
    TemplateAssertionError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sarto.compose.budget import (
    BUDGET,
    Budget,
    counted,
    spent,
    weigh,
    weighed,
)
from sarto.compose.growth import LARGEST, REFUSED_METHODS, called, computed, paying
from sarto.compose.metering import meter
from sarto.compose.swap import Html
from sarto.errors import FragmentError
from sarto.vocabulary.ports import FragmentSource

READABLE = frozenset({"facts", "level", "stage", "consent"})  # of a visitor
PLACE_ONLY = "`original` can be placed, not changed by filters"
REFUSED = frozenset({"pprint", "random", "safe"})  # filters
# What Python writes of things that are no text, also where a filter rewrote that; a
# process without address randomization has short ones.
ADDRESS = re.compile(r" 0[xX][0-9a-fA-F]{6,16}(?:>|&[gG][tT];)")
NO_TEXT = "it writes what is no text: `()`, `|join` or `|list` is missing"


class Loader(BaseLoader):
    """Lets templates include one another, by their path inside the folder."""

    def __init__(self, source: FragmentSource) -> None:
        self.source = source

    def get_source(
        self, environment: object, template: str
    ) -> tuple[str, str | None, None]:
        del environment
        try:
            return self.source.text(template), template, None
        except KeyError:
            raise TemplateNotFound(template) from None


class Placing(Protocol):
    """What a template can place, by name, and how that is found in what it renders."""

    names: Mapping[str, object]

    def part(self, text: str) -> Html: ...


class Original:
    """Stands for the page's own children; they are put in after rendering, as bytes."""

    def __init__(self) -> None:
        self.key = token_hex(8)  # what is left of the mark when it was not just placed
        self.mark = f"sarto{self.key}{self.key}"
        self.names: Mapping[str, object] = {"original": self}

    def __html__(self) -> str:
        return self.mark

    def __str__(self) -> str:
        raise FragmentError("", PLACE_ONLY)

    def part(self, text: str) -> Html:
        """Part rendered text where the page's own children belong."""
        parts = tuple(text.split(self.mark))
        for part in parts:
            if self.key in part.lower() or self.key[::-1] in part.lower():
                str(self)
        return parts


ORIGINAL = Original()


class Readable:
    """What a template sees of a visitor: what can be read, nothing that acts."""

    __slots__ = ("_visitor",)

    def __init__(self, visitor: object) -> None:
        self._visitor = visitor

    def __getattr__(self, name: str) -> object:
        if name not in READABLE:
            raise AttributeError(name)
        return getattr(self._visitor, name)


class Environment(ImmutableSandboxedEnvironment):
    """A sandbox whose escaping cannot be switched off, and that counts its steps."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, source: FragmentSource) -> None:
        super().__init__(
            loader=Loader(source),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=nothing,
            auto_reload=False,
            cache_size=-1,
        )
        filters: dict[str, Any] = {**self.filters}
        tests: dict[str, Any] = {**self.tests}
        self.filters = {each.__name__: each for each in (counted, spent, weighed)}
        for name in filters.keys() - REFUSED:
            self.filters[name] = paying(name, filters[name])
        self.tests = {name: paying(name, tests[name]) for name in tests}
        del self.globals["lipsum"]

    def _parse(
        self, source: str, name: str | None, filename: str | None
    ) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.EvalContextModifier):
            text = "Escaping cannot be switched off."
            raise TemplateAssertionError(text, node.lineno, name, filename)
        meter(tree)
        return tree

    def _compile(self, source: str, filename: str) -> Any:  # noqa: ANN401 - as above it
        with warnings.catch_warnings():  # of Python's, at lines that no author wrote
            warnings.simplefilter("ignore", SyntaxWarning)
            return super()._compile(source, filename)

    def call(
        self,
        context: Context,
        obj: Any,  # noqa: ANN401 - as in the class above
        /,
        *args: Any,  # noqa: ANN401 - as in the class above
        **kwargs: Any,  # noqa: ANN401 - as in the class above
    ) -> Any:  # noqa: ANN401 - as in the class above
        own = called(obj, args, kwargs)
        return super().call(context, obj, *own, **kwargs)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        is_plain = isinstance(obj, str | bytes | int | type)
        return not (is_plain and attr in REFUSED_METHODS) and super().is_safe_attribute(
            obj, attr, value
        )

    def call_binop(
        self,
        context: Context,
        operator: str,
        left: Any,  # noqa: ANN401 - as in the class above
        right: Any,  # noqa: ANN401 - as in the class above
    ) -> Any:  # noqa: ANN401 - as in the class above
        computed(operator, left, right)
        return super().call_binop(context, operator, left, right)


def nothing(value: object) -> object:
    """Write an unknown fact as nothing at all; what is written pays for its size."""
    if BUDGET.get(None) is not None:  # else it is compiled
        weigh(value)
    return "" if value is None else value


def rendered(
    template: Template, given: Mapping[str, object], placing: Placing = ORIGINAL
) -> Html:
    """Render, within bounds, parted where something of the page's own belongs."""
    if "visitor" in given:
        given = {**given, "visitor": Readable(given["visitor"])}
    token = BUDGET.set(Budget())
    try:
        text = "".join(made(template, {**given, **placing.names}))
        if ADDRESS.search(text):  # another each time, and of this process
            raise FragmentError("", NO_TEXT)
        return placing.part(text)
    finally:
        BUDGET.reset(token)


def made(template: Template, given: Mapping[str, object]) -> Iterator[str]:
    size = 0
    for text in template.generate(given):
        size += len(text)
        if size > LARGEST:
            raise FragmentError("", f"it becomes more than {LARGEST} characters")
        yield text


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a template."""

    template: str
    line: int


def spot_of(error: Exception, template: str, names: frozenset[str]) -> Spot:
    """Find the innermost line of a template that an error was raised in."""
    if isinstance(error, TemplateSyntaxError):
        name = error.name or ""  # jinja2 may give one of its own
        return Spot(name if name in names else template, error.lineno)
    spot = Spot(template, 1)
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in names:
            spot = Spot(name, trace.tb_lineno)
        trace = trace.tb_next
    return spot
