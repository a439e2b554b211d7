"""Layouts that templates of the site's own extend, told from their texts alone.

In: the layouts of a folder, and the name of one. Out: whether it is for the site's own
templates: it has blocks, or extends another template, and neither it nor any layout it
is made of places a part of a region by `slot(…)` or `rest`. Such a one need not be
readable: it may be written for Django, or for tags and filters that only the site has.
"""

import re
from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, TemplateError

from sarto.compose.uses import reads
from sarto.vocabulary.facts import fact_named
from sarto.vocabulary.ports import FragmentSource
from sarto.vocabulary.reads import ReadSet

COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
EXTENDED: Final = re.compile(r"\{%[-+]?\s*(?:block|extends)\s")
PLACED: Final = re.compile(r"\{[{%](?:(?![}%]\}).)*?\b(?:slot\s*\(|rest\b)", re.DOTALL)
MADE_OF: Final = re.compile(
    r"\{%[-+]?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']"
)


def is_extended(source: FragmentSource, name: str) -> bool:
    """Whether templates of the site's own are to extend a layout."""
    text = COMMENT.sub("", source.text(name))
    is_one = EXTENDED.search(text) is not None
    return is_one and not any(map(PLACED.search, texts(source, name)))


def texts(source: FragmentSource, name: str) -> Iterator[str]:
    """Give the texts of all layouts that one is made of, as far as they are named."""
    names, waiting, seen = source.names(), [name], set[str]()
    while waiting:
        current = waiting.pop()
        if current in names and current not in seen:
            seen.add(current)
            text = COMMENT.sub("", source.text(current))
            waiting += MADE_OF.findall(text)
            yield text


def read_by(text: str, environment: Environment) -> ReadSet:
    """Tell which facts a layout of the site's own names, as far as it can be read."""
    try:
        found = [fact for fact, _, _ in reads(environment.parse(text))]
    except TemplateError:
        return ReadSet()
    return ReadSet.of(fact for fact in found if fact_named(fact))
